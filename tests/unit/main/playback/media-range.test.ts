import { expect, it } from 'vitest'
import { parseMediaRange } from '#main/playback/media-range.ts'

const fiveGigabytes = 5 * 2 ** 30

it.each([
  ['bytes=0-', 1000, { start: 0, end: 1000 }],
  ['bytes=10-19', 1000, { start: 10, end: 20 }],
  [' bytes=10-19 ', 1000, { start: 10, end: 20 }],
  ['bytes=990-2000', 1000, { start: 990, end: 1000 }],
  ['bytes=-100', 1000, { start: 900, end: 1000 }],
  ['bytes=-5000', 1000, { start: 0, end: 1000 }],
  ['bytes=4294967296-', fiveGigabytes, { start: 2 ** 32, end: fiveGigabytes }],
  ['bytes=1000-', 1000, 'unsatisfiable'],
  ['bytes=-0', 1000, 'unsatisfiable'],
  ['bytes=0-', 0, 'unsatisfiable'],
  [null, 1000, null],
  ['', 1000, null],
  ['bytes=-', 1000, null],
  ['bytes=20-10', 1000, null],
  ['bytes=0-1,5-9', 1000, null],
  ['bytes=0-1, 5-9', 1000, null],
  ['items=0-1', 1000, null],
  ['bytes=1e3-', 10_000, null],
  ['bytes=99999999999999999999-', 1000, null],
])('reads %j of %i bytes', (header, size, expected) => {
  expect(parseMediaRange(header, size)).toEqual(expected)
})
