import { expect, it } from 'vitest'
import { boundsOf, isFiltering, noFilters } from '../../../src/renderer/logic/search-filters.ts'

const now = new Date(2026, 10, 24, 15, 30)
const day = (year: number, month: number, date: number) => new Date(year, month - 1, date).getTime()
const times = (changes: Partial<typeof noFilters>) => {
  const { from, until } = boundsOf({ ...noFilters, ...changes }, now, 1024)
  return [from, until]
}

it.each([
  ['any', null],
  ['today', day(2026, 11, 24)],
  ['week', day(2026, 11, 18)],
  ['month', day(2026, 10, 26)],
  ['year', day(2026, 1, 1)],
] as const)('%s begins at its first midnight', (age, from) => {
  expect(times({ age })).toEqual([from, null])
})

it('both days of a range belong to it, in either order, and either can be left out', () => {
  const range = [day(2026, 2, 27), day(2026, 3, 1)]
  expect(times({ age: 'custom', from: '2026-02-27', until: '2026-02-28' })).toEqual(range)
  expect(times({ age: 'custom', from: '2026-02-28', until: '2026-02-27' })).toEqual(range)
  expect(times({ age: 'custom', until: '2026-02-28' })).toEqual([null, range[1]])
  expect(times({ age: 'custom', from: 'nonsense' })).toEqual([null, null])
  // Days of a range that was given up do not count.
  expect(times({ from: '2026-02-27' })).toEqual([null, null])
})

it.each([
  [1000, 10_000_000],
  [1024, 10_485_760],
])('sizes leave no gap, in units of %i', (base, ten) => {
  const of = (size: 'small' | 'medium' | 'large' | 'huge') => boundsOf({ ...noFilters, size }, now, base)
  expect(of('small')).toMatchObject({ minSize: null, maxSize: ten - 1 })
  expect(of('medium')).toMatchObject({ minSize: ten, maxSize: ten * 10 - 1 })
  expect(of('large')).toMatchObject({ minSize: ten * 10, maxSize: ten * 50 - 1 })
  expect(of('huge')).toMatchObject({ minSize: ten * 50, maxSize: null })
})

it('a range without a day narrows nothing', () => {
  expect(isFiltering(noFilters)).toBe(false)
  expect(isFiltering({ ...noFilters, age: 'custom' })).toBe(false)
  expect(isFiltering({ ...noFilters, age: 'custom', until: '2026-02-28' })).toBe(true)
  expect(isFiltering({ ...noFilters, isHere: true })).toBe(true)
})
