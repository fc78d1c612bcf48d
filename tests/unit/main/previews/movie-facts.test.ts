import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadSample } from '#emulator/content/sample.ts'
import { longMovie } from '#emulator/content/long-movie.ts'
import { blockReader, UnreadableMovie, type ByteReader } from '#main/previews/byte-reader.ts'
import { findKeyFrame } from '#main/previews/key-frame.ts'
import { readMovie } from '#main/previews/movie-facts.ts'
import { sampleCodedAs } from '#tests/support/altered-sample.ts'
import { sha256 } from '#tests/support/mp4-files.ts'

const sample = await loadSample()
const budget = 2 * 2 ** 20

/** Counts what is read of a file that is nowhere on disk. */
function readerOf(file: {
  readonly size: number
  read(start: number, end: number): Uint8Array | Promise<Uint8Array>
}) {
  let read = 0
  const reader: ByteReader = blockReader(file.size, budget, async (start, end) => {
    read += end - start
    return await file.read(start, end)
  })
  return { reader, read: () => read }
}

const ofBytes = (bytes: Uint8Array) =>
  readerOf({ size: bytes.length, read: (start, end) => bytes.subarray(start, end) })

const ofMovie = (size: number, moov: 'front' | 'end') => {
  const source = longMovie(sample, size, 1, moov).open()
  return readerOf({
    size,
    async read(start, end) {
      const parts: Uint8Array[] = []
      for (let at = start; at < end;) {
        const part = await source.read(at, end - at)
        parts.push(Buffer.from(part))
        at += part.length
      }
      return Buffer.concat(parts)
    },
  })
}

describe('the facts of a movie', () => {
  it('are those of the recording', async () => {
    const { facts } = await readMovie(ofBytes(sample).reader)
    expect(facts).toEqual({
      durationMs: 4000,
      video: { codec: 'avc1.4d401f', width: 480, height: 270 },
      audioCodec: 'mp4a.40.2',
    })
  })

  it('are those of a picture that nobody has a name for, too', async () => {
    const { facts } = await readMovie(ofBytes(await sampleCodedAs('zzzz')).reader)
    expect(facts.video).toEqual({ codec: 'zzzz', width: 480, height: 270 })
  })

  it.each([
    [40_000_000, 'front', 80_000],
    [40_000_000, 'end', 80_000],
    [5_000_000_000, 'front', 10_000_000],
    [5_000_000_000, 'end', 10_000_000],
  ] as const)('and a frame take few bytes of %i, with tables at the %s', async (size, moov, durationMs) => {
    const { reader, read } = ofMovie(size, moov)
    const { facts, picture } = await readMovie(reader)
    expect(facts).toMatchObject({ durationMs, video: { width: 480, height: 270 } })
    expect(read()).toBeLessThan(300_000)
    const { start, end } = await findKeyFrame(reader, picture?.tables ?? new Map())
    const frame = await reader.read(start, end - start)
    // The first picture of the sample, which every fourth second begins with; behind it is what decoders skip.
    const plain = ofBytes(sample).reader
    const original = await findKeyFrame(plain, (await readMovie(plain)).picture?.tables ?? new Map())
    const bytes = sample.subarray(original.start, original.end)
    expect(sha256(frame.subarray(0, bytes.length))).toBe(sha256(bytes))
    expect(read()).toBeLessThan(1_000_000)
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(100_000)],
    ['a page', Buffer.from('<html>'.repeat(1000))],
    ['a beginning alone', sample.subarray(0, 32)],
    ['half of the tables', sample.subarray(0, 2000)],
  ])('are none for %s', async (_what, bytes) => {
    await expect(readMovie(ofBytes(bytes).reader)).rejects.toThrow(UnreadableMovie)
  })

  it('of a file that was made to keep a reader busy end within the budget', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(3460), fc.constantFrom(0, 1, 8, 16, 127, 128, 255)), { maxLength: 12 }),
        async (changes) => {
          const bytes = Buffer.from(sample)
          for (const [at, value] of changes) bytes[at] = value
          const { reader, read } = ofBytes(bytes)
          try {
            const { picture } = await readMovie(reader)
            const place = await findKeyFrame(reader, picture?.tables ?? new Map())
            await reader.read(place.start, place.end - place.start)
          } catch (error) {
            expect(error).toBeInstanceOf(UnreadableMovie)
          }
          expect(read()).toBeLessThanOrEqual(budget)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('are not looked for through thousands of boxes', async () => {
    const box = Buffer.from('\0\0\0\u0008free', 'latin1')
    const bytes = Buffer.concat([
      sample.subarray(0, 32),
      Buffer.concat(Array.from({ length: 20_000 }, () => box)),
    ])
    const { reader, read } = ofBytes(bytes)
    await expect(readMovie(reader)).rejects.toThrow('too many boxes')
    expect(read()).toBeLessThan(100_000)
  })
})
