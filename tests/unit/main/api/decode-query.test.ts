import { describe, expect, it } from 'vitest'
import { decodeRecordingPath } from '#main/api/decode-path.ts'
import { decodeQueryPage, maxEntries } from '#main/api/decode-query.ts'
import { createLogger } from '#main/logging/logger.ts'
import { memorySink } from '#main/logging/memory-sink.ts'
import { AppError } from '#shared/errors.ts'

const server = { origin: 'https://drive.example', prefix: '/CLOUDROOM-API' }

function decode(data: unknown, folder: string | null = '/A/') {
  const memory = memorySink()
  const page = decodeQueryPage(data, {
    server,
    folder,
    impliedFolder: folder,
    log: createLogger({ sink: memory.sink }),
  })
  return { ...page, warnings: memory.entries.map(({ fields }) => fields) }
}

const paths = (folders: readonly { path: string }[]): string[] => folders.map(({ path }) => path)

describe('decodeRecordingPath', () => {
  it.each<[string | null, string | null, string | null, string]>([
    ['b.mp4', '/A/', null, '/A/b.mp4'],
    ['b.mp4', '/A', null, '/A/b.mp4'],
    ['b.mp4', 'A', null, '/A/b.mp4'],
    ['b.mp4', '//A', null, '/A/b.mp4'],
    ['b.mp4', '//A//', null, '/A/b.mp4'],
    ['b.mp4', '\\A\\B\\', null, '/A/B/b.mp4'],
    ['b.mp4', '/A/b.mp4', null, '/A/b.mp4'],
    ['b.mp4', '//A/b.mp4', null, '/A/b.mp4'],
    ['b.mp4', '/', null, '/b.mp4'],
    ['b.mp4', '', null, '/b.mp4'],
    ['b.mp4', '', '/A/', '/A/b.mp4'],
    ['b.mp4', null, '/A/', '/A/b.mp4'],
    ['/A/b.mp4', null, null, '/A/b.mp4'],
    ['/A/b.mp4', '/', null, '/A/b.mp4'],
    ['/A/b.mp4', '/A/', null, '/A/b.mp4'],
    ['A/b.mp4', '/A/', null, '/A/b.mp4'],
    ['B/b.mp4', '/A/', null, '/A/B/b.mp4'],
    ['A\\b.mp4', null, '/', '/A/b.mp4'],
    [null, '/A/b.mp4', null, '/A/b.mp4'],
    ['', '/A/b.mp4', null, '/A/b.mp4'],
    // A folder that is called like the file in it.
    ['b.mp4', '/b.mp4/', null, '/b.mp4/b.mp4'],
    ['b.mp4', '/b.mp4', '/b.mp4/', '/b.mp4/b.mp4'],
    ['b.mp4', '/b.mp4', '/', '/b.mp4'],
    ['100% + more & co.mp4', '/x y/', null, '/x y/100% + more & co.mp4'],
    ['🎉.mp4', '/会议/', null, '/会议/🎉.mp4'],
  ])('%j in %j, asked for %j', (name, path, asked, expected) => {
    expect(decodeRecordingPath(name, path, asked)?.path).toBe(expected)
  })

  it.each<[string | null, string | null]>([
    [null, null],
    ['', ''],
    [null, '/A/'],
    ['/', '/'],
    ['..', '/A/'],
    ['../b.mp4', '/A/'],
    ['b.mp4', '/A/../../'],
    ['b.mp4', '\\..\\A'],
    ['a\u0000b.mp4', '/A/'],
    ['a\nb.mp4', '/A/'],
    ['b.mp4', '/A\u007f/'],
    ['\ud800.mp4', '/A/'],
    [`${'x'.repeat(1025)}.mp4`, '/A/'],
    ['b.mp4', '/abc'.repeat(2000)],
  ])('%j in %j is refused', (name, path) => {
    expect(decodeRecordingPath(name, path, null)).toBeNull()
  })
})

