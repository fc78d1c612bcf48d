import { describe, expect, it } from 'vitest'
import { bandSelection, rowsInBand, scrollStep } from '../../../src/renderer/logic/rubber-band.ts'
import { orderOfKeys, selectOnly, type Selection } from '../../../src/renderer/logic/selection.ts'

const order = orderOfKeys(['a', 'b', 'c', 'd'])
const keys = (selection: Selection): string[] => [...selection.keys].toSorted()

describe('a rubber band', () => {
  it.each([
    ['inside one row', 5, 20, { from: 0, to: 1 }],
    ['down over two', 29, 31, { from: 0, to: 2 }],
    ['upwards', 100, 35, { from: 1, to: 4 }],
    ['from above the first row', -50, 10, { from: 0, to: 1 }],
    ['from below the last', 400, 95, { from: 3, to: 4 }],
    ['wholly below', 300, 400, { from: 4, to: 4 }],
  ])('%s', (_what, top, bottom, range) => {
    expect(rowsInBand(top, bottom, 30, 4)).toEqual(range)
  })

  it('selects what it touches; with Shift also what was, with Ctrl the other way round', () => {
    const before = selectOnly('a')
    const over = (mode: 'only' | 'add' | 'toggle') =>
      keys(bandSelection(before, order.keys.slice(0, 2), mode, false))
    expect(over('only')).toEqual(['a', 'b'])
    expect(keys(bandSelection(before, order.keys.slice(2, 4), 'add', false))).toEqual(['a', 'c', 'd'])
    expect(over('toggle')).toEqual(['b'])
  })

  it('leaves the keyboard at its moving end', () => {
    const range = { from: 1, to: 3 }
    expect(
      bandSelection(selectOnly('a'), order.keys.slice(range.from, range.to), 'only', false),
    ).toMatchObject({
      anchor: 'b',
      focus: 'c',
    })
    expect(
      bandSelection(selectOnly('a'), order.keys.slice(range.from, range.to), 'only', true),
    ).toMatchObject({
      anchor: 'c',
      focus: 'b',
    })
    const none = bandSelection(selectOnly('a'), order.keys.slice(4, 4), 'only', false)
    expect([none.keys.size, none.focus]).toEqual([0, 'a'])
  })

  it('scrolls faster the further out the pointer is, within reason', () => {
    expect([scrollStep(1), scrollStep(-40), scrollStep(9999)]).toEqual([1, -10, 60])
  })
})
