import { describe, expect, it } from 'vitest'
import type { ProfileIndex } from '#main/library/recording-index/index.types.ts'
import type { SearchQuery } from '#shared/models/search.ts'
import { factsOf } from '#shared/recording-columns.ts'
import { change, facts, indexRig, memoryIndexes } from '#tests/support/index-rig.ts'

const query = (text: string, over: Partial<SearchQuery> = {}): SearchQuery => ({
  text,
  within: null,
  from: null,
  until: null,
  minSize: null,
  maxSize: null,
  order: null,
  isGrouped: true,
  offset: 0,
  limit: 100,
  ...over,
})

const content: Readonly<Record<string, readonly ReturnType<typeof facts>[]>> = {
  '/': [facts('demo.mp4'), facts('使用说明.mp4', { size: null, sizeIsExact: false })],
  '/2026-11-23/': [
    facts('2026-11-23_13-47-41_Win32_73542046.mp4', { size: 5000 }),
    facts('2026-11-23_09-05-00_iOS_20261122.mp4', { size: 100 }),
  ],
  '/2026-10-01/': [facts('2026-10-01_08-00-00_Android_73540000.mp4', { createdAt: Date.UTC(2026, 9, 1, 2) })],
  '/会议录像/': [facts('周例会 第38周.mp4'), facts('产品评审会.mp4')],
  '/会议录像/销售部/': [facts('客户回访-华东区.mp4'), facts('季度目标.mp4', { size: 9000 })],
  '/会议录像2/': [facts('100% "真" \'或\' AND (NEAR) *.mp4')],
  '/Projects/Apollo/': [
    facts('Design Review Übersicht.mp4', { createdAt: new Date(2025, 4, 6, 12).getTime() }),
  ],
}

async function filled(): Promise<ProfileIndex> {
  const index = memoryIndexes().of('a')
  for (const [folder, recordings] of Object.entries(content)) {
    await index.apply(change(folder, { recordings, listedAt: 1 }))
  }
  return index
}

async function find(index: ProfileIndex, text: string, over: Partial<SearchQuery> = {}): Promise<string[]> {
  const { groups } = await index.search(query(text, over))
  return groups.flatMap(({ folder, recordings }) => factsOf(recordings).map(({ name }) => folder.path + name))
}

const all = Object.entries(content).flatMap(([folder, rows]) => rows.map(({ name }) => folder + name))