describe('recordings', () => {
  it('decodes the documented form', () => {
    const page = decode({
      fileList: [
        {
          id: 7,
          fileName: 'b.mp4',
          filePath: '/A/',
          fileSize: '1048576',
          downUrl: 'https://drive.example/x?e=1',
          ctime: '2021-09-24 13:47:41',
        },
      ],
      dirData: [{ dirId: 3, parentId: 2, dirPath: '/A/C/', dirName: 'C' }],
      fileNum: 1,
      searchTime: '2021-09-24 14:00:00',
    })
    expect(page).toEqual({
      recordings: [
        {
          id: 7,
          path: '/A/b.mp4',
          folder: '/A/',
          name: 'b.mp4',
          size: 1048576,
          sizeIsExact: true,
          createdAt: Date.UTC(2021, 8, 24, 5, 47, 41),
          named: null,
          downUrl: 'https://drive.example/x?e=1',
        },
      ],
      folders: [{ path: '/A/C/', name: 'C' }],
      deeper: 0,
      listed: 1,
      total: 1,
      searchTime: '2021-09-24 14:00:00',
      warnings: [],
    })
  })

  it('leaves out recordings of subfolders, counts them, and shows their folders', () => {
    const page = decode({
      fileList: [
        { fileName: 'a.mp4', filePath: '/A/' },
        { fileName: 'b.mp4', filePath: '/A/B/' },
        { fileName: 'c.mp4', filePath: '/A/B/C/' },
        { fileName: 'd.mp4', filePath: '/elsewhere/' },
      ],
      fileNum: 4,
    })
    expect(page.recordings.map(({ path }) => path)).toEqual(['/A/a.mp4'])
    expect(paths(page.folders)).toEqual(['/A/B/'])
    expect(page).toMatchObject({ deeper: 3, listed: 4, total: 4 })
  })

  it('keeps everything when no folder was asked for', () => {
    const page = decode({ fileList: [{ fileName: 'a.mp4', filePath: '/A/' }, { fileName: 'b.mp4' }] }, null)
    expect(page.recordings.map(({ path }) => path)).toEqual(['/A/a.mp4', '/b.mp4'])
    expect(page.deeper).toBe(0)
  })

  it('drops what cannot be read and says how many', () => {
    const page = decode({
      fileList: [
        null,
        'text',
        42,
        [],
        {},
        { fileName: '..' },
        { fileName: 'a\u0001.mp4' },
        { fileName: { a: 1 } },
        { fileName: 'good.mp4', id: {}, fileSize: [], ctime: false, downUrl: 1 },
      ],
      dirData: [
        null,
        1,
        {},
        { dirPath: '/A/../' },
        { dirName: '..', dirPath: '/A/..' },
        { dirPath: '/A/ok' },
      ],
    })
    expect(page.recordings).toEqual([
      {
        id: null,
        path: '/A/good.mp4',
        folder: '/A/',
        name: 'good.mp4',
        size: null,
        sizeIsExact: false,
        createdAt: null,
        named: null,
        downUrl: null,
      },
    ])
    expect(paths(page.folders)).toEqual(['/A/ok/'])
    expect(page.listed).toBe(9)
    expect(page.warnings).toEqual([{ recordings: 8, folders: 5 }])
  })

  it('lists a path once', () => {
    const entry = { fileName: 'a.mp4', filePath: '/A/' }
    expect(
      decode({
        fileList: [
          { ...entry, id: 1 },
          { ...entry, id: 2 },
        ],
      }).recordings,
    ).toMatchObject([{ id: 1 }])
  })

  it.each<[unknown, number | null]>([
    [7, 7],
    ['7', 7],
    [0, 0],
    [-1, null],
    [1.5, null],
    [2 ** 60, null],
    ['x', null],
    ['1'.repeat(16), null],
    [null, null],
  ])('id %j', (id, expected) => {
    expect(decode({ fileList: [{ fileName: 'a.mp4', id }] }).recordings[0]?.id).toBe(expected)
  })

  it('takes a number for a name', () => {
    expect(decode({ fileList: [{ fileName: 2018 }] }).recordings[0]?.path).toBe('/A/2018')
  })

  it('bounds the work', () => {
    const fileList = Array.from({ length: maxEntries + 5 }, (_, index) => ({ fileName: `${index}.mp4` }))
    const page = decode({
      fileList,
      dirData: fileList.map(({ fileName }) => ({ dirPath: `/A/${fileName}` })),
    })
    expect(page.recordings).toHaveLength(maxEntries)
    expect(page.folders).toHaveLength(maxEntries)
    expect(page.warnings).toEqual([{ recordings: 5, folders: 5 }])
  })
})

