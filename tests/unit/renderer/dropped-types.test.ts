import { expect, it } from 'vitest'
import { dropsNoRecording } from '../../../src/renderer/logic/dropped-types.ts'

it.each([
  [['video/mp4'], false],
  // A folder, or a type that the system does not know.
  [[''], false],
  [['text/plain'], true],
  [['video/quicktime', 'image/png'], true],
  // The sheet says which of several are not taken.
  [['text/plain', 'video/mp4'], false],
  [['text/plain', ''], false],
  [[], false],
])('of %j nothing can be a recording: %s', (types, expected) => {
  expect(dropsNoRecording(types)).toBe(expected)
})
