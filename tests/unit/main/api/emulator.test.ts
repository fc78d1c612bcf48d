import { createHash, randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { COMPANY_WITHOUT_API, DIALECT_NAMES, startEmulator } from '#emulator/server.ts'
import type { DialectName, Emulator, EmulatorOptions } from '#emulator/server.ts'
import type { ApiCredentials, CloudRoomClient, QueryPage, RemoteRecording } from '#main/api/client.types.ts'
import { companyCredentials, projectCredentials } from '#main/api/signing.ts'
import { failureOf, testClient, uploadOf } from './test-client.ts'

const running: Emulator[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()))
})

async function emulate(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({ seed: 'demo', ...options })
  running.push(emulator)
  return emulator
}

const addressOf = ({ origin, prefix }: Emulator) => ({ origin, prefix })
const clientOf = (emulator: Emulator): CloudRoomClient => testClient(addressOf(emulator)).client

/** Every recording directly in a folder, over all pages. */
async function listFolder(client: CloudRoomClient, folder: string) {
  const recordings = new Map<string, RemoteRecording>()
  const folders = new Set<string>()
  let page: QueryPage | undefined
  let pageNumber = 0
  let listed = 0
  do {
    pageNumber += 1
    const searchTime = page?.searchTime ?? null
    page = await client.query({
      folder,
      pageNumber,
      pageSize: 50,
      ...(searchTime === null ? {} : { searchTime }),
    })
    for (const recording of page.recordings) recordings.set(recording.path, recording)
    for (const { path } of page.folders) folders.add(path)
    listed += page.listed
  } while (page.listed === 50 && listed < (page.total ?? Infinity))
  return { recordings: [...recordings.values()], folders: [...folders].sort() }
}

const askedFolders = [
  '/',
  '/2021-09-22/',
  '/会议录像/',
  '/会议录像/销售部/',
  '/Projects/',
  '/Unusual names/',
  '/Empty folder/',
]

/** What the emulator has directly in a folder, from the inside. */
function expectedIn(emulator: Emulator, folder: string) {
  return emulator
    .listing()
    .filter(({ path }) => path.slice(0, path.lastIndexOf('/') + 1) === folder)
    .map(({ id, path, size, ctimeMs }) => ({ id, path, size, createdAt: Math.floor(ctimeMs / 1000) * 1000 }))
    .sort((a, b) => a.id - b.id)
}

