import { toFileError } from '../../storage/file-error.ts'
import type { EarlySync } from './early-sync.ts'
import type { PartProgress } from './part-progress.ts'

/** Small chunks of a connection are gathered in a buffer of this size before they are written, in bytes. */
export const batchBytes = 256 * 1024
/** A chunk of at least this size is written as it is: copying it would cost more than the system call. Bytes */
const directBytes = 64 * 1024
/** A slow connection's bytes wait no longer than this for the batch to fill. ms */
const batchAgeMs = 500

/** Writes what one connection delivers, in order, from a position of the part file on. */
export class PartWriter {
  readonly #handle: Pick<EarlySync, 'write'>
  readonly #progress: PartProgress
  readonly #batch: Buffer
  /** Bytes that wait in the batch. */
  #waiting = 0
  #since = 0
  #written: number

  /** @param batch the writer's own for as long as it is used */
  constructor(handle: Pick<EarlySync, 'write'>, progress: PartProgress, start: number, batch: Buffer) {
    this.#handle = handle
    this.#progress = progress
    this.#written = start
    this.#batch = batch
  }

  /** Where the next byte goes. */
  get position(): number {
    return this.#written + this.#waiting
  }

  /**
   * Takes a chunk, which is the caller's again once this has ended.
   *
   * @throws AppError `file.diskFull`, `file.notWritable`; what had not been written is then given up
   */
  async add(chunk: Uint8Array): Promise<void> {
    this.#progress.buffered(chunk.length)
    if (chunk.length >= directBytes) {
      await this.flush()
      await this.#write(chunk, chunk.length)
      return
    }
    const room = this.#batch.length - this.#waiting
    if (chunk.length > room) await this.flush()
    if (this.#waiting === 0) this.#since = performance.now()
    this.#batch.set(chunk, this.#waiting)
    this.#waiting += chunk.length
    if (performance.now() - this.#since >= batchAgeMs) await this.flush()
  }

  /** @throws AppError as {@link add} */
  async flush(): Promise<void> {
    const bytes = this.#waiting
    if (bytes === 0) return
    this.#waiting = 0
    await this.#write(this.#batch, bytes)
  }

  /** `write` may write less than it was given, so the rest goes again. */
  async #write(source: Uint8Array, bytes: number): Promise<void> {
    let offset = 0
    try {
      while (offset < bytes) {
        const position = this.#written
        const { bytesWritten } = await this.#handle.write(source, offset, bytes - offset, position)
        this.#written += bytesWritten
        offset += bytesWritten
        this.#progress.written(position, this.#written)
      }
    } catch (error) {
      this.#progress.dropped(bytes - offset)
      throw toFileError(error, 'file.notWritable')
    }
  }
}
