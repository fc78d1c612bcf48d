import type { FileHandle } from 'node:fs/promises'
import { toFileError } from '../../storage/file-error.ts'
import type { PartProgress } from './part-progress.ts'

/** A connection's bytes are gathered in a buffer of this size before they are written: one system call instead of four. */
export const batchBytes = 256 * 1024
/** A slow connection's bytes wait no longer than this for the batch to fill. ms */
const batchAgeMs = 500

/**
 * Writes what one connection delivers, in order, from a position of the part file on. The bytes are copied into one buffer
 * that is used again and again: keeping the socket's own many buffers until they are written costs more, in collecting them.
 */
export class PartWriter {
  readonly #handle: Pick<FileHandle, 'write'>
  readonly #progress: PartProgress
  readonly #buffer: Buffer
  #bytes = 0
  #since = 0
  #written: number

  /** @param buffer the writer's own for as long as it is used */
  constructor(handle: Pick<FileHandle, 'write'>, progress: PartProgress, start: number, buffer: Buffer) {
    this.#handle = handle
    this.#progress = progress
    this.#written = start
    this.#buffer = buffer
  }

  /** Where the next byte goes. */
  get position(): number {
    return this.#written + this.#bytes
  }

  /** True when it is time to {@link PartWriter.flush}. */
  get isDue(): boolean {
    if (this.#bytes === 0) return false
    return this.#bytes === this.#buffer.length || performance.now() - this.#since >= batchAgeMs
  }

  /** Takes as much of a chunk as there is room for. @returns the rest of it */
  take(chunk: Uint8Array): Uint8Array {
    if (this.#bytes === 0) this.#since = performance.now()
    const taken = Math.min(chunk.length, this.#buffer.length - this.#bytes)
    this.#buffer.set(taken === chunk.length ? chunk : chunk.subarray(0, taken), this.#bytes)
    this.#bytes += taken
    this.#progress.buffered(taken)
    return chunk.subarray(taken)
  }

  /** @throws AppError `file.diskFull`, `file.notWritable`; what had not been written is then given up */
  async flush(): Promise<void> {
    const bytes = this.#bytes
    let offset = 0
    try {
      // `write` may write less than it was given, so the rest goes again.
      while (offset < bytes) {
        const position = this.#written
        const { bytesWritten } = await this.#handle.write(this.#buffer, offset, bytes - offset, position)
        this.#written += bytesWritten
        offset += bytesWritten
        this.#bytes -= bytesWritten
        this.#progress.written(position, this.#written)
      }
    } catch (error) {
      this.#progress.dropped(this.#bytes)
      this.#bytes = 0
      throw toFileError(error, 'file.notWritable')
    }
  }
}
