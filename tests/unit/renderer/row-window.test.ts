import { describe, expect, it } from 'vitest'
import { inSight, rowsByElement, windowAfter, windowAt } from '../../../src/renderer/logic/row-window.ts'

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

  it('is what is in sight, where nothing more is asked for', () => {
    expect(inSight({ ...place, scrollTop: 3015 })).toEqual({ from: 100, size: 11 })
  })
})

describe('what is drawn of a list that is being scrolled', () => {
  const at = (scrollTop: number, by: number, before = windowAt({ ...place, scrollTop: scrollTop - by })) =>
    windowAfter(before, { ...place, scrollTop }, by)

  it('has the more rows ahead the faster it goes, and one behind at least', () => {
    expect(at(3000, 12).from).toBe(96 + 1)
    expect(at(3000, 24).from).toBe(96 + 2)
    expect(at(3000, 500).from).toBe(96 + 3)
    expect(at(3000, -500).from).toBe(96 - 3)
  })

  it('keeps what was drawn ahead when it becomes slower', () => {
    const fast = at(3000, 500)
    expect(at(3001, 1, fast)).toBe(fast)
    const up = at(3000, -500)
    expect(at(2999, -1, up)).toBe(up)
  })

  it('goes on from there once that is used up', () => {
    const fast = at(3000, 500)
    expect(at(3200, 1, fast).from).toBe(102)
  })

  it('covers what is in sight however it is scrolled', () => {
    let current = windowAt(place)
    let scrollTop = 0
    for (let step = 0; step < 3000; step++) {
      const by = Math.round(Math.sin(step) * Math.sin(step / 37) * 400)
      scrollTop = Math.max(0, Math.min(scrollTop + by, 29_700))
      const now = { ...place, scrollTop }
      current = windowAfter(current, now, by)
      const { from, size } = inSight(now)
      expect(current.from).toBeLessThanOrEqual(from)
      expect(current.from + current.size).toBeGreaterThanOrEqual(Math.min(from + size, 1000))
    }
  })
})

describe('the rows of elements', () => {
  const all = { from: 0, size: 1000 }

  it('leave every element in its place while the window moves, and change only rows that have scrolled out', () => {
    const before = rowsByElement({ from: 7, size: 5 }, [], all)
    expect(before).toEqual([10, 11, 7, 8, 9])
    expect(rowsByElement({ from: 9, size: 5 }, before, all)).toEqual([10, 11, 12, 13, 9])
  })

  it('hold each row of the window once, wherever it is', () => {
    for (const from of [0, 1, 49, 51, 987]) {
      const rows = rowsByElement({ from, size: 13 }, [], all)
      expect(rows.map((row) => Number(row) % 13)).toEqual(Array.from({ length: 13 }, (_, n) => n))
      expect(rows.toSorted((a, b) => Number(a) - Number(b))).toEqual(
        Array.from({ length: 13 }, (_, n) => from + n),
      )
    }
    expect(rowsByElement({ from: 0, size: 0 }, [], all)).toEqual([])
  })

  it('are made for what is needed only, and stay what they were otherwise', () => {
    const first = rowsByElement({ from: 0, size: 5 }, [], { from: 0, size: 2 })
    expect(first).toEqual([0, 1, null, null, null])
    expect(rowsByElement({ from: 1, size: 5 }, first, { from: 1, size: 2 })).toEqual([0, 1, 2, null, null])
  })

  it('are all made anew when their number is another', () => {
    expect(rowsByElement({ from: 1, size: 3 }, [0, 1], { from: 1, size: 2 })).toEqual([null, 1, 2])
  })
})
