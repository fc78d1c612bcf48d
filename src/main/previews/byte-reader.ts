import { AppError } from '#shared/errors.ts'

/** Bytes of one recording, in any order, and not too many of them. */
export interface ByteReader {
  /** bytes of the whole file */
  readonly size: number
  /**
   * Exactly `length` bytes from `start`.
   *
   * @throws UnreadableMovie beyond the end of the file or of what may be read
   * @throws AppError `file.*`, `network.*`, `server.*`, `aborted`
   */
  read(start: number, length: number): Promise<Uint8Array>
}

/** A stretch of a file: where a box's content is, or a frame. */
export interface BoxPlace {
  readonly start: number
  /** One past its last byte. */
  readonly end: number
}

/** The file is no movie, is damaged, or would take too many bytes to look into: asking again changes nothing. */
export class UnreadableMovie extends Error {
  override readonly name = 'UnreadableMovie'
}

/** Blocks in which is read, in bytes: a header and what follows it come in one. */
const blockBytes = 32 * 1024

/**
 * Reads in blocks, each once, until `budget` bytes have been read.
 *
 * @param bytesOf exactly these bytes of the file
 */
export function blockReader(
  size: number,
  budget: number,
  bytesOf: (start: number, end: number) => Promise<Uint8Array>,
): ByteReader {
  const blocks = new Map<number, Uint8Array>()
  let left = budget

  async function load(first: number, last: number): Promise<void> {
    const start = first * blockBytes
    const end = Math.min(size, (last + 1) * blockBytes)
    if (end - start > left) throw new UnreadableMovie('too many bytes')
    left -= end - start
    const bytes = await bytesOf(start, end)
    if (bytes.length !== end - start) throw new AppError('server.lengthMismatch')
    for (let block = first; block <= last; block++) {
      const at = (block - first) * blockBytes
      blocks.set(block, bytes.subarray(at, at + blockBytes))
    }
  }

  return {
    size,
    async read(start, length) {
      const isInside = Number.isSafeInteger(start) && start >= 0 && length >= 0 && start + length <= size
      if (!isInside || length > budget) throw new UnreadableMovie('outside of the file')
      if (length === 0) return new Uint8Array()
      const [first, last] = [Math.floor(start / blockBytes), Math.floor((start + length - 1) / blockBytes)]
      for (let block = first; block <= last; block++) {
        if (blocks.has(block)) continue
        let end = block
        while (end < last && !blocks.has(end + 1)) end++
        await load(block, end)
      }
      const result = new Uint8Array(length)
      for (let block = first; block <= last; block++) {
        const bytes = blocks.get(block) ?? new Uint8Array()
        const from = Math.max(0, start - block * blockBytes)
        const to = Math.min(bytes.length, start + length - block * blockBytes)
        result.set(bytes.subarray(from, to), block * blockBytes + from - start)
      }
      return result
    },
  }
}
