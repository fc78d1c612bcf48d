import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import fc from 'fast-check'
import { createDownloadSource, type DownloadAnswer } from '#main/transfers/download-source.ts'
import { AppError } from '#shared/errors.ts'
import { directNetwork } from '#tests/support/direct-network.ts'
import { fuzzTarget, type FuzzTarget } from './fuzz-target.ts'
import { text } from './hostile-values.ts'

const asked = { start: 100, end: 200 }
const count = fc.oneof(
  fc.constantFrom('0', '1', '99', '100', '101', '199', '200', '1000', '-1', '', '1e3', '9'.repeat(17)),
  fc.nat({ max: 300 }).map(String),
)
const contentRange = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('bytes 100-199/1000', 'bytes 100-149/150', 'bytes */0') },
  fc
    .tuple(count, count, fc.oneof(count, fc.constant('*')))
    .map(([from, to, all]) => `bytes ${from}-${to}/${all}`),
  text,
)
const headerLine = fc.oneof(
  { weight: 4, arbitrary: contentRange.map((value) => `content-range: ${value}`) },
  { weight: 2, arbitrary: count.map((value) => `content-length: ${value}`) },
  fc.oneof(fc.constantFrom('"a"', 'W/"a"', '""', '"'.repeat(500)), text).map((value) => `etag: ${value}`),
  fc
    .oneof(fc.constantFrom('Thu, 01 Jan 1970 00:00:00 GMT', '0'), text)
    .map((value) => `last-modified: ${value}`),
  text.map((value) => `content-md5: ${value}`),
  fc.constantFrom(
    'content-type: text/html',
    'content-type: video/mp4',
    'content-encoding: gzip',
    'transfer-encoding: chunked',
    'retry-after: 1',
    'date: now',
    ': no name',
  ),
)
const answers = fc.record({
  status: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('206 Partial Content', '200 OK') },
    fc.constantFrom('416 No', '302 Found', '304 Same', '204 None', '404 No', '503 Later', '0', '999 x'),
  ),
  headers: fc.array(headerLine, { maxLength: 6 }),
  hasLength: fc.boolean(),
  body: fc.oneof(fc.constant(100), fc.nat({ max: 400 })),
  isCut: fc.boolean(),
  isRange: fc.boolean(),
})
type Answer = typeof answers extends fc.Arbitrary<infer Value> ? Value : never

/** What a server sends in the place of a file, or of a part of one: never taken for other bytes than were asked for. */
export const downloadAnswers: FuzzTarget = fuzzTarget('download answers', 8000, answers, async () => {
  let next: Answer | null = null
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.once('data', () => {
      if (next !== null) socket.end(bytesOf(next))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const timeouts = { connect: 5000, response: 5000, stall: 5000 }
  const source = createDownloadSource({ userAgent: 'x', network: directNetwork(), timeouts })
  return {
    check: async (script) => {
      next = script
      const request = {
        ...(script.isRange ? { range: asked, ifRange: '"a"' } : {}),
        signal: AbortSignal.any([]),
      }
      try {
        checkAnswer(await source.open(`http://127.0.0.1:${port}/a.mp4`, request), script.isRange)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        assert.notEqual(error.code, 'internal')
      }
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
})

function checkAnswer(answer: DownloadAnswer, isRange: boolean): void {
  if (answer.kind === 'unusable') {
    assert.ok(isRange)
    assert.ok(answer.total === null || (Number.isSafeInteger(answer.total) && answer.total >= 0))
    return
  }
  answer.stream.destroy()
  assert.ok(answer.length === null || (Number.isSafeInteger(answer.length) && answer.length >= 0))
  assert.match(answer.contentMd5 ?? '0'.repeat(32), /^[\da-f]{32}$/u)
  const { ifRange } = answer.validators
  // It is sent back as a header.
  assert.equal(/[\r\n]/u.test(ifRange ?? ''), false)
  if (answer.kind === 'whole') return
  assert.ok(isRange)
  const { start, end, total } = answer.range
  assert.equal(start, asked.start)
  assert.equal(end, Math.min(asked.end, total))
}

function bytesOf({ status, headers, hasLength, body, isCut }: Answer): Buffer {
  const length = hasLength ? [`content-length: ${body}`] : []
  const head = [`HTTP/1.1 ${status}`, ...length, ...headers, '', ''].join('\r\n')
  const bytes = Buffer.concat([Buffer.from(head, 'utf8'), Buffer.alloc(body, 7)])
  return isCut ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes
}
