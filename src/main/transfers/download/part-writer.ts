import type { FileHandle } from 'node:fs/promises'
import { toFileError } from '../../storage/file-error.ts'
import type { PartProgress } from './part-progress.ts'

/** Chunks are gathered up to this many bytes before they are written: one system call instead of sixteen. */
const batchBytes = 1024 * 1024
/** A slow connection's bytes wait no longer than this for the batch to fill. ms */
const batchAgeMs = 500

/** Writes what one connection delivers, in order, from a position of the part file on. */
export class PartWriter {
  readonly #handle: Pick<FileHandle, 'writev'>
  readonly #progress: PartProgress
  #chunks: Uint8Array[] = []
  #bytes = 0
  #since = 0
  #written: number

  constructor(handle: Pick<FileHandle, 'writev'>, progress: PartProgress, start: number) {
    this.#handle = handle
    this.#progress = progress
    this.#written = start
  }

  /** Where the next chunk goes. */
  get position(): number {
    return this.#written + this.#bytes
  }

  /** Takes a chunk. True when it is time to {@link PartWriter.flush}. */
  push(chunk: Uint8Array): boolean {
    if (this.#bytes === 0) this.#since = performance.now()
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    this.#progress.buffered(chunk.length)
    return this.#bytes >= batchBytes || performance.now() - this.#since >= batchAgeMs
  }

  /** @throws AppError `file.diskFull`, `file.notWritable`; what had not been written is then given up */
  async flush(): Promise<void> {
    let rest = this.#chunks
    let left = this.#bytes
    this.#chunks = []
    this.#bytes = 0
    try {
      // `writev` may write less than it was given, so the rest goes again.
      while (left > 0) {
        const { bytesWritten } = await this.#handle.writev(rest, this.#written)
        this.#progress.written(this.#written, this.#written + bytesWritten)
        this.#written += bytesWritten
        left -= bytesWritten
        if (left > 0) rest = dropBytes(rest, bytesWritten)
      }
    } catch (error) {
      this.#progress.dropped(left)
      throw toFileError(error, 'file.notWritable')
    }
  }
}

function dropBytes(chunks: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let left = bytes
  return chunks.flatMap((chunk) => {
    const dropped = Math.min(left, chunk.length)
    left -= dropped
    return dropped === chunk.length ? [] : [chunk.subarray(dropped)]
  })
}
