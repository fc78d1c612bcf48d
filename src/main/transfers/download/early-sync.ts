import type { FileHandle } from 'node:fs/promises'
import { toFileError } from '../../storage/file-error.ts'

/** How much may be written before the disk is asked to take it, in bytes. */
const stepBytes = 32 * 2 ** 20

/**
 * Writes to a file, and has the disk take the bytes while more come in, so that little is left for the sync at the end: a
 * download that has all its bytes is done soon after, however slow the disk.
 */
export class EarlySync {
  readonly #handle: Pick<FileHandle, 'write' | 'datasync'>
  readonly #beforeSync: () => () => void
  #unsynced = 0
  #running: Promise<void> | null = null
  #failure: { readonly error: unknown } | null = null

  /** @param beforeSync called before a sync; what it returns, once the disk has what had been written by then */
  constructor(handle: Pick<FileHandle, 'write' | 'datasync'>, beforeSync: () => () => void) {
    this.#handle = handle
    this.#beforeSync = beforeSync
  }

  /** As `FileHandle.write`. */
  async write(
    source: Uint8Array,
    offset: number,
    bytes: number,
    position: number,
  ): Promise<{ bytesWritten: number }> {
    const { bytesWritten } = await this.#handle.write(source, offset, bytes, position)
    this.#unsynced += bytesWritten
    if (this.#unsynced >= stepBytes && this.#running === null) this.#running = this.#sync()
    return { bytesWritten }
  }

  /**
   * Has the disk take what it does not have yet.
   *
   * @throws AppError as {@link settle}
   */
  async finish(): Promise<void> {
    await this.settle()
    await this.#sync()
    await this.settle()
  }

  /**
   * Waits until nothing is under way.
   *
   * @throws AppError `file.*` of an earlier sync: systems report a lost write to one sync only, so the last may well succeed
   */
  async settle(): Promise<void> {
    await this.#running
    if (this.#failure !== null) throw toFileError(this.#failure.error, 'file.notWritable')
  }

  async #sync(): Promise<void> {
    this.#unsynced = 0
    const afterSync = this.#beforeSync()
    try {
      await this.#handle.datasync()
      // One that failed may have been about the same bytes.
      if (this.#failure === null) afterSync()
    } catch (error) {
      this.#failure ??= { error }
    } finally {
      this.#running = null
    }
  }
}
