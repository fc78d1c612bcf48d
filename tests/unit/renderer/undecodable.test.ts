import { expect, it } from 'vitest'
import type { MovieFacts } from '#shared/models/preview.ts'
import { undecodableCodec, type Attempt } from '../../../src/renderer/logic/undecodable.ts'

const facts = (video: string | null, audioCodec: string | null): MovieFacts => ({
  durationMs: 1000,
  video: video === null ? null : { codec: video, width: 480, height: 270 },
  audioCodec,
})
/** As Chromium without HEVC and Dolby answers. */
const canPlay = (type: string): string => (/hvc1|ec-3|ac-3\./u.test(type) ? '' : 'probably')

it.each<[string | null, string | null, string | null]>([
  ['avc1.4d401f', 'mp4a.40.2', null],
  ['hvc1.1.6.L93.B0', 'mp4a.40.2', 'HEVC'],
  ['hvc1.1.6.L93.B0', null, 'HEVC'],
  // Without its profile nobody can say.
  ['hvc1', 'mp4a.40.2', null],
  ['unknown', 'unknown', null],
  // Of a kind that none decodes, with whatever profile.
  ['mp4v', 'mp4a.40.2', 'MPEG-4'],
  ['zzzz', null, 'zzzz'],
  [null, 'mp4a.40.2', null],
])('picture %s and sound %s: %s', (video, audio, expected) => {
  expect(undecodableCodec(facts(video, audio), canPlay)).toBe(expected)
})

it.each<[string | null, Attempt, string | null]>([
  // The tables speak of a picture, and there is none.
  ['hvc1', 'noPicture', 'HEVC'],
  ['avc1.4d401f', 'noPicture', 'H.264'],
  [null, 'noPicture', null],
  ['hev1', 'failed', 'HEVC'],
  // Decoders for it are everywhere: the file is damaged.
  ['avc1.4d401f', 'failed', null],
])('picture %s, with which a player came to %s: %s', (video, attempt, expected) => {
  expect(undecodableCodec(facts(video, 'mp4a.40.2'), canPlay, attempt)).toBe(expected)
})

it('what was not looked into is tried', () => {
  expect([undecodableCodec(undefined, canPlay), undecodableCodec(null, canPlay)]).toEqual([null, null])
})
