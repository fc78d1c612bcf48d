import path from 'node:path'
import { expect, it } from 'vitest'
import { trimName } from '#main/trim/trim-name.ts'

const folder = path.join(path.sep, 'home', 'someone', 'Downloads')

it.each([
  ['demo.mp4', 12.9, 100.2, 'demo (trim 00.12-01.40).mp4'],
  ['demo.MP4', 0, 3725, 'demo (trim 00.00-1.02.05).MP4'],
  ['a:b?.mp4', 1, 2, 'a_b_ (trim 00.01-00.02).mp4'],
  ['没有后缀', 1, 2, '没有后缀 (trim 00.01-00.02)'],
])('%s from %f to %f s', (name, start, end, expected) => {
  expect(trimName(name, folder, start, end)).toBe(expected)
})

it.each(['x'.repeat(300), '录'.repeat(300), '🎬'.repeat(200)])(
  'a long name keeps what was cut: %s',
  (stem) => {
    const name = trimName(`${stem}.mp4`, folder, 1, 2)
    expect(name.endsWith(' (trim 00.01-00.02).mp4')).toBe(true)
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240)
    expect(name.isWellFormed()).toBe(true)
  },
)
