import { expect, it } from 'vitest'
import { isSameTime } from '#main/storage/same-time.ts'

const noted = Date.UTC(2026, 9, 24, 12, 0, 2)
const hour = 60 * 60_000

it.each([
  ['the same', noted, noted, 'linux', true],
  ['an hour on, as FAT has it once clocks were put back', noted, noted + hour, 'win32', true],
  ['a zone of a quarter of an hour away', noted, noted - 5.75 * hour, 'win32', true],
  ['as far away as no two zones are', noted, noted + 27 * hour, 'win32', false],
  ['a minute on', noted, noted + 60_000, 'win32', false],
  ['an hour on, of a finer clock than that of FAT', noted + 1, noted + 1 + hour, 'win32', false],
  ['an hour on, elsewhere', noted, noted + hour, 'linux', false],
] as const)('%s', (_what, one, other, platform, expected) => {
  expect(isSameTime(one, other, platform)).toBe(expected)
})
