import assert from 'node:assert/strict'
import { loadSample } from '#emulator/content/sample.ts'
import { blockReader, UnreadableMovie } from '#main/previews/byte-reader.ts'
import { findKeyFrame, maxFrameBytes } from '#main/previews/key-frame.ts'
import { readMovie } from '#main/previews/movie-facts.ts'
import { fuzzTarget, type FuzzTarget } from './fuzz-target.ts'
import { damagedMovies, damagerOf } from './movie-damages.ts'

/** What tiles and details read of a recording: its boxes, mp4box's view of them, and the place of one frame. */
export const movieTables: FuzzTarget = fuzzTarget('movie tables', 20_000, damagedMovies, async () => {
  const sample = await loadSample()
  const damage = damagerOf(sample)
  return {
    check: async (how) => {
      const bytes = damage(how)
      const { damages: wrong, end } = how
      const reader = blockReader(bytes.length, 2 * 2 ** 20, (from, to) =>
        Promise.resolve(bytes.subarray(from, to)),
      )
      try {
        const { facts, picture } = await readMovie(reader)
        checkFacts(facts)
        if (wrong.length === 0) assert.equal(facts.durationMs, 4000)
        if (picture === null) return
        const frame = await findKeyFrame(reader, picture.tables)
        assert.ok(frame.end - frame.start > 0 && frame.end - frame.start <= maxFrameBytes)
        assert.equal(
          (await reader.read(frame.start, frame.end - frame.start)).length,
          frame.end - frame.start,
        )
      } catch (error) {
        if (!(error instanceof UnreadableMovie)) throw error
        assert.ok(wrong.length > 0 || end < 1, 'a good movie was not read')
      }
    },
  }
})

function checkFacts({ durationMs, video, audioCodec }: Awaited<ReturnType<typeof readMovie>>['facts']): void {
  assert.ok(durationMs === null || (Number.isInteger(durationMs) && durationMs > 0 && durationMs <= 1e9))
  for (const side of video === null ? [] : [video.width, video.height]) assert.ok(side > 0 && side <= 65_535)
  for (const codec of [video?.codec, audioCodec]) assert.match(codec ?? 'none', /^[\w.+-]{1,64}$/u)
}