describe('every dialect', () => {
  it.each(DIALECT_NAMES)('%s yields the same library', async (dialect) => {
    const emulator = await emulate({ dialect })
    const client = clientOf(emulator)
    for (const folder of askedFolders) {
      const { recordings, folders } = await listFolder(client, folder)
      const expected = expectedIn(emulator, folder)
      const seen = recordings
        .map(({ id, path, createdAt }) => ({
          id,
          path,
          createdAt: Math.floor((createdAt ?? 0) / 1000) * 1000,
        }))
        .sort((a, b) => (a.id ?? 0) - (b.id ?? 0))
      expect(seen).toEqual(expected.map(({ id, path, createdAt }) => ({ id, path, createdAt })))
      expectSizes(dialect, recordings, expected)
      if (folder !== '/Empty folder/') expect(folders).toEqual(childFolders(emulator, folder))
    }
  })

  it.each(DIALECT_NAMES)('%s: finds, uploads and deletes', async (dialect) => {
    const emulator = await emulate({ dialect })
    const client = clientOf(emulator)
    const bytes = dialect === 'check-content' ? mp4(5000) : randomBytes(5000)
    await client.upload(uploadOf(bytes, { folder: '/会议录像/', name: '新 录像 +100%.mp4' }))
    const path = '/会议录像/新 录像 +100%.mp4'
    expect(await emulator.stored(path)).toEqual({
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
    const found = await client.find(path)
    expect(found).toMatchObject({ path, folder: '/会议录像/', name: '新 录像 +100%.mp4' })
    expect(found?.downUrl).toMatch(/^http:\/\//u)
    if (found === null) return
    await client.remove(found)
    expect(await client.find(path)).toBeNull()
    expect(await emulator.stored(path)).toBeNull()
  })

  function expectSizes(
    dialect: DialectName,
    recordings: readonly RemoteRecording[],
    expected: readonly { path: string; size: number }[],
  ) {
    const isRounding = dialect.startsWith('size-units')
    const sizes = new Map(expected.map(({ path, size }) => [path, size]))
    for (const { path, size, sizeIsExact } of recordings) {
      const actual = sizes.get(path) ?? Number.NaN
      if (isRounding && actual >= 1024) {
        expect(sizeIsExact).toBe(false)
        // One decimal of the unit.
        expect(Math.abs((size ?? Number.NaN) - actual)).toBeLessThanOrEqual(
          actual >= 2 ** 20 ? 0.06 * 2 ** 20 : 60,
        )
      } else {
        expect({ size, sizeIsExact }).toEqual({ size: actual, sizeIsExact: true })
      }
    }
  }

  function childFolders(emulator: Emulator, folder: string): string[] {
    const all = emulator.listing().map(({ path }) => path)
    const children = all.flatMap((path) => {
      const end = path.startsWith(folder) ? path.indexOf('/', folder.length) : -1
      return end < 0 ? [] : [path.slice(0, end + 1)]
    })
    return [...new Set([...children, ...(folder === '/' ? ['/Empty folder/'] : [])])].sort()
  }

  it('says which recordings of subfolders were left out', async () => {
    const emulator = await emulate({ dialect: 'deep-files' })
    const page = await clientOf(emulator).query({ folder: '/会议录像/', pageSize: 50 })
    expect(page).toMatchObject({ listed: 11, total: 11, deeper: 7 })
    expect(page.recordings).toHaveLength(4)
  })
})

/** Starts like an MP4. */
function mp4(size: number): Buffer {
  return Buffer.concat([Buffer.from('\0\0\0\u0018ftypmp42', 'latin1'), randomBytes(size - 12)])
}

describe('signing in', () => {
  const refusal = async (emulator: Emulator, credentials: ApiCredentials) =>
    (await failureOf(testClient(addressOf(emulator), { credentials }).client.query({ folder: '/' }))).code

  it('as a company, as a company for one project, and as a project', async () => {
    const emulator = await emulate()
    const { appId, appSecret } = emulator
    for (const credentials of [
      companyCredentials('1', '1', null),
      companyCredentials('1', '1', appId),
      projectCredentials(appId, appSecret),
    ]) {
      const { client } = testClient(addressOf(emulator), { credentials })
      expect((await client.query({ folder: '/' })).recordings).not.toHaveLength(0)
      await client.upload(
        uploadOf(randomBytes(10), { name: `${credentials.mode} ${credentials.appId ?? ''}.mp4` }),
      )
    }
  })

  it('is refused with the reason', async () => {
    const emulator = await emulate()
    const { id, secret } = COMPANY_WITHOUT_API
    expect(await refusal(emulator, companyCredentials(id, secret, null))).toBe('api.noPermission')
    expect(await refusal(emulator, companyCredentials('99', 'x', null))).toBe('api.accountNotFound')
    expect(await refusal(emulator, companyCredentials('1', 'wrong', null))).toBe('api.wrongSecret')
    expect(await refusal(emulator, projectCredentials('nobody', 'x'))).toBe('api.accountNotFound')
    expect(await refusal(emulator, projectCredentials(emulator.appId, 'wrong'))).toBe('api.wrongSecret')
  })

  it('works with either prefix, and says so when there is no such API', async () => {
    const { origin } = await emulate()
    for (const prefix of ['/CLOUDROOM-API', '/CLOUDMEETING-API']) {
      expect((await testClient({ origin, prefix }).client.query({ folder: '/' })).total).toBeGreaterThan(0)
    }
    const failure = await failureOf(testClient({ origin, prefix: '/OTHER' }).client.query({ folder: '/' }))
    expect(failure.code).toBe('server.notCloudRoom')
  })
})

describe('uploads', () => {
  it('are refused for the reasons that the vendor lists', async () => {
    const emulator = await emulate({ maxFileBytes: 20_000, capacityBytes: 5_000_000_000 })
    const client = clientOf(emulator)
    const code = async (size: number, name: string) =>
      (await failureOf(client.upload(uploadOf(randomBytes(size), { folder: '/', name })))).code
    expect(await code(10, 'a.txt')).toBe('api.invalidFileType')
    expect(await code(10, 'a')).toBe('api.badFileName')
    expect(await code(20_001, 'a.mp4')).toBe('api.fileTooLarge')
    expect(await code(10, 'demo.mp4')).toBe('api.alreadyExists')
  })

  it('are refused when the disk is full', async () => {
    const emulator = await emulate({ seed: 'empty', capacityBytes: 1000 })
    const failure = await failureOf(clientOf(emulator).upload(uploadOf(randomBytes(1001))))
    expect(failure.code).toBe('api.noCapacity')
  })

  it.each([
    ['upload-drop-at=50%', 'network.connectionLost', false],
    ['upload-drop-before-store', 'network.connectionLost', false],
    ['upload-drop-after-store', 'network.connectionLost', true],
    ['status=502@upload', 'server.httpStatus', false],
    ['malformed-json@upload', 'server.malformed', true],
    ['rsp-code=8@upload', 'api.streamReadFailed', false],
  ])('%s: the caller can find out what happened', async (fault, code, isStored) => {
    const emulator = await emulate({ seed: 'empty' })
    emulator.setFaults(fault)
    const client = clientOf(emulator)
    const bytes = randomBytes(2 ** 20)
    expect((await failureOf(client.upload(uploadOf(bytes)))).code).toBe(code)
    expect(emulator.state().requests.upload).toBe(1)
    emulator.clearFaults()
    expect((await client.find('/A/a.mp4'))?.size ?? null).toBe(isStored ? bytes.length : null)
  })
})

describe('queries under faults', () => {
  it.each([
    'status=502@query*2',
    'malformed-json@query*1',
    'truncated-json@query*2',
    'empty-body@query*1',
    'drop@query*2',
  ])('%s is survived', async (fault) => {
    const emulator = await emulate({ faults: [fault] })
    expect((await clientOf(emulator).query({ folder: '/' })).recordings).not.toHaveLength(0)
  })

  it('a fault that stays is reported', async () => {
    const emulator = await emulate({ faults: ['html-page@query'] })
    expect((await failureOf(clientOf(emulator).query({ folder: '/' }))).code).toBe('server.notCloudRoom')
    emulator.setFaults('status=503@query')
    expect((await failureOf(clientOf(emulator).query({ folder: '/' }))).code).toBe('server.httpStatus')
  })

  it('pages of one SearchTime stay consistent while the disk changes', async () => {
    const emulator = await emulate()
    const client = clientOf(emulator)
    const first = await client.query({ folder: '/2021-09-22/', pageSize: 50 })
    emulator.addFile('/2021-09-22/newest.mp4', 400_000, Date.now())
    const second = await client.query({
      folder: '/2021-09-22/',
      pageSize: 50,
      pageNumber: 2,
      searchTime: first.searchTime ?? '',
    })
    const paths = new Set([...first.recordings, ...second.recordings].map(({ path }) => path))
    expect(paths.size).toBe(72)
    expect(paths).not.toContain('/2021-09-22/newest.mp4')
  })
})

describe('deletes', () => {
  it('by id, else by path', async () => {
    const emulator = await emulate()
    const client = clientOf(emulator)
    const demo = await client.find('/demo.mp4')
    await client.remove({ id: demo?.id ?? null, path: '/welcome.mp4' })
    expect(await client.find('/demo.mp4')).toBeNull()
    await client.remove({ id: null, path: '/welcome.mp4' })
    expect(await client.find('/welcome.mp4')).toBeNull()
    const failure = await failureOf(client.remove({ id: null, path: '/welcome.mp4' }))
    expect(failure.code).toBe('api.unknown')
  })
})
