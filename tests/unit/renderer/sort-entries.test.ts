import { describe, expect, it } from 'vitest'
import { bytesToShow, entriesOf, totalsOf } from '../../../src/renderer/logic/entries.ts'
import {
  initialSort,
  nextSort,
  sortEntries,
  type SortOrder,
} from '../../../src/renderer/logic/sort-entries.ts'
import { folder, recording } from './fixtures.ts'

const names = (order: SortOrder, ...args: Parameters<typeof entriesOf>): string[] =>
  sortEntries(entriesOf(...args), order).map((entry) => entry.name)

describe('sortEntries', () => {
  it('puts folders first and compares numbers in names as numbers', () => {
    const recordings = ['b10.mp4', 'b2.mp4', 'a.mp4'].map((name) => recording(name))
    expect(names(initialSort, [folder('z')], recordings)).toEqual(['z', 'a.mp4', 'b2.mp4', 'b10.mp4'])
  })

  it('keeps folders first when the direction turns', () => {
    const order: SortOrder = { column: 'name', direction: 'descending' }
    expect(names(order, [folder('x'), folder('y')], [recording('a'), recording('b')])).toEqual([
      'y',
      'x',
      'b',
      'a',
    ])
  })

  it('sorts Chinese names by pinyin', () => {
    const recordings = ['周会', '产品', '市场'].map((name) => recording(name))
    expect(names(initialSort, [], recordings)).toEqual(['产品', '市场', '周会'])
  })

  it.each(['ascending', 'descending'] as const)('puts unknown sizes last when %s', (direction) => {
    const recordings = [
      recording('none', { size: null }),
      recording('s', { size: 1 }),
      recording('l', { size: 9 }),
    ]
    const sorted = names({ column: 'size', direction }, [folder('f')], recordings)
    expect(sorted[0]).toBe('f')
    expect(sorted.at(-1)).toBe('none')
    expect(sorted.slice(1, 3)).toEqual(direction === 'ascending' ? ['s', 'l'] : ['l', 's'])
  })

  it('breaks ties of time by name', () => {
    const recordings = ['c', 'a', 'b'].map((name) => recording(name))
    expect(names({ column: 'time', direction: 'descending' }, [], recordings)).toEqual(['a', 'b', 'c'])
  })

  it('sorts 10,000 appended rows of a sorted list in well under a frame budget of batches', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => recording(`rec-${(index * 7919) % 10_000}.mp4`))
    const sorted = sortEntries(entriesOf([], many), initialSort)
    const start = performance.now()
    sortEntries([...sorted, ...entriesOf([], [recording('rec-5000b.mp4')])], initialSort)
    expect(performance.now() - start).toBeLessThan(200)
  })
})

describe('nextSort', () => {
  it('turns the same column round and starts others with their useful direction', () => {
    expect(nextSort(initialSort, 'name').direction).toBe('descending')
    expect(nextSort(initialSort, 'size')).toEqual({ column: 'size', direction: 'descending' })
  })
})

describe('totalsOf', () => {
  it('says that a sum is not exact when a size is rounded or missing', () => {
    const of = (changes: object): boolean => totalsOf(entriesOf([], [recording('a', changes)])).bytesAreExact
    expect(of({})).toBe(true)
    expect(of({ sizeIsExact: false })).toBe(false)
    expect(of({ size: null })).toBe(false)
  })
})

it('shows no sum when no size is known', () => {
  expect(bytesToShow(totalsOf(entriesOf([], [recording('a', { size: null })])))).toBeNull()
  expect(bytesToShow(totalsOf([]))).toBe(0)
})
