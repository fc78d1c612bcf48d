import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import type { CloudRoomClient } from '#main/api/client.types.ts'
import { createCloudRoomClient } from '#main/api/cloudroom-client.ts'
import { digestOf } from '#main/api/common-parameters.ts'
import { companyCredentials } from '#main/api/signing.ts'
import { createLogger } from '#main/logging/logger.ts'
import { AppError } from '#shared/errors.ts'
import { directNetwork } from '#tests/support/direct-network.ts'
import { fuzzTarget, type FuzzTarget } from './fuzz-target.ts'
import { text } from './hostile-values.ts'
import { answerBodies } from './server-answers.ts'

const headerLine = fc.oneof(
  fc.constantFrom(
    'content-type: application/json',
    'transfer-encoding: chunked',
    'content-encoding: gzip',
    'content-encoding: br',
    'content-length: 5',
    'content-length: 99999999999',
    'content-length: -1',
    'location: https://evil.example/',
    'connection: close',
    'retry-after: 0',
    'set-cookie: a=b',
    ': no name',
  ),
  text.map((value) => `x-header: ${value}`),
)
const scripts = fc.record({
  start: fc.oneof(
    { weight: 6, arbitrary: fc.constant('HTTP/1.1 200 OK') },
    fc.constantFrom(
      'HTTP/1.1 302 Found',
      'HTTP/1.0 500',
      'HTTP/1.1 100 Continue',
      'HTTP/9.9 200',
      'SSH-2.0-x',
      '',
    ),
  ),
  headers: fc.array(headerLine, { maxLength: 4 }),
  hasLength: fc.boolean(),
  body: answerBodies,
  /** The answer repeats what it was sent: the account's digest is in it. */
  echoes: fc.boolean(),
  isCut: fc.boolean(),
  call: fc.constantFrom('query' as const, 'delete' as const, 'upload' as const),
})
type Script = typeof scripts extends fc.Arbitrary<infer Value> ? Value : never

const calls: Readonly<Record<Script['call'], (client: CloudRoomClient) => Promise<unknown>>> = {
  query: (client) => client.query({ folder: '/A/' }),
  delete: (client) => client.remove({ id: 1, path: '/A/b.mp4' }),
  upload: async (client) => {
    let [last, isSent] = [0, false]
    const size = 3000
    await client.upload({
      folder: '/A/',
      name: 'b.mp4',
      size,
      open: () => Readable.from([Buffer.alloc(1000), Buffer.alloc(2000)]),
      onProgress: (bytes) => {
        assert.ok(bytes >= last && bytes <= size)
        last = bytes
      },
      onSent: () => (isSent = true),
    })
    // What is taken for an upload was sent whole.
    assert.deepEqual([last, isSent], [size, true])
  },
}

/** What comes over the wire, through the real client: any bytes at all, and an end. */
export const connections: FuzzTarget = fuzzTarget('connections', 8000, scripts, async () => {
  let script: Script | null = null
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.once('data', (request) => {
      if (script !== null) answer(socket, script, request)
      // The rest of an upload: whoever does not read it has what was answered thrown away.
      socket.resume()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const credentials = companyCredentials('1', 'a secret', null)
  const digest = digestOf(credentials)
  const assertSecret = (value: unknown): void => {
    assert.equal(JSON.stringify(value).includes(digest), false, 'the digest is in it')
  }
  const client = createCloudRoomClient({
    server: { origin: `http://127.0.0.1:${port}`, prefix: '' },
    credentials,
    log: createLogger({ sink: assertSecret }),
    network: directNetwork(),
    appVersion: '0',
    timeouts: { connect: 5000, call: 10_000, retryPause: 0, maxRetryAfter: 0 },
  })
  return {
    check: async (next) => {
      script = next
      try {
        await calls[next.call](client)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        // Only what the page's own use of the answer could be is that answer's own fault.
        assert.notEqual(error.code, 'internal')
        assertSecret([error.toShape(), error.message, String((error.cause as Error | undefined)?.message)])
      }
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
})

function answer(
  socket: Socket,
  { start, headers, hasLength, body, echoes, isCut }: Script,
  request: Buffer,
): void {
  const said = request.toString('latin1').split('\r\n\r\n')[1] ?? ''
  const content = echoes ? Buffer.from(JSON.stringify({ RspCode: '99', RspDesc: said })) : body
  const length = hasLength ? [`content-length: ${content.length}`] : []
  const head = [start, ...length, ...headers, '', ''].join('\r\n')
  const bytes = Buffer.concat([Buffer.from(head, 'utf8'), content])
  socket.end(isCut ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes)
}