describe('envelope fields', () => {
  it.each<[unknown]>([
    [null],
    [undefined],
    [{}],
    [[]],
    [{ fileList: null, dirData: null, fileNum: null, searchTime: null }],
  ])('%j is an empty page', (data) => {
    expect(decode(data)).toEqual({
      recordings: [],
      folders: [],
      deeper: 0,
      listed: 0,
      total: null,
      searchTime: null,
      warnings: [],
    })
  })

  it.each<[unknown]>([['text'], [42], [[1]], [{ fileList: 'x' }], [{ dirData: 5 }]])(
    '%j is malformed',
    (data) => {
      expect(() => decode(data)).toThrow(AppError)
    },
  )

  it('takes a single entry without its list', () => {
    expect(decode({ fileList: { fileName: 'a.mp4' }, dirData: { dirPath: '/A/B/' } })).toMatchObject({
      recordings: [{ path: '/A/a.mp4' }],
      folders: [{ path: '/A/B/' }],
    })
  })

  it.each<[unknown, number | null]>([
    [12, 12],
    ['12', 12],
    [' 12 ', 12],
    [0, 0],
    [-1, null],
    ['many', null],
    [{}, null],
  ])('fileNum %j', (fileNum, total) => {
    expect(decode({ fileNum }).total).toBe(total)
  })

  it.each<[unknown, string | null]>([
    ['2021-09-24 13:47:41', '2021-09-24 13:47:41'],
    [1632462461000, '1632462461000'],
    ['x'.repeat(257), null],
    [{}, null],
  ])('searchTime %j', (searchTime, expected) => {
    expect(decode({ searchTime }).searchTime).toBe(expected)
  })
})

describe('folders', () => {
  const full = (path: string, dirId?: number, parentId?: number) => ({
    dirId,
    parentId,
    dirPath: path,
    dirName: path.split('/').findLast((part) => part !== '') ?? '',
  })

  it.each([
    ['direct children', [full('/A/B/'), full('/A/C/')]],
    ['without slashes', [full('A/B'), full('A/C')]],
    ['double slashes', [full('//A/B'), full('//A/C')]],
    [
      'the whole tree',
      [full('/'), full('/X/'), full('/A/'), full('/A/B/'), full('/A/B/D/'), full('/A/C/'), full('/AB/')],
    ],
    ['only deeper folders', [full('/A/B/D/E/'), full('/A/C/F/')]],
    ['repeated entries', [full('/A/B/'), full('/A/B/'), full('/A/C'), full('/A/C/')]],
    ['paths only', [{ dirPath: '/A/B/' }, { dirPath: '/A/C/' }]],
    ['names only', [{ dirName: 'B' }, { dirName: 'C' }]],
    [
      'paths of the parents',
      [
        { dirPath: '/A/', dirName: 'B' },
        { dirPath: '/A/', dirName: 'C' },
      ],
    ],
    [
      'paths of the parents, whole tree',
      [
        { dirPath: '/', dirName: 'A' },
        { dirPath: '/A', dirName: 'B' },
        { dirPath: '/A/B', dirName: 'D' },
        { dirPath: '/A', dirName: 'C' },
      ],
    ],
    [
      'names and ids only',
      [
        { dirId: 1, parentId: 0, dirName: '' },
        { dirId: 5, parentId: 9, dirName: 'B' },
        { dirId: 6, parentId: 5, dirName: 'D' },
        { dirId: 7, parentId: 9, dirName: 'C' },
      ],
    ],
  ])('%s', (_, dirData) => {
    expect(decode({ dirData }).folders).toEqual([
      { path: '/A/B/', name: 'B' },
      { path: '/A/C/', name: 'C' },
    ])
  })

  it('of the root, although the root has a display name', () => {
    const dirData = [{ dirPath: '/', dirName: '首页' }, full('/A/'), full('/A/B/')]
    expect(paths(decode({ dirData }, '/').folders)).toEqual(['/A/'])
  })

  it('of the root, given as the parents’ paths', () => {
    const dirData = [
      { dirPath: '/', dirName: 'A' },
      { dirPath: '/', dirName: 'B' },
    ]
    expect(paths(decode({ dirData }, '/').folders)).toEqual(['/A/', '/B/'])
  })

  it('survives parents in a circle', () => {
    const dirData = [
      { dirId: 1, parentId: 2, dirName: 'B' },
      { dirId: 2, parentId: 1, dirName: 'C' },
      { dirId: 3, parentId: 3, dirName: 'D' },
    ]
    expect(paths(decode({ dirData }).folders)).toEqual(['/A/D/'])
  })

  it('all of them when no folder was asked for', () => {
    expect(paths(decode({ dirData: [full('/'), full('/A/'), full('/A/B/')] }, null).folders)).toEqual([
      '/A/',
      '/A/B/',
    ])
  })
})
