import { expect, it } from 'vitest'
import type { SearchPage } from '#shared/models/search.ts'
import { packRecordings } from '#shared/recording-columns.ts'
import {
  keysInLines,
  nextResultOrder,
  shownResults,
  stuckFolder,
  withoutRecordings,
  withPage,
} from '../../../src/renderer/logic/search-results.ts'
import { recording } from './fixtures.ts'

const scope = { folders: 3, foldersLeft: 1, recordings: 9 }

/** `names` of each folder on the page; 1000 bytes each. */
function page(total: number, folders: Readonly<Record<string, readonly string[]>>): SearchPage {
  return {
    groups: Object.entries(folders).map(([path, names]) => ({
      folder: { path, name: path },
      count: 3,
      bytes: 3000,
      bytesAreExact: true,
      recordings: packRecordings(names.map((name) => recording(name))),
    })),
    places: null,
    total,
    folders: 2,
    bytes: total * 1000,
    bytesAreExact: true,
    scope,
  }
}

const first = withPage(null, page(6, { '/A/': ['1.mp4', '2.mp4', '3.mp4'], '/B/': ['4.mp4'] }))
const keys = (results: Parameters<typeof shownResults>[0], hidden: readonly string[] = []) =>
  shownResults(results && withoutRecordings(results, new Set(hidden))).lines.map(({ key }) => key)

it('pages follow each other, and a folder goes on where it was cut', () => {
  expect(first).toMatchObject({ loaded: 4, next: 4, isComplete: false })
  const all = withPage(first, page(6, { '/B/': ['5.mp4', '6.mp4'] }))
  expect(all).toMatchObject({ loaded: 6, next: 6, isComplete: true })
  expect(keys(all)).toEqual([
    '/A/',
    '/A/1.mp4',
    '/A/2.mp4',
    '/A/3.mp4',
    '/B/',
    '/B/4.mp4',
    '/B/5.mp4',
    '/B/6.mp4',
  ])
  expect(shownResults(all).lineOf.get('/B/4.mp4')).toBe(5)
})

it('a band over lines of folders is one over their results', () => {
  const { lines } = shownResults(first)
  expect(keysInLines(lines, 0, 1)).toEqual([])
  expect(keysInLines(lines, 2, 6)).toEqual(['/A/2.mp4', '/A/3.mp4', '/B/4.mp4'])
})

it('what comes twice is there once, and pages that come to nothing end', () => {
  const again = withPage(first, page(6, { '/B/': ['4.mp4'] }))
  expect(again).toMatchObject({ loaded: 4, next: 5, isComplete: false })
  expect(withPage(again, page(6, {}))).toMatchObject({ loaded: 4, isComplete: true })
})

it('one list has its results where the page says, and goes on with the next page', () => {
  const mixed = (names: Readonly<Record<string, readonly string[]>>, places: readonly number[]) => ({
    ...page(6, names),
    places: Uint32Array.from(places),
  })
  const begun = withPage(null, mixed({ '/A/': ['1.mp4', '3.mp4'], '/B/': ['2.mp4'] }, [0, 2, 1]))
  expect(keys(begun)).toEqual(['/A/1.mp4', '/B/2.mp4', '/A/3.mp4'])
  const all = withPage(begun, mixed({ '/B/': ['2.mp4', '5.mp4'], '/A/': ['4.mp4'] }, [0, 2, 1]))
  expect(keys(all)).toEqual(['/A/1.mp4', '/B/2.mp4', '/A/3.mp4', '/A/4.mp4', '/B/5.mp4'])
  expect(shownResults(all).folderLines).toEqual([])
  expect(keys(all, ['/A/3.mp4'])).toHaveLength(4)
  expect(keys(withoutRecordings(all, new Set(['/B/2.mp4'])))).toEqual([
    '/A/1.mp4',
    '/A/3.mp4',
    '/A/4.mp4',
    '/B/5.mp4',
  ])
})

it('a header sorts one way, the other way, and then the best come first again', () => {
  const turns = (column: 'name' | 'size') => {
    const once = nextResultOrder(null, column)
    const twice = nextResultOrder(once, column)
    return [once?.direction, twice?.direction, nextResultOrder(twice, column)]
  }
  expect(turns('name')).toEqual(['ascending', 'descending', null])
  expect(turns('size')).toEqual(['descending', 'ascending', null])
  expect(nextResultOrder({ column: 'size', direction: 'ascending' }, 'folder')).toEqual({
    column: 'folder',
    direction: 'ascending',
  })
})

it('hidden results are not counted, and take an empty folder along', () => {
  const { lines, entries } = shownResults(withoutRecordings(first, new Set(['/A/2.mp4', '/B/4.mp4'])))
  expect(entries.map(({ key }) => key)).toEqual(['/A/1.mp4', '/A/3.mp4'])
  expect(lines[0]).toMatchObject({ kind: 'folder', key: '/A/', group: { count: 2 } })
})

it('what was deleted is gone, and the next page begins earlier by as many', () => {
  const left = withoutRecordings(first, new Set(['/A/2.mp4', '/elsewhere.mp4']))
  expect(left).toMatchObject({ loaded: 3, total: 5, next: 3, bytes: 5000, folders: 2 })
  expect(keys(left)).toEqual(['/A/', '/A/1.mp4', '/A/3.mp4', '/B/', '/B/4.mp4'])
  expect(withoutRecordings(first, new Set(['/elsewhere.mp4']))).toBe(first)
})

it.each([
  [0, null],
  [1, { line: 0, shift: 0 }],
  [90, { line: 0, shift: 0 }],
  [100, { line: 0, shift: -10 }],
  [119, { line: 0, shift: -29 }],
  [120, { line: 4, shift: 0 }],
  [900, { line: 4, shift: 0 }],
])('with %i px scrolled away, the folder that stays is %o', (scrollTop, expected) => {
  const { lines, folderLines } = shownResults(first)
  const stuck = stuckFolder(lines, folderLines, scrollTop, 30)
  if (expected === null) expect(stuck).toBeNull()
  else expect(stuck).toMatchObject(expected)
})
