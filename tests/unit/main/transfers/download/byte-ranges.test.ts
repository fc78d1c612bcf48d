import { describe, expect, it } from 'vitest'
import { ByteRanges } from '#main/transfers/download/byte-ranges.ts'
import { seededRandom } from '#tests/support/random.ts'

describe('ByteRanges', () => {
  it('agrees with a plain list of bytes, whatever is added in whatever order', () => {
    const random = seededRandom(7)
    const size = 60
    for (let round = 0; round < 100; round++) {
      const ranges = new ByteRanges()
      const bytes = new Array<boolean>(size).fill(false)
      for (let step = 0; step < 12; step++) {
        const start = Math.floor(random() * size)
        const end = Math.min(size, start + Math.floor(random() * 12))
        ranges.add(start, end)
        bytes.fill(true, start, end)
        expect(ranges.total).toBe(bytes.filter(Boolean).length)
        expect(ranges.end).toBe(bytes.lastIndexOf(true) + 1)
        const from = Math.floor(random() * size)
        const gaps = ranges.missing(size, from)
        const inGap = bytes.map((_, index) => gaps.some((gap) => index >= gap.start && index < gap.end))
        expect(inGap).toEqual(bytes.map((isIn, index) => !isIn && index >= from))
        const sorted = ranges.toArray()
        for (const [index, range] of sorted.entries()) {
          expect(range.start).toBeLessThan(range.end)
          // Touching ranges are one.
          if (index > 0) expect(sorted[index - 1]?.end).toBeLessThan(range.start)
        }
        expect(ByteRanges.parse(ranges.toString())?.toArray()).toEqual(sorted)
      }
    }
  })

  it('is exact beyond 4 GiB', () => {
    const size = 5 * 2 ** 30 + 3
    const ranges = new ByteRanges()
    ranges.add(2 ** 32 - 1, 2 ** 32 + 1)
    ranges.add(size - 1, size)
    expect(ranges.total).toBe(3)
    expect(ranges.missing(size)).toEqual([
      { start: 0, end: 2 ** 32 - 1 },
      { start: 2 ** 32 + 1, end: size - 1 },
    ])
    expect(ByteRanges.parse(ranges.toString())?.missing(size)).toEqual(ranges.missing(size))
    ranges.add(0, size - 1)
    expect(ranges.toString()).toBe(`0-${size}`)
  })

  it.each(['x', '1-', '-1', '5-5', '9-3', '1-2,', '1-2;3-4', '1.5-2', '0-99999999999999999', ' 1-2'])(
    'does not read %j',
    (text) => expect(ByteRanges.parse(text)).toBeNull(),
  )

  it('takes what is no range for a mistake', () => {
    for (const [start, end] of [
      [-1, 2],
      [2, 1],
      [0.5, 1],
      [0, Infinity],
      [NaN, 1],
    ] as const) {
      expect(() => new ByteRanges().add(start, end)).toThrow(RangeError)
    }
  })
})
