import { expect, it } from 'vitest'
import type { MovieFacts } from '#shared/models/preview.ts'
import { undecodableCodec } from '../../../src/renderer/logic/undecodable.ts'

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
  [null, 'mp4a.40.2', null],
])('picture %s and sound %s: %s', (video, audio, expected) => {
  expect(undecodableCodec(facts(video, audio), canPlay)).toBe(expected)
})

it('what was not looked into is tried', () => {
  expect([undecodableCodec(undefined, canPlay), undecodableCodec(null, canPlay)]).toEqual([null, null])
})
