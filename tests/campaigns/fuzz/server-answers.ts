import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { QueryPage } from '#main/api/client.types.ts'
import { decodeQueryPage } from '#main/api/decode-query.ts'
import { readEnvelope, requireSuccess } from '#main/api/envelope.ts'
import type { RawAnswer } from '#main/api/exchange.ts'
import { createLogger } from '#main/logging/logger.ts'
import { AppError, errorCodes } from '#shared/errors.ts'
import { folderPath, recordingRef } from '#shared/ipc/schemas.ts'
import { packRecordings, unpackRecordings } from '#shared/recording-columns.ts'
import { fraction } from './fraction.ts'
import { fuzzTarget, type FuzzTarget } from './fuzz-target.ts'
import { json, jsonText, number, path, text } from './hostile-values.ts'

/** Mostly `likely`; sometimes something that no server should send there. */
const mostly = (likely: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary: likely }, { weight: 1, arbitrary: json })

const digits = fc.oneof(fc.nat().map(String), fc.bigInt({ min: 0n, max: 10n ** 25n }).map(String))
const size = fc.oneof(
  fc.nat(),
  digits,
  fc
    .tuple(fc.oneof(digits, fc.constantFrom('1.5', '1,024', '1 024', '1,5', '1.2.3', '9'.repeat(60))), text)
    .map(([amount, unit]) => amount + unit),
  fc.tuple(digits, fc.constantFrom('', 'B', ' KB', 'MiB', 'g', ' T', 'bytes')).map((parts) => parts.join('')),
)
const time = fc.oneof(
  fc.nat(),
  number,
  digits,
  fc
    .tuple(fc.nat({ max: 10_000 }), fc.nat({ max: 14 }), fc.nat({ max: 33 }), fc.nat({ max: 25 }))
    .chain(([year, month, day, hour]) =>
      fc.constantFrom(
        `${year}-${month}-${day}`,
        `${year}-${month}-${day} ${hour}:00:00`,
        `${year}/${month}/${day}T${hour}:59:59.999+08:00`,
      ),
    ),
)
const url = fc.oneof(
  path,
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc
    .tuple(
      fc.constantFrom('http:', 'https:', 'file:', 'javascript:', 'app:', 'ftp:', '', 'HTTPS:'),
      fc.constantFrom('//', '/', '\\\\', '', '///'),
      fc.constantFrom('www.cloudroom.com', 'user:secret@host', '[::1]:80', '127.0.0.1', 'host:99999', ''),
      path,
    )
    .map((parts) => parts.join('')),
)
const entry = fc.record(
  {
    id: mostly(fc.oneof(fc.nat(), digits, number)),
    fileName: mostly(path),
    filePath: mostly(path),
    fileSize: mostly(size),
    downUrl: mostly(url),
    ctime: mostly(time),
  },
  { requiredKeys: [] },
)
const dir = fc.record(
  {
    // Few numbers, so that they are each other's parents.
    dirId: mostly(fc.nat({ max: 5 })),
    parentId: mostly(fc.nat({ max: 5 })),
    dirPath: mostly(fc.oneof(path, fc.constant(null))),
    dirName: mostly(text),
  },
  { requiredKeys: [] },
)
const listOf = (item: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.array(mostly(item), { maxLength: 6 }) },
    { weight: 1, arbitrary: item },
    { weight: 1, arbitrary: fc.constantFrom(null, undefined, '', []) },
  )
const data = fc.record(
  {
    fileList: listOf(entry),
    dirData: listOf(dir),
    fileNum: mostly(fc.oneof(fc.nat(), digits, number)),
    searchTime: mostly(text),
  },
  { requiredKeys: [] },
)
const envelope = fc.record(
  {
    RspCode: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('0', 0, ' 0 ', '00') },
      fc.constantFrom('1', '11', '12', -1, 0.5, 1e300),
      json,
    ),
    RspDesc: mostly(text),
    Data: mostly(data),
  },
  { requiredKeys: ['RspCode'] },
)

