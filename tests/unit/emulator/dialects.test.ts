import { describe, expect, it } from 'vitest'
import type { DialectName, Emulator } from '#emulator/server.ts'
import { DIALECT_NAMES, startEmulator } from '#emulator/server.ts'
import type { Listing } from './support.ts'
import {
  COMMON,
  bytesOf,
  call,
  emulate,
  list,
  noise,
  postJson,
  sha256,
  temporaryFolder,
  upload,
  uploadCode,
  urlOf,
} from './support.ts'

const NOW = Date.UTC(2021, 8, 24, 5, 47, 41)

async function speaking(...dialect: DialectName[]): Promise<Emulator> {
  const emulator = await emulate({ dialect, now: () => NOW })
  emulator.addFile('/a.mp4', 512 * 1024)
  emulator.addFile('/A/B/b.mp4', 1_572_864)
  for (let index = 0; index < 3; index++) emulator.addFile(`/A/${index}.mp4`, 300_000)
  return emulator
}

const A = { FilePath: '/A/' }
const directories = (listing: Listing) => listing.dirData.map((dir) => dir.dirPath)
const files = (listing: Listing) => listing.fileList.map((file) => file.fileName).toSorted()

describe('dialects', () => {
  it.each(DIALECT_NAMES)('%s answers the same files one way or another', async (name) => {
    const emulator = await speaking(name)
    const { fileList } = await list(emulator, A)
    expect(fileList.map((row) => row.fileName)).toEqual(expect.arrayContaining(['0.mp4', '1.mp4', '2.mp4']))
    const link = (await list(emulator, { FileName: '/A/1.mp4' })).fileList[0]?.downUrl ?? ''
    const response = await fetch(new URL(link, emulator.origin))
    expect(sha256(await bytesOf(response))).toBe(await emulator.expectedSha256('/A/1.mp4'))
  })

  it('spells the envelope', async () => {
    expect(await call(await speaking('numeric-rsp-code'), 'query', {})).toMatchObject({ RspCode: 0 })
    expect(await call(await speaking('no-rsp-desc'), 'query', { PageSize: 99 })).toEqual({ RspCode: '4' })
    expect(await call(await speaking('null-data', 'no-rsp-desc'), 'delete', {})).toEqual({
      RspCode: '4',
      Data: null,
    })
    expect(await call(await speaking('empty-data', 'no-rsp-desc'), 'delete', {})).toEqual({
      RspCode: '4',
      Data: {},
    })
    const missing = { FilePath: '/no/' }
    const silent = await speaking('no-data-when-empty', 'no-rsp-desc')
    expect(await call(silent, 'query', missing)).toEqual({ RspCode: '0' })
    silent.addFolder('/empty/')
    expect(await call(silent, 'query', { FilePath: '/empty/' })).toEqual({ RspCode: '0' })
    const nothing = await call(await speaking('null-data-when-empty'), 'query', missing)
    expect(nothing).toMatchObject({ RspCode: '0', Data: null })
    const response = await postJson(await speaking('text-plain'), 'query', COMMON)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
  })

  it('shows folders', async () => {
    expect(directories(await list(await speaking(), A))).toEqual(['/A/B/'])
    expect(directories(await list(await speaking('dir-tree'), A))).toEqual(['/A/', '/A/B/'])
    expect(directories(await list(await speaking('dir-tree-with-root'), A))).toEqual(['/', '/A/', '/A/B/'])
    expect(directories(await list(await speaking('dir-path-no-slash', 'double-slash'), A))).toEqual(['//A/B'])
    const paged = { ...A, PageSize: 1, PageNumber: 2 }
    expect(directories(await list(await speaking(), paged))).toEqual(['/A/B/'])
    expect(directories(await list(await speaking('dir-first-page'), paged))).toEqual([])
    expect(directories(await list(await speaking('dir-tree-first-page')))).toEqual(['/A/', '/A/B/'])
  })

  it('shows files of subfolders or not', async () => {
    expect(files(await list(await speaking(), A))).toEqual(['0.mp4', '1.mp4', '2.mp4'])
    const deep = await speaking('deep-files')
    const first = await list(deep, { PageSize: 2 })
    expect(first.fileNum).toBe(5)
    deep.addFile('/A/B/late.mp4', 300_000)
    const { searchTime: SearchTime } = first
    expect(files(await list(deep, { SearchTime }))).toEqual(['0.mp4', '1.mp4', '2.mp4', 'a.mp4', 'b.mp4'])
    expect(files(await list(deep))).toContain('late.mp4')
  })

  it.each<[DialectName[], string]>([
    [['default'], '/A/B/'],
    [['file-path-no-slash'], '/A/B'],
    [['file-path-full'], '/A/B/b.mp4'],
    [['deep-files-full-path'], '/A/B/b.mp4'],
    [['double-slash'], '//A/B/'],
    [['no-leading-slash', 'file-path-no-slash'], 'A/B'],
  ])('%j spells filePath %s', async (names, expected) => {
    const listing = await list(await speaking(...names), { FilePath: '/A/B/' })
    expect(listing.fileList[0]?.filePath).toBe(expected)
  })

  it.each<[DialectName, unknown, unknown]>([
    ['default', '524288', '1572864'],
    ['size-number', 524_288, 1_572_864],
    ['size-units', '512 KB', '1.5 MB'],
    ['size-units-tight', '512KB', '1.5MB'],
  ])('%s spells sizes %j and %j', async (name, small, large) => {
    const emulator = await speaking(name)
    expect((await list(emulator)).fileList[0]?.fileSize).toBe(small)
    expect((await list(emulator, { FilePath: '/A/B/' })).fileList[0]?.fileSize).toBe(large)
  })

  it.each<[DialectName, unknown]>([
    ['default', '2021-09-24 13:47:41'],
    ['ctime-epoch', expect.stringMatching(/^1632462461\d{3}$/)],
    ['ctime-epoch-number', expect.any(Number)],
  ])('%s spells times', async (name, expected) => {
    expect((await list(await speaking(name))).fileList[0]?.ctime).toEqual(expected)
  })

  it('spells downUrl', async () => {
    const relative = await speaking('relative-url')
    expect(await urlOf(relative, '/a.mp4')).toMatch(/^\/CLOUDROOM-API\/netDisk\/download\//)
    expect(await urlOf(await speaking('other-host'), '/a.mp4')).toMatch(/^http:\/\/localhost:/)
    const raw = await speaking('raw-url')
    raw.addFile('/会议 100%#1.mp4', 300_000)
    expect(await urlOf(raw, '/会议 100%#1.mp4')).toContain('/会议 100%25%231.mp4?')
  })

  it('counts files and spells numbers and lists', async () => {
    expect((await list(await speaking('file-num-everything'), A)).fileNum).toBe(5)
    const text = await list(await speaking('string-numbers'))
    expect([text.fileNum, typeof text.fileList[0]?.id, typeof text.dirData[0]?.dirId]).toEqual([
      '1',
      'string',
      'string',
    ])
    expect(await list(await speaking('null-lists'), { FilePath: '/no/' })).toMatchObject({
      fileList: null,
      dirData: null,
    })
    expect(Object.keys(await list(await speaking('absent-lists'), { FilePath: '/no/' }))).toEqual([
      'fileNum',
      'searchTime',
    ])
  })

  it('serves ranges and validators or not', async () => {
    const head = async (name: DialectName) =>
      fetch(await urlOf(await speaking(name), '/a.mp4'), { method: 'HEAD', headers: { Range: 'bytes=1-2' } })
    const noRange = await head('no-range')
    expect([noRange.status, noRange.headers.get('etag'), noRange.headers.get('accept-ranges')]).toEqual([
      200,
      null,
      null,
    ])
    const noValidators = await head('no-validators')
    expect([noValidators.status, noValidators.headers.get('etag')]).toEqual([206, null])
    expect((await head('etag-md5')).headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/)
    expect((await head('content-md5')).headers.get('content-md5')).toMatch(/^[\w+/]{22}==$/)
  })

  it('decides about what is missing', async () => {
    const missing = { FileName: '/missing.mp4' }
    expect((await call(await speaking(), 'delete', missing)).RspCode).toBe('5')
    expect((await call(await speaking('delete-missing-0'), 'delete', missing)).RspCode).toBe('0')
    expect((await call(await speaking('delete-missing-4'), 'delete', missing)).RspCode).toBe('4')
    expect((await call(await speaking('query-missing-4'), 'query', { FilePath: '/no/' })).RspCode).toBe('4')
  })

  it('decides about uploads', async () => {
    const noFolders = await speaking('no-create-folders')
    expect(await uploadCode(noFolders, 'x.mp4', noise(10), { DirPath: '%2fnew' })).toBe('4')
    expect(await uploadCode(noFolders, 'x.mp4', noise(10), { DirPath: '%2fA' })).toBe('0')
    const strict = await speaking('check-content')
    expect(await uploadCode(strict, 'x.mp4', noise(100))).toBe('6')
    const real = await bytesOf(await fetch(await urlOf(strict, '/a.mp4')))
    expect((await upload(strict, 'y.mp4', new Uint8Array(real))).status).toBe(200)
    expect(await strict.stored('/y.mp4')).toMatchObject({ size: 512 * 1024 })
  })

  it('refuses an unknown name', async () => {
    const dialect = 'klingon' as DialectName
    await expect(startEmulator({ dialect, dataDir: await temporaryFolder() })).rejects.toThrow(
      'unknown dialect klingon',
    )
  })
})
