import { describe, expect, it } from 'vitest'
import { directionOf, isolated, shownName } from '../../../src/shared/shown-name.ts'

describe('a name that is shown', () => {
  it('turns nothing round', () => {
    expect(shownName('clip\u202E4pm.exe')).toBe('clip4pm.exe')
    for (const turning of '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069')
      expect(shownName(`a${turning}b`)).toBe('ab')
    expect(shownName('end of ours\u2069, \u2068begin of theirs')).toBe('end of ours, begin of theirs')
  })

  it('keeps what Arabic and Hebrew names are read by, and is otherwise the name itself', () => {
    for (const name of ['', 'welcome.mp4', '会议.mp4', 'ישיבה\u200f (2).mp4', 'C++\u200e اجتماع\u061c.mp4'])
      expect(shownName(name)).toBe(name)
    // Its letters stay as they were written, and who draws them joins them.
    expect(shownName('\u202bاجتماع\u202c.mp4')).toBe('اجتماع.mp4')
  })

  it('is never nothing', () => {
    expect(shownName('\u202e')).toBe('\ufffd')
  })
})

describe('a name in a sentence', () => {
  it('is kept apart where it is read in the other direction', () => {
    expect(isolated('ישיבה 2024.mp4')).toBe('\u2068ישיבה 2024.mp4\u2069')
    expect(isolated('weekly اجتماع.mp4')).toBe('\u2068weekly اجتماع.mp4\u2069')
    expect(isolated('weekly review.mp4')).toBe('weekly review.mp4')
    expect(isolated('ab\u202Ecd.mp4')).toBe('abcd.mp4')
  })

  it('is kept apart in a sentence that is part of another', () => {
    const inner = `“${isolated('ישיבה.mp4')}” is gone`
    expect(isolated(inner)).toBe(`\u2068${inner}\u2069`)
    // What only looks like it, and does not end, takes nothing with it.
    expect(isolated('ישיבה\u2068.mp4')).toBe('\u2068ישיבה.mp4\u2069')
  })
})

it('is read in the direction of its first letter', () => {
  expect(directionOf('2024-01-01 ישיבה.mp4')).toBe('rtl')
  expect(directionOf('اجتماع weekly.mp4')).toBe('rtl')
  expect(directionOf('weekly اجتماع.mp4')).toBeUndefined()
  expect(directionOf('2024.mp4')).toBeUndefined()
})
