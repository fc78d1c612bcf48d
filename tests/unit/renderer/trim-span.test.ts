import { expect, it } from 'vitest'
import { clockText, exactClockText } from '../../../src/renderer/logic/clock-text.ts'
import { playerActOf } from '../../../src/renderer/logic/player-keys.ts'
import { estimatedBytes, snapStart } from '../../../src/renderer/logic/trim-span.ts'

it('a copy begins at the last key frame that is not after the start', () => {
  const keyTimes = [0.04, 2, 4.0667, 6]
  expect([0, 0.04, 1.9, 2, 4, 4.066_700_1, 5.99, 100].map((start) => snapStart(keyTimes, start))).toEqual([
    0.04, 0.04, 0.04, 2, 2, 4.0667, 4.0667, 6,
  ])
  // A player gives its position in whole microseconds.
  expect(snapStart([0, 8.066_666_666], 8.066_666)).toBe(8.066_666_666)
  expect(snapStart([-0.02], 0)).toBe(0)
  expect(snapStart([], 3)).toBe(0)
})

it('its size is its share of the whole', () => {
  expect(estimatedBytes(1000, 40, 10)).toBe(250)
  expect([estimatedBytes(1000, 40, -1), estimatedBytes(1000, 0, 1)]).toEqual([0, 0])
})

it('times are said to the tenth', () => {
  expect([0, 12.34, 59.99, 61, 3725.5].map(exactClockText)).toEqual([
    '0:00.0',
    '0:12.3',
    '0:59.9',
    '1:01.0',
    '1:02:05.5',
  ])
  expect(exactClockText(Number.NaN)).toBe(clockText(Number.NaN))
})

it('I and Shift+I set the ends, T shows the bar', () => {
  const press = { key: '', code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
  expect(playerActOf({ ...press, key: 'i' }, false)).toEqual({ kind: 'trimStart' })
  expect(playerActOf({ ...press, key: 'I', shiftKey: true }, false)).toEqual({ kind: 'trimEnd' })
  expect(playerActOf({ ...press, key: 't' }, true)).toEqual({ kind: 'trim' })
})
