import { describe, expect, it } from 'vitest'
import { rowsInOrder, windowAt } from '../../../src/renderer/logic/row-window.ts'

const place = { scrollTop: 0, height: 300, rowHeight: 30, count: 1000, margin: 4 }

describe('what is drawn of a list', () => {
  it('is as many rows at its start, in its middle and at its end', () => {
    expect(windowAt(place)).toEqual({ from: 0, size: 19 })
    expect(windowAt({ ...place, scrollTop: 3000 })).toEqual({ from: 96, size: 19 })
    expect(windowAt({ ...place, scrollTop: 29_700 })).toEqual({ from: 981, size: 19 })
  })

  it('covers what is in sight wherever it is scrolled to', () => {
    for (let scrollTop = 0; scrollTop <= 1000 * 30 - 300; scrollTop += 7) {
      const { from, size } = windowAt({ ...place, scrollTop })
      expect(from * 30).toBeLessThanOrEqual(scrollTop)
      expect((from + size) * 30).toBeGreaterThanOrEqual(Math.min(scrollTop + 300, 30_000))
    }
  })

  it('is all of a short list, and nothing of an empty one, even while the scroll position is still that of a longer one', () => {
    expect(windowAt({ ...place, count: 3, scrollTop: 9000 })).toEqual({ from: 0, size: 3 })
    expect(windowAt({ ...place, count: 0 })).toEqual({ from: 0, size: 0 })
  })
})

describe('the order of elements', () => {
  it('is that of the list when the window begins where the order does', () => {
    expect(rowsInOrder({ from: 7, size: 4 }, 7)).toEqual([7, 8, 9, 10])
    expect(rowsInOrder({ from: 0, size: 0 }, 0)).toEqual([])
  })

  it('leaves every element in its place while the window moves, and changes only rows that have scrolled out', () => {
    const before = rowsInOrder({ from: 7, size: 5 }, 7)
    const after = rowsInOrder({ from: 9, size: 5 }, 7)
    expect(before).toEqual([7, 8, 9, 10, 11])
    expect(after).toEqual([12, 13, 9, 10, 11])
    expect(after.map((row) => row % 5)).toEqual(before.map((row) => row % 5))
  })

  it('holds each row of the window once, wherever it is', () => {
    for (const base of [0, 3, 50, 1000]) {
      for (const from of [0, 1, 49, 51, 997]) {
        const rows = rowsInOrder({ from, size: 13 }, base)
        expect(rows.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 13 }, (_, place) => from + place))
        expect(rows.map((row) => row % 13)).toEqual(
          Array.from({ length: 13 }, (_, place) => (base + place) % 13),
        )
      }
    }
  })
})