describe('a search', () => {
  it('finds any part of name, folder, room number and date, whatever the spelling', async () => {
    const index = await filled()
    const room = '/2026-11-23/2026-11-23_13-47-41_Win32_73542046.mp4'
    for (const text of [
      '73542046',
      '3542',
      'WIN32',
      'ｗｉｎ３２',
      '13:47',
      '2026-11-23_13',
      '/2026-11-23/2026-11-23_13',
    ]) {
      expect({ text, found: await find(index, text) }).toEqual({ text, found: [room] })
    }
    expect(await find(index, '38周')).toEqual(['/会议录像/周例会 第38周.mp4'])
    expect(await find(index, '评')).toEqual(['/会议录像/产品评审会.mp4'])
    expect(await find(index, 'ÜBERSICHT')).toEqual(['/Projects/Apollo/Design Review Übersicht.mp4'])
    expect(await find(index, 'U\u0308bersicht')).toEqual(['/Projects/Apollo/Design Review Übersicht.mp4'])
    expect(await find(index, 'apollo')).toHaveLength(1)
    expect((await find(index, '会议')).toSorted()).toEqual(
      all.filter((path) => path.includes('会议')).toSorted(),
    )
    expect(await find(index, '会议录像/')).toHaveLength(4)
    expect(await find(index, 'zzz')).toEqual([])
    expect((await find(index, '')).toSorted()).toEqual(all.toSorted())
  })

  it.each(['2026-10', '2026/10', '202610', '2026年10月', '2026-10-01', '20261001', '2026/10/1', '10月1日'])(
    'finds dates typed as %s',
    async (text) => {
      expect(await find(await filled(), text)).toEqual([
        '/2026-10-01/2026-10-01_08-00-00_Android_73540000.mp4',
      ])
    },
  )

  it('finds the day of the upload where no name has it', async () => {
    expect(await find(await filled(), '2025/5/6')).toEqual(['/Projects/Apollo/Design Review Übersicht.mp4'])
  })

  it('wants all words, wherever each is', async () => {
    const index = await filled()
    expect(await find(index, '销售 华东')).toEqual(['/会议录像/销售部/客户回访-华东区.mp4'])
    expect(await find(index, '华东 销售 mp4')).toHaveLength(1)
    expect(await find(index, '销售 周例会')).toEqual([])
    expect(await find(index, '2026-11-23 ios')).toHaveLength(1)
  })

  it('puts what has the words in its name first, then the newest', async () => {
    const index = await filled()
    // A room number by one, the date of the other's folder by none.
    expect(await find(index, '20261122')).toEqual(['/2026-11-23/2026-11-23_09-05-00_iOS_20261122.mp4'])
    await index.apply(change('/客户/', { recordings: [facts('a.mp4', { createdAt: Date.UTC(2030, 1) })] }))
    expect(await find(index, '客户')).toEqual(['/会议录像/销售部/客户回访-华东区.mp4', '/客户/a.mp4'])
    expect((await find(index, '2026-11-23')).slice(0, 2)).toEqual([
      '/2026-11-23/2026-11-23_13-47-41_Win32_73542046.mp4',
      '/2026-11-23/2026-11-23_09-05-00_iOS_20261122.mp4',
    ])
  })

  it('filters by time, size and place', async () => {
    const index = await filled()
    const day = Date.parse('2026-11-23T00:00:00+08:00')
    expect(await find(index, '_', { from: day, until: day + 86_400_000 })).toHaveLength(2)
    const noon = Date.parse('2026-11-23T13:47:41+08:00')
    expect(await find(index, '_', { from: noon })).toHaveLength(1)
    expect(await find(index, '_', { from: day, until: noon })).toEqual([
      '/2026-11-23/2026-11-23_09-05-00_iOS_20261122.mp4',
    ])
    expect(await find(index, '', { minSize: 5000 })).toHaveLength(2)
    expect(await find(index, '', { maxSize: 100 })).toHaveLength(1)
    expect(await find(index, '', { minSize: 5000, maxSize: 5000 })).toHaveLength(1)
    expect(await find(index, '', { minSize: 0 })).toHaveLength(all.length - 1)
    expect(await find(index, '', { within: '/会议录像/' })).toHaveLength(4)
    expect(await find(index, '', { within: '/会议录像/销售部/' })).toHaveLength(2)
    expect(await find(index, '', { within: '/' })).toHaveLength(all.length)
  })

  it('counts by folder, and its pages go through all of them in one order', async () => {
    const index = await filled()
    const whole = await index.search(query('mp4'))
    expect(whole).toMatchObject({ total: all.length, folders: 7, bytesAreExact: false })
    const meetings = whole.groups.find(({ folder }) => folder.path === '/会议录像/销售部/')
    expect(meetings).toMatchObject({ count: 2, bytes: 10_000, bytesAreExact: true })
    const expected = await find(index, 'mp4')
    for (const limit of [1, 2, 3, 7]) {
      const paged: string[] = []
      for (let offset = 0; offset < all.length; offset += limit) {
        const page = await index.search(query('mp4', { offset, limit }))
        expect(page.total).toBe(all.length)
        for (const { folder, recordings } of page.groups) {
          paged.push(...factsOf(recordings).map(({ name }) => folder.path + name))
        }
      }
      expect(paged).toEqual(expected)
    }
    expect((await index.search(query('mp4', { offset: 1000 }))).groups).toEqual([])
  })

  it('pages through thousands in one folder, newest first', async () => {
    const index = memoryIndexes().of('a')
    const recordings = Array.from({ length: 5000 }, (_, number) =>
      facts(`${number}.mp4`, { createdAt: ((number * 7919) % 5000) * 1000 + 1 }),
    )
    await index.apply(change('/A/', { recordings, listedAt: 1 }))
    const newest = recordings.toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0))
    const page = await index.search(query('mp4', { offset: 3000, limit: 10 }))
    expect(page.groups.flatMap((group) => factsOf(group.recordings))).toEqual(newest.slice(3000, 3010))
  })

  it.each([
    '"',
    "'",
    '*',
    'AND',
    'OR NOT',
    'NEAR(a b)',
    'text:a',
    '^a',
    'a*',
    '%',
    '_',
    '\\',
    '(',
    '") OR ("1"="1',
    '{}',
    "'; DROP TABLE recordings; --",
    '\u0000',
    '\uD800',
    '[a-z]',
    '.*',
    '🎉',
    '‮',
  ])('takes %j as characters, not as a language', async (text) => {
    const index = await filled()
    const folded = text.normalize('NFKC').toLowerCase()
    const words = folded.split(/[\s\p{Cc}]+/u).filter((word) => word !== '')
    const expected = all.filter((path) => words.every((word) => path.toLowerCase().includes(word)))
    expect((await find(index, text)).toSorted()).toEqual(expected.toSorted())
    expect(await index.counts()).toMatchObject({ recordings: all.length })
  })

  it('follows what changes', async () => {
    const index = await filled()
    expect(await find(index, 'demo')).toEqual(['/demo.mp4'])
    await index.apply(change('/', { removed: ['demo.mp4'], recordings: [facts('new demo.mp4')] }))
    expect(await find(index, 'demo')).toEqual(['/new demo.mp4'])
    await index.apply(change('/', { removedFolders: ['/会议录像/'] }))
    expect(await find(index, '会')).toEqual(['/会议录像2/100% "真" \'或\' AND (NEAR) *.mp4'])
  })

  it('has everything that was there before this run, and what comes while that is read', async () => {
    const { indexes, folder } = await indexRig()
    const rows = (prefix: string) => Array.from({ length: 300 }, (_, row) => facts(`${prefix}-${row}.mp4`))
    for (let number = 0; number < 40; number++) {
      await indexes.of('a').apply(change(`/${number}/`, { recordings: rows('old') }))
    }
    await indexes.close()
    const index = (await indexRig(folder)).indexes.of('a')
    const writing = [0, 39, 40].map((number) =>
      index.apply(change(`/${number}/`, { recordings: rows('new'), removed: ['old-0.mp4'] })),
    )
    await Promise.all(writing)
    expect((await index.search(query('old'))).total).toBe(40 * 300 - 2)
    expect((await index.search(query('new'))).total).toBe(3 * 300)
  })
})