const odd = [
  '',
  '<html>',
  '\ufeff{}',
  '[',
  '{"RspCode":"0"',
  '['.repeat(200_000),
  `{"RspCode":"0","Data":${'{"fileList":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
  `{"RspCode":"0","Data":{"fileList":[${'{"fileName":"a.mp4"},'.repeat(20_000)}{}]}}`,
  `{"RspCode":"0","Data":{"dirData":[${Array.from({ length: 5000 }, (_, id) => `{"dirId":${id},"parentId":${id + 1},"dirName":"d"}`).join()}]}}`,
]

/** The text of an answer, whole or damaged on its way. */
const body: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 30, arbitrary: envelope.map((value) => Buffer.from(jsonText(value))) },
  {
    weight: 10,
    arbitrary: fc
      .tuple(
        envelope,
        fc.array(fc.tuple(fraction, fc.nat({ max: 255 })), {
          maxLength: 4,
        }),
        fraction,
      )
      .map(([value, changes, end]) => {
        const bytes = Buffer.from(JSON.stringify(value))
        for (const [at, byte] of changes) bytes[Math.floor(at * bytes.length)] = byte
        return end < 0.7 ? bytes : bytes.subarray(0, Math.floor(end * bytes.length))
      }),
  },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: json.map((value) => Buffer.from(jsonText(value))) },
)

const answers: fc.Arbitrary<RawAnswer> = fc.record({
  status: fc.oneof(
    { weight: 8, arbitrary: fc.constant(200) },
    fc.constantFrom(0, 204, 301, 302, 400, 401, 404, 408, 429, 500, 503, 999),
  ),
  headers: fc.dictionary(fc.constantFrom('location', 'retry-after', 'content-type'), text),
  body,
  isComplete: fc.boolean(),
})

const contexts = fc.record({
  server: fc
    .constantFrom('https://www.cloudroom.com', 'http://10.0.0.1:8080', 'https://host:8443')
    .map((origin) => ({
      origin,
      prefix: '/CLOUDROOM-API',
    })),
  folder: fc.constantFrom(null, '/', '/A/', '/A/B/'),
})

/** What a server may answer to a question, from its bytes to the page that the rest of the app works with. */
export const serverAnswers: FuzzTarget = fuzzTarget(
  'server answers',
  100_000,
  fc.tuple(answers, contexts),
  () => ({ check: ([answer, context]) => checkAnswer(answer, context) }),
)

/** Answers of a size or depth that takes a while each. */
export const oddAnswers: FuzzTarget = fuzzTarget(
  'odd server answers',
  200,
  fc.tuple(fc.constantFrom(...odd), contexts),
  () => ({
    check: ([text, context]) =>
      checkAnswer({ status: 200, headers: {}, body: Buffer.from(text), isComplete: true }, context),
  }),
)

const log = createLogger({ sink: () => undefined })

function checkAnswer(
  answer: RawAnswer,
  { server, folder }: { server: { origin: string; prefix: string }; folder: string | null },
): void {
  try {
    const read = readEnvelope(answer)
    requireSuccess(read)
    checkPage(
      decodeQueryPage(read.data, { server, folder, impliedFolder: folder, log }),
      folder,
      server.origin,
    )
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    assert.ok(errorCodes.includes(error.code))
    assert.ok(JSON.stringify(error.toShape()).length < 1000)
  }
  assert.equal('polluted' in {}, false)
}

/** Everything that the page may send back to us must be what we would take from it. */
function checkPage(page: QueryPage, folder: string | null, origin: string): void {
  const { recordings, folders } = page
  for (const { id, path: at, size: bytes, sizeIsExact, createdAt, downUrl } of recordings) {
    assert.equal(
      recordingRef.safeParse({ id, path: at, size: bytes, sizeIsExact, createdAt }).error,
      undefined,
    )
    assert.ok(createdAt === null || Number.isFinite(new Date(createdAt).getTime()))
    if (downUrl !== null) checkDownloadUrl(downUrl, origin)
  }
  for (const { path: at, name } of folders) {
    assert.equal(folderPath.safeParse(at).error, undefined)
    assert.equal(at.endsWith(`/${name}/`), true)
    if (folder !== null) assert.equal(at, `${folder}${name}/`)
  }
  assert.equal(new Set(recordings.map(({ path: at }) => at)).size, recordings.length)
  assert.equal(new Set(folders.map(({ path: at }) => at)).size, folders.length)
  assert.ok(page.total === null || (Number.isSafeInteger(page.total) && page.total >= 0))
  if (folder === null) return
  const unpacked = unpackRecordings(folder, packRecordings(recordings))
  assert.deepEqual(
    unpacked.map(({ path: at, size: bytes }) => [at, bytes]),
    recordings.map(({ path: at, size: bytes }) => [at, bytes]),
  )
}

function checkDownloadUrl(address: string, origin: string): void {
  const { protocol, username, password } = new URL(address)
  assert.equal(username + password, '')
  assert.ok(protocol === 'https:' || (protocol === 'http:' && origin.startsWith('http:')), address)
}

/** Used by the target that sends them over a real connection. */
export const answerBodies = body
