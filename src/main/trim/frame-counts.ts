import { fstatSync, readSync } from 'node:fs'
import { AppError } from '#shared/errors.ts'
import { toFileError } from '../storage/file-error.ts'

/**
 * Tables say of many frames at once that they are alike, and a damaged number among them of thousands of millions, which the
 * library then lays out one by one (ISO/IEC 14496-12, 8.6, 8.7.3 and 8.8.8).
 */

/** More frames than a day of meetings has, of those that may be shown in another order; sound without a codec has many more. */
const maxReordered = 5_000_000
/** Of one table; as much is taken for it. */
const maxTableBytes = 64 * 2 ** 20
/** Deeper than a movie's boxes lie in each other. */
const maxDepth = 8

const containers: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'moof', 'traf'])

/** Of tables with runs of frames. */
const entryBytesOf: ReadonlyMap<string, number> = new Map([
  ['stts', 8],
  ['ctts', 8],
  ['stsc', 12],
])

interface Box {
  readonly type: string
  /** Of its content, in bytes from the start of the file. */
  readonly start: number
  readonly end: number
}

/**
 * Looks only at how many frames a movie's tables name.
 *
 * @param descriptor stays open
 * @throws AppError `trim.unreadable` when they are more than there could be, or a table is larger than its box; `file.*`
 */
export function assertFrameCounts(descriptor: number): void {
  const { size } = fstatSync(descriptor)
  /** By the kind of table, in all tracks together. */
  const named = new Map<string, number>()

  function bytesAt(start: number, length: number): Buffer {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - start)))
    try {
      return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, start))
    } catch (error) {
      throw toFileError(error, 'file.notReadable')
    }
  }

  /**
   * @param most where it ends at the latest
   * @returns null where no box begins; the library says what is wrong there
   */
  function boxAt(at: number, most: number): Box | null {
    const header = bytesAt(at, 16)
    if (header.length < 8) return null
    const short = header.readUInt32BE(0)
    const isLong = short === 1 && header.length === 16
    const length = isLong ? Number(header.readBigUInt64BE(8)) : short === 0 ? most - at : short
    const headBytes = isLong ? 16 : 8
    if (length < headBytes) return null
    return { type: header.toString('latin1', 4, 8), start: at + headBytes, end: at + length }
  }

  function countFrames({ type, start, end }: Box): number {
    if (type === 'trun') return wordAt(start + 4)
    if (type === 'stsz' || type === 'stz2') return wordAt(start + 8)
    const entryBytes = entryBytesOf.get(type)
    if (entryBytes === undefined) return 0
    const bytes = wordAt(start + 4) * entryBytes
    if (bytes > Math.min(end - start - 8, maxTableBytes)) throw new AppError('trim.unreadable')
    const table = bytesAt(start + 8, bytes)
    return type === 'stsc' ? framesInChunks(table) : framesInRuns(table)
  }

  function wordAt(at: number): number {
    const bytes = bytesAt(at, 4)
    return bytes.length < 4 ? 0 : bytes.readUInt32BE(0)
  }

  function walk(from: number, to: number, depth: number): void {
    for (let at = from; at < to;) {
      const box = boxAt(at, to)
      if (box === null) return
      // What it is in is looked through once and no more. The last frames may be missing.
      if (box.end > to && depth > 0) throw new AppError('trim.unreadable')
      if (containers.has(box.type) && depth < maxDepth) walk(box.start, Math.min(size, box.end), depth + 1)
      const frames = (named.get(box.type) ?? 0) + countFrames(box)
      // A frame has at least a byte.
      if (frames > (box.type === 'ctts' ? Math.min(size, maxReordered) : size))
        throw new AppError('trim.unreadable')
      named.set(box.type, frames)
      at = box.end
    }
  }
  walk(0, size, 0)
}

/** Of `stts` and `ctts`. */
function framesInRuns(table: Buffer): number {
  let frames = 0
  for (let at = 0; at + 8 <= table.length; at += 8) frames += table.readUInt32BE(at)
  return frames
}

/** Of `stsc`, without what is in the chunks after the first of the last run. @throws AppError `trim.unreadable` */
function framesInChunks(table: Buffer): number {
  let frames = 0
  for (let at = 0; at + 12 <= table.length; at += 12) {
    const first = table.readUInt32BE(at)
    const next = at + 24 <= table.length ? table.readUInt32BE(at + 12) : first + 1
    if (next <= first) throw new AppError('trim.unreadable')
    frames += (next - first) * table.readUInt32BE(at + 4)
  }
  return frames
}
