import { describe, expect, it } from 'vitest'
import * as selection from '../../../src/renderer/logic/selection.ts'

const { extendTo, moveFocus, noSelection, orderOfKeys, selectAll, selectedIn, selectOnly, toggle } = selection

const order = selection.orderOf(['a', 'b', 'c', 'd', 'e'].map((key) => ({ key })))
const keys = (of: selection.Selection): string[] => [...of.keys].sort()

describe('selection', () => {
  it('extends from the anchor in both directions, keeping the anchor', () => {
    const down = selection.extendTo(selection.selectOnly('c'), 'e', order)
    expect(keys(down)).toEqual(['c', 'd', 'e'])
    expect(keys(selection.extendTo(down, 'a', order))).toEqual(['a', 'b', 'c'])
  })

  it('toggles single rows and extends from the last one toggled', () => {
    const two = selection.toggle(selection.selectOnly('a'), 'c')
    expect(keys(two)).toEqual(['a', 'c'])
    expect(keys(selection.toggle(two, 'a'))).toEqual(['c'])
    expect(keys(selection.extendTo(two, 'd', order))).toEqual(['c', 'd'])
  })

  it('moves by rows and pages and stops at the ends', () => {
    const start = selection.selectOnly('b')
    expect(selection.move(start, 1, order, false).focus).toBe('c')
    expect(selection.move(start, 100, order, false).focus).toBe('e')
    expect(selection.move(start, -Infinity, order, false).focus).toBe('a')
  })

  it.each([
    [1, 'a'],
    [-1, 'e'],
    [Infinity, 'e'],
    [-Infinity, 'a'],
  ])('with nothing focused, a move by %s takes %s', (delta, key) => {
    expect(selection.move(selection.noSelection, delta, order, false).focus).toBe(key)
  })

  it('shrinks again when Shift-arrow turns back', () => {
    const grown = selection.move(selection.selectOnly('b'), 2, order, true)
    expect(keys(grown)).toEqual(['b', 'c', 'd'])
    expect(keys(selection.move(grown, -1, order, true))).toEqual(['b', 'c'])
  })

  it('selects all, and clears without losing the place of the keyboard', () => {
    const all = selection.selectAll(selection.selectOnly('c'), order)
    expect(all.keys.size).toBe(5)
    expect(selection.clear(all)).toMatchObject({ focus: 'c' })
    expect(selection.clear(all).keys.size).toBe(0)
  })

  it('after a reload keeps what is there and moves the focus of a deleted row to its place', () => {
    const before = selection.extendTo(selection.selectOnly('b'), 'c', order)
    const after = selection.orderOf(['a', 'b', 'd', 'e'].map((key) => ({ key })))
    const kept = selection.retain(before, order, after)
    expect(keys(kept)).toEqual(['b'])
    expect(kept.focus).toBe('d')
  })

  it('goes on at the first row after a deleted block, or before it at the end', () => {
    const block = selection.orderOf([{ key: 'a' }, { key: 'e' }])
    const focusedOn = (focus: string) => ({ ...selection.noSelection, focus })
    expect(selection.retain(focusedOn('d'), order, block).focus).toBe('e')
    expect(
      selection.retain(focusedOn('e'), order, selection.orderOf([{ key: 'a' }, { key: 'b' }])).focus,
    ).toBe('b')
  })

  it('survives an empty list', () => {
    const empty = selection.orderOf([])
    expect(selection.move(selection.noSelection, 1, empty, false)).toBe(selection.noSelection)
    expect(selection.retain(selection.selectOnly('a'), order, empty).focus).toBeNull()
  })
})

describe('in a long list', () => {
  const abcd = orderOfKeys(['a', 'b', 'c', 'd'])
  const rows = abcd.keys.map((key) => ({ key }))

  it('Ctrl with the arrows moves the keyboard and leaves the selection', () => {
    const moved = moveFocus(selectOnly('a'), 2, abcd)
    expect([[...moved.keys], moved.focus]).toEqual([['a'], 'c'])
    // Shift+Space then selects what was passed over.
    expect([...extendTo(moved, 'c', abcd).keys]).toEqual(['a', 'b', 'c'])
    expect(moveFocus(noSelection, 1, abcd)).toMatchObject({ anchor: 'a', focus: 'a' })
  })

  it('Ctrl+Shift adds a range to what is selected', () => {
    const start = toggle(selectOnly('a'), 'c')
    expect([...extendTo(start, 'd', abcd, true).keys].toSorted()).toEqual(['a', 'c', 'd'])
    expect([...extendTo(start, 'd', abcd).keys].toSorted()).toEqual(['c', 'd'])
  })

  it('the selected rows come in display order, few or many', () => {
    expect(selectedIn(rows, abcd, selectAll(noSelection, abcd))).toEqual(rows)
    const long = orderOfKeys(Array.from({ length: 100 }, (_, index) => String(index)))
    const many = long.keys.map((key) => ({ key }))
    const few = { keys: new Set(['70', '3', 'gone']), anchor: null, focus: null }
    expect(selectedIn(many, long, few)).toEqual([{ key: '3' }, { key: '70' }])
    expect(selectedIn(many, long, noSelection)).toEqual([])
  })
})

it('finds each of many keys, as it does the first few, and none that is not there', () => {
  const keys = Array.from({ length: 50 }, (_, index) => `k${index}`)
  const { indexOf } = orderOfKeys(keys)
  expect([...keys, ...keys].map((key) => indexOf.get(key))).toEqual(
    [...keys, ...keys].map((key) => Number(key.slice(1))),
  )
  expect(['', 'k50', 'k50'].map((key) => [indexOf.get(key), indexOf.has(key)])).toEqual(
    Array(3).fill([undefined, false]),
  )
  const few = orderOfKeys(keys).indexOf
  expect([few.has('k50'), few.get('k50'), few.get('k7'), few.has('k7')]).toEqual([false, undefined, 7, true])
})
