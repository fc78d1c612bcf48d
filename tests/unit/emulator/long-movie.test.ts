import { expect, it } from 'vitest'
import { digestOf, type ByteSource } from '#emulator/content/byte-source.ts'
import { longMovie, type MoovPlace } from '#emulator/content/long-movie.ts'
import { boxAt } from '#emulator/content/mp4-boxes.ts'
import { loadSample } from '#emulator/content/sample.ts'
import { tracksOf } from '#emulator/content/sample-track.ts'

const sample = await loadSample()

async function bytesOf(source: ByteSource, start: number, end: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for (let at = start; at < end;) {
    const part = await source.read(at, end - at)
    parts.push(Uint8Array.from(part))
    at += part.length
  }
  return Buffer.concat(parts)
}

it.each<[MoovPlace, number]>([
  ['front', 2_000_000],
  ['end', 4_000_001],
  ['end', 20_000_000],
])(
  'a movie with its tables at the %s, of exactly %d bytes, has the sample’s frames where its tables say',
  async (moov, size) => {
    const movie = longMovie(sample, size, 7, moov)
    const source = movie.open()
    const file = await bytesOf(source, 0, size)
    expect([file.length, source.size]).toEqual([size, size])
    expect(movie.duration).toBe(4 * Math.floor(size / 2_000_000))
    const [before] = tracksOf(sample)
    // The reader of the sample knows 32-bit offsets; these are small enough for it.
    const table = boxAt(boxAt(moovOf(file), 'trak'), 'mdia', 'minf', 'stbl')
    const offsets = boxAt(table, 'co64')
    const sizes = boxAt(table, 'stsz')
    const chunks = offsets.readUInt32BE(4)
    const frames = sizes.readUInt32BE(8)
    expect(frames / chunks).toBe(15)
    for (let chunk = 0, frame = 0; chunk < chunks; chunk++) {
      let at = Number(offsets.readBigUInt64BE(8 + chunk * 8))
      for (let index = 0; index < 15; index++, frame++) {
        const length = sizes.readUInt32BE(12 + frame * 4)
        const known = before?.samples[frame % 60]?.bytes ?? Buffer.alloc(0)
        expect(file.subarray(at, at + known.length).equals(known)).toBe(true)
        // The rest is one unit of filler data to its last byte, in which nothing can begin.
        const rest = file.subarray(at + known.length, at + length)
        expect([rest.readUInt32BE(0), rest[4], rest.at(-1)]).toEqual([rest.length - 4, 0x0c, 0x80])
        expect(rest.subarray(5).includes(0)).toBe(false)
        at += length
      }
    }
  },
)

it('any part reads like that part of the whole', async () => {
  const source = longMovie(sample, 3_000_000, 9, 'end').open()
  const whole = await bytesOf(source, 0, source.size)
  for (let at = 0; at < source.size - 100_000; at += 99_991) {
    expect((await bytesOf(source, at, at + 70_001)).equals(whole.subarray(at, at + 70_001))).toBe(true)
  }
  expect(() => source.read(source.size, 1)).toThrow(RangeError)
})

it('other movies of that size have other bytes', async () => {
  const digests = await Promise.all(
    [1, 2].map((id) => digestOf(longMovie(sample, 2_500_000, id, 'front').open())),
  )
  expect(digests[0]?.sha256).not.toBe(digests[1]?.sha256)
})

it('a movie that is too small, or of no size, is refused', () => {
  for (const size of [0, 1_999_999, 2_000_000.5, Number.NaN]) {
    expect(() => longMovie(sample, size, 1, 'front')).toThrow(RangeError)
  }
})

/** Found by its type: the media are not boxes, and 64-bit sizes are not for the reader of the sample. */
function moovOf(file: Buffer): Buffer {
  const at = file.indexOf('moov', 0, 'latin1') - 4
  return file.subarray(at + 8, at + file.readUInt32BE(at))
}
