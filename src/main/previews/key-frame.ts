import { UnreadableMovie, type BoxPlace, type ByteReader } from './byte-reader.ts'
import type { TrackBoxes } from './movie-boxes.ts'

/** How far into the recording the picture is taken: what is recorded first is often black. */
const share = 0.1
/** Entries of a table that are looked at, at most: 8 KiB of key frames, a chunk of a few minutes. */
const maxEntries = 2048
/** The largest frame that is worth it. Bytes */
export const maxFrameBytes = 1_500_000

/**
 * Finds one frame that can be decoded by itself, by looking only at the parts of the tables that say where it is
 * (ISO/IEC 14496-12, 8.6.2 and 8.7).
 *
 * @throws UnreadableMovie when there is none, or it is too large; what the reader throws
 */
export async function findKeyFrame(reader: ByteReader, tables: TrackBoxes['tables']): Promise<BoxPlace> {
  const sizes = open(reader, tables.get('stsz'), 12, 4)
  const sameSize = await sizes.word(-2)
  const count = await sizes.word(-1)
  if (count === 0) throw new UnreadableMovie('no frames')
  const sample = await keySample(reader, tables.get('stss'), Math.floor(count * share))
  const { chunk, first } = await chunkOf(reader, tables.get('stsc'), sample)
  if (sample - first > maxEntries) throw new UnreadableMovie('a large chunk')
  const short = tables.get('stco')
  const places = open(reader, short ?? tables.get('co64'), 8, short ? 4 : 8)
  let start = await places.word(chunk)
  for (let index = first; index < sample; index++) start += sameSize || (await sizes.word(index))
  const bytes = sameSize || (await sizes.word(sample))
  if (bytes === 0 || bytes > maxFrameBytes) throw new UnreadableMovie('no frame of a usable size')
  return { start, end: start + bytes }
}

/** The last sample before `wanted` that can be decoded by itself, from 0; without a table all of them can. */
async function keySample(reader: ByteReader, place: BoxPlace | undefined, wanted: number): Promise<number> {
  if (place === undefined) return wanted
  const table = open(reader, place, 8, 4)
  const count = Math.min(maxEntries, await table.word(-1))
  if (count === 0) throw new UnreadableMovie('no key frames')
  let found = (await table.word(0)) - 1
  for (let index = 1; index < count; index++) {
    const sample = (await table.word(index)) - 1
    if (sample > wanted) break
    found = sample
  }
  return Math.max(0, found)
}

/** The chunk that a sample is in, from 0, and the sample that this chunk begins with. */
async function chunkOf(
  reader: ByteReader,
  place: BoxPlace | undefined,
  sample: number,
): Promise<{ readonly chunk: number; readonly first: number }> {
  const table = open(reader, place, 8, 12)
  const runs = Math.min(await table.word(-1), table.length)
  let first = 0
  for (let run = 0; run < runs; run++) {
    const chunk = await table.word(run)
    const perChunk = await table.word(run, 4)
    const next = run + 1 < runs ? await table.word(run + 1) : Infinity
    if (perChunk === 0 || next <= chunk) throw new UnreadableMovie('chunks that make no sense')
    const inRun = (next - chunk) * perChunk
    if (sample < first + inRun) {
      const skipped = Math.floor((sample - first) / perChunk)
      return { chunk: chunk - 1 + skipped, first: first + skipped * perChunk }
    }
    first += inRun
  }
  throw new UnreadableMovie('a frame in no chunk')
}

interface Table {
  /** Entries that there is room for. */
  readonly length: number
  /** A number of an entry, big-endian; negative entries are the words of the head, counted from its end. */
  word(entry: number, at?: number): Promise<number>
}

/** @param headBytes before the first entry */
function open(reader: ByteReader, place: BoxPlace | undefined, headBytes: number, entryBytes: number): Table {
  if (place === undefined) throw new UnreadableMovie('a table is missing')
  const { start, end } = place
  const wide = entryBytes === 8
  return {
    length: Math.floor((end - start - headBytes) / entryBytes),
    async word(entry, at = 0) {
      const isHead = entry < 0
      const from = start + headBytes + (isHead ? entry * 4 : entry * entryBytes + at)
      const length = wide && !isHead ? 8 : 4
      if (from < start || from + length > end) throw new UnreadableMovie('an entry outside of its table')
      const bytes = await reader.read(from, length)
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      return length === 8 ? Number(view.getBigUint64(0)) : view.getUint32(0)
    },
  }
}
