import { describe, expect, it } from 'vitest'
import { thumbOf, topFor } from '../../../src/renderer/logic/scrollbar.ts'

const list = { top: 0, view: 500, content: 2000, track: 480 }

describe('the thumb of a scrollbar', () => {
  it('is to its track as what is in sight is to all', () => {
    expect(thumbOf(list)).toEqual({ length: 120, offset: 0 })
    expect(thumbOf({ ...list, top: 750 })).toEqual({ length: 120, offset: 180 })
    expect(thumbOf({ ...list, top: 1500 })).toEqual({ length: 120, offset: 360 })
  })

  it('can be hit however long the list is, and reaches both ends', () => {
    const long = { ...list, content: 3_000_000 }
    expect(thumbOf(long)).toEqual({ length: 28, offset: 0 })
    expect(thumbOf({ ...long, top: 3_000_000 - 500 })).toEqual({ length: 28, offset: 452 })
  })

  it('does not leave its track while a list becomes shorter', () => {
    expect(thumbOf({ ...list, top: 9000 })).toEqual({ length: 120, offset: 360 })
    expect(thumbOf({ ...list, top: -20 })).toEqual({ length: 120, offset: 0 })
  })

  it('is not there where all is in sight, or nothing', () => {
    expect(thumbOf({ ...list, content: 500 })).toBeNull()
    expect(thumbOf({ ...list, track: 0 })).toBeNull()
  })
})

describe('where a thumb scrolls to', () => {
  it('is where it stands', () => {
    for (const top of [0, 1, 333, 1500]) {
      const offset = thumbOf({ ...list, top })?.offset ?? NaN
      expect(topFor(offset, list)).toBeCloseTo(top, 6)
    }
  })

  it('is an end of the list when it is drawn beyond that of its track', () => {
    expect(topFor(-50, list)).toBe(0)
    expect(topFor(5000, list)).toBe(1500)
  })

  it('is the beginning where the thumb has no room to move', () => {
    expect(topFor(10, { ...list, track: 20 })).toBe(0)
  })
})
