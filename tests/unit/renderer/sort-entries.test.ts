import { describe, expect, it } from 'vitest'
import { sortColumns, sortDirections, type SortOrder } from '#shared/models/settings.ts'
import { bytesToShow, entriesOf, totalsOf } from '../../../src/renderer/logic/entries.ts'
import { initialSort, mergeEntries, nextSort, sortEntries } from '../../../src/renderer/logic/sort-entries.ts'
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

  it('comes to the same order by whatever orders it went before', () => {
    const rows = entriesOf(
      [folder('y'), folder('x')],
      ['c', 'a', 'b', 'd'].map((name, index) => recording(name, { size: index % 2 })),
    )
    for (const first of sortColumns) {
      for (const second of sortColumns) {
        for (const direction of sortDirections) {
          const turned = sortEntries(sortEntries(rows, { column: first, direction: 'descending' }), {
            column: second,
            direction,
          })
          expect(turned).toEqual(sortEntries(rows, { column: second, direction }))
        }
      }
    }
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
})

describe('columns that are read from names', () => {
  const named = (startedAt: number, platform: string, room: string) => ({
    named: { startedAt, platform, room },
  })
  const recordings = [
    recording('plain'),
    recording('b', named(3, 'Win32', '20')),
    recording('c', named(1, 'android', '100')),
    recording('a', named(2, 'Android', '3')),
  ]

  it.each([
    ['start', ['c', 'a', 'b', 'plain'], ['b', 'a', 'c', 'plain']],
    ['room', ['a', 'b', 'c', 'plain'], ['c', 'b', 'a', 'plain']],
    ['platform', ['a', 'c', 'b', 'plain'], ['b', 'a', 'c', 'plain']],
  ] as const)('sort by %s, what is not known last', (column, ascending, descending) => {
    expect(names({ column, direction: 'ascending' }, [], recordings)).toEqual(ascending)
    expect(names({ column, direction: 'descending' }, [], recordings)).toEqual(descending)
  })

  it('take room numbers of any length for numbers', () => {
    const rooms = ['99999999999999999999', '100', '00042', '12345678901234567890', '7']
    const rows = rooms.map((room) => recording(room, named(1, 'iOS', room)))
    const sorted = ['7', '00042', '100', '12345678901234567890', '99999999999999999999']
    expect(names({ column: 'room', direction: 'ascending' }, [], rows)).toEqual(sorted)
    expect(names({ column: 'room', direction: 'descending' }, [], rows)).toEqual(sorted.toReversed())
  })

  it('merge new rows where sorting puts them', () => {
    for (const column of sortColumns) {
      for (const direction of sortDirections) {
        const order: SortOrder = { column, direction }
        const all = entriesOf(
          [folder('y'), folder('周')],
          [...recordings, recording('新', named(2, 'iOS', '3'))],
        )
        const old = sortEntries(all.slice(1, -2), order)
        const merged = mergeEntries(old, all, new Set(), order)
        expect(merged.map(({ name }) => name)).toEqual(sortEntries(all, order).map(({ name }) => name))
      }
    }
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
