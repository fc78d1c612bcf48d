import type { ByteRanges } from './byte-ranges.ts'
import type { PartStore } from './part-store.ts'

/**
 * What a kill may cost: the database never lags more than this behind what is in the file. A save takes about 15 µs,
 * so that this is nothing even at disk speed. Bytes
 */
const saveBytes = 2 ** 20
/** A slow download is saved this often all the same. ms */
const saveIntervalMs = 250
/** Progress is reported when bytes are written, and in between at most this often. ms */
const reportIntervalMs = 50

export interface PartProgressOptions {
  readonly jobId: string
  readonly store: PartStore
  readonly done: ByteRanges
  /** @param bytes on disk and in memory; never less than before */
  readonly report: (bytes: number) => void
  /** More bytes are in the file. */
  readonly onWritten?: () => void
  readonly now?: () => number
}

/**
 * Which bytes of a part file are on disk, and telling the database and the user of it. A range gets in only after its
 * write has returned, and is saved within {@link saveBytes} of further writing. So after a kill (the system keeps what
 * has been written) the database claims nothing that is not in the file, and little that is in it goes unclaimed.
 */
export class PartProgress {
  readonly done: ByteRanges
  readonly #options: PartProgressOptions
  readonly #now: () => number
  #buffered = 0
  #highest = -1
  #lastSave = -Infinity
  #lastReport = -Infinity
  #unsavedBytes = 0

  constructor(options: PartProgressOptions) {
    this.#options = options
    this.done = options.done
    this.#now = options.now ?? (() => performance.now())
  }

  /** Bytes have come in and wait to be written. */
  buffered(bytes: number): void {
    this.#buffered += bytes
    if (this.#now() - this.#lastReport >= reportIntervalMs) this.report()
  }

  /** Bytes that had been buffered are in the file. */
  written(start: number, end: number): void {
    this.#buffered -= end - start
    this.done.add(start, end)
    this.#unsavedBytes += end - start
    this.report()
    this.#options.onWritten?.()
    if (this.#unsavedBytes >= saveBytes || this.#now() - this.#lastSave >= saveIntervalMs) this.save()
  }

  /** Bytes that had been buffered are lost. */
  dropped(bytes: number): void {
    this.#buffered -= bytes
  }

  report(): void {
    this.#lastReport = this.#now()
    const bytes = this.done.total + this.#buffered
    if (bytes <= this.#highest) return
    this.#highest = bytes
    this.#options.report(bytes)
  }

  /** A database that cannot be written (full disk) only makes the next run fetch more: it never claims too much. */
  save(): void {
    if (this.#unsavedBytes === 0) return
    this.#lastSave = this.#now()
    try {
      this.#options.store.saveDone(this.#options.jobId, this.done)
      this.#unsavedBytes = 0
    } catch {
      return
    }
  }
}
