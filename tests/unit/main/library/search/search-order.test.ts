import { describe, expect, it } from 'vitest'
import type { ProfileIndex } from '#main/library/recording-index/index.types.ts'
import { resultColumns, type SearchPage, type SearchQuery } from '#shared/models/search.ts'
import { sortColumns, sortDirections } from '#shared/models/settings.ts'
import { recordingIn } from '#shared/recording-columns.ts'
import { change, facts, memoryIndexes } from '#tests/support/index-rig.ts'
import { entriesOf } from '../../../../../src/renderer/logic/entries.ts'
import {
  shownResults,
  withPage,
  type SearchResults,
} from '../../../../../src/renderer/logic/search-results.ts'
import { sortEntries } from '../../../../../src/renderer/logic/sort-entries.ts'

const content: Readonly<Record<string, readonly ReturnType<typeof facts>[]>> = {
  '/b10/': [facts('clip 10.mp4', { size: 30, createdAt: 3 }), facts('周会.mp4', { size: null })],
  '/b2/': [
    facts('clip 2.mp4', { size: 10, createdAt: 9 }),
    facts('产品.mp4', { size: 20, createdAt: null }),
    facts('clip 10.mp4', { size: 30, createdAt: 5 }),
  ],
  '/中/': [
    facts('2026-11-23_13-47-41_Win32_73542046.mp4', { size: 5 }),
    facts('2026-11-22_09-05-00_iOS_900.mp4', { size: 40 }),
  ],
}

const query = (over: Partial<SearchQuery>): SearchQuery => ({
  text: 'mp4',
  within: null,
  from: null,
  until: null,
  minSize: null,
  maxSize: null,
  order: null,
  isGrouped: false,
  offset: 0,
  limit: 100,
  ...over,
})

async function filled(): Promise<ProfileIndex> {
  const index = memoryIndexes().of('a')
  for (const [folder, recordings] of Object.entries(content))
    await index.apply(change(folder, { recordings, listedAt: 1 }))
  return index
}

/** All pages put together as the window does; lines by their keys. */
async function linesOf(index: ProfileIndex, asked: SearchQuery): Promise<string[]> {
  let results: SearchResults | null = null
  do {
    const page: SearchPage = await index.search({ ...asked, offset: results?.next ?? 0 })
    results = withPage(results, page)
  } while (!results.isComplete)
  return shownResults(results).lines.map(({ key }) => key)
}

const asFolder = Object.entries(content).flatMap(([folder, rows]) =>
  rows.map((row) => recordingIn(folder, row)),
)

describe('results in one list', () => {
  it('are sorted by every column as a folder is, page by page', async () => {
    const index = await filled()
    for (const column of sortColumns)
      for (const direction of sortDirections) {
        const order = { column, direction }
        const expected = sortEntries(entriesOf([], asFolder), order).map(({ key }) => key)
        for (const limit of [100, 2])
          expect({ order, lines: await linesOf(index, query({ order, limit })) }).toEqual({
            order,
            lines: expected,
          })
      }
  })

  it('are sorted by folder in the order of names, those of one folder by name', async () => {
    const lines = await linesOf(
      await filled(),
      query({ order: { column: 'folder', direction: 'ascending' } }),
    )
    expect(lines).toEqual([
      '/中/2026-11-22_09-05-00_iOS_900.mp4',
      '/中/2026-11-23_13-47-41_Win32_73542046.mp4',
      '/b2/产品.mp4',
      '/b2/clip 2.mp4',
      '/b2/clip 10.mp4',
      '/b10/周会.mp4',
      '/b10/clip 10.mp4',
    ])
  })

  it('have the best matches first without an order', async () => {
    const index = await filled()
    await index.apply(change('/clip/', { recordings: [facts('new.mp4', { createdAt: Date.UTC(2030, 1) })] }))
    expect(await linesOf(index, query({ text: 'clip', limit: 2 }))).toEqual([
      '/b2/clip 2.mp4',
      '/b2/clip 10.mp4',
      '/b10/clip 10.mp4',
      '/clip/new.mp4',
    ])
  })

  it('are looked for again once something has changed', async () => {
    const index = await filled()
    const asked = query({ order: { column: 'size', direction: 'descending' }, limit: 1 })
    expect((await index.search(asked)).groups[0]?.folder.path).toBe('/中/')
    await index.apply(change('/b2/', { recordings: [facts('large.mp4', { size: 99 })] }))
    expect((await index.search(asked)).groups[0]?.folder.path).toBe('/b2/')
    await index.apply(change('/b2/', { removed: ['large.mp4'] }))
    expect((await index.search(asked)).groups[0]?.folder.path).toBe('/中/')
  })
})

describe('results under their folders', () => {
  it('are sorted in each folder, and a folder is where its first result is', async () => {
    const index = await filled()
    const order = { column: 'size', direction: 'descending' } as const
    for (const limit of [100, 1])
      expect(await linesOf(index, query({ order, isGrouped: true, limit }))).toEqual([
        '/中/',
        '/中/2026-11-22_09-05-00_iOS_900.mp4',
        '/中/2026-11-23_13-47-41_Win32_73542046.mp4',
        '/b10/',
        '/b10/clip 10.mp4',
        '/b10/周会.mp4',
        '/b2/',
        '/b2/clip 10.mp4',
        '/b2/产品.mp4',
        '/b2/clip 2.mp4',
      ])
  })

  it('say the same of the whole in any order', async () => {
    const index = await filled()
    for (const column of resultColumns)
      for (const isGrouped of [true, false]) {
        const page = await index.search(
          query({ order: { column, direction: 'ascending' }, isGrouped, limit: 3 }),
        )
        expect(page).toMatchObject({ total: 7, folders: 3, bytes: 135, bytesAreExact: true })
        expect(page.places === null).toBe(isGrouped)
      }
  })
})
