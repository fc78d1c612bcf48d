import assert from 'node:assert/strict'
import fc from 'fast-check'
import { loadSample } from '#emulator/content/sample.ts'
import { blockReader, UnreadableMovie } from '#main/previews/byte-reader.ts'
import { findKeyFrame, maxFrameBytes } from '#main/previews/key-frame.ts'
import { readMovie } from '#main/previews/movie-facts.ts'
import { fuzzTarget, type FuzzTarget } from './fuzz-target.ts'

const fraction = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
const boxTypes = [
  'ftyp',
  'moov',
  'trak',
  'mdia',
  'mvhd',
  'tkhd',
  'stsd',
  'stss',
  'stsc',
  'stsz',
  'stco',
  'co64',
  'esds',
]
const words = fc.constantFrom(0, 1, 7, 8, 15, 16, 2 ** 16, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1)

/** One thing that is wrong with a movie; `at` is where, as a part of what describes it. */
const damages = fc.oneof(
  fc.record({ kind: fc.constant('byte' as const), at: fraction, value: fc.nat({ max: 255 }) }),
  fc.record({ kind: fc.constant('word' as const), at: fraction, value: words }),
  /** A box in its place, of this size or with that name. */
  fc.record({
    kind: fc.constant('size' as const),
    at: fraction,
    value: fc.oneof(words, fc.nat({ max: 4000 })),
  }),
  fc.record({ kind: fc.constant('type' as const), at: fraction, value: fc.constantFrom(...boxTypes) }),
)
const movies = fc.record({
  damages: fc.array(damages, { maxLength: 6 }),
  /** How much of it is there. */
  end: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fraction),
})
type Damage = typeof damages extends fc.Arbitrary<infer Value> ? Value : never

/** What tiles and details read of a recording: its boxes, mp4box's view of them, and the place of one frame. */
export const movieTables: FuzzTarget = fuzzTarget('movie tables', 20_000, movies, async () => {
  const sample = await loadSample()
  const moov = sample.indexOf('moov') - 4
  const tables = { from: moov, length: sample.readUInt32BE(moov) }
  const boxes = boxTypes.flatMap((type) => placesOf(sample, type))
  return {
    check: async ({ damages: wrong, end }) => {
      const bytes = Buffer.from(sample.subarray(0, Math.ceil(sample.length * end)))
      for (const damage of wrong) apply(bytes, damage, tables, boxes)
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

function placesOf(bytes: Buffer, type: string): number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(type); at !== -1; at = bytes.indexOf(type, at + 1)) places.push(at - 4)
  return places
}

function apply(
  bytes: Buffer,
  damage: Damage,
  tables: { readonly from: number; readonly length: number },
  boxes: readonly number[],
): void {
  const box = boxes[Math.floor(damage.at * boxes.length)] ?? 0
  const isOnBox = damage.kind === 'size' || damage.kind === 'type'
  const at = isOnBox ? box : tables.from + Math.floor(damage.at * tables.length)
  // What was cut off is not damaged besides.
  if (at + 8 > bytes.length) return
  if (damage.kind === 'byte') bytes[at] = damage.value
  else if (damage.kind === 'type') bytes.write(damage.value, at + 4, 'latin1')
  else bytes.writeUInt32BE(damage.value, at)
}
