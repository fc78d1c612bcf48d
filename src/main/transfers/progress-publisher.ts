import type { Transfer, TransferProgress, TransfersDelta } from '#shared/models/transfer.ts'

/** At most ten messages within any second to a window, whatever the number of jobs (design, section 4), also when timers are not punctual. ms */
const intervalMs = 110
/** Jobs in one message, so that none keeps the process busy for long: 10,000 changes take half a second. */
const maxChanges = 2000

export interface ProgressPublisherOptions {
  readonly publish: (delta: TransfersDelta) => void
  /** The job as it is now; undefined when it is gone. */
  readonly transferOf: (id: string) => Transfer | undefined
  /** Injectable so that tests own the time. */
  readonly schedule?: (run: () => void, ms: number) => void
}

/**
 * Coalesces changes: remembers only which jobs changed, and reads their newest state when it sends, so that
 * nothing that ends a job can be lost or come before what led to it.
 */
export class ProgressPublisher {
  readonly #options: ProgressPublisherOptions
  readonly #changed = new Set<string>()
  readonly #moved = new Set<string>()
  readonly #removed = new Set<string>()
  #isScheduled = false

  constructor(options: ProgressPublisherOptions) {
    this.#options = options
  }

  /** State, totals or names changed. */
  changed(id: string): void {
    this.#changed.add(id)
    this.#moved.delete(id)
    this.#wake()
  }

  /** Only the counters moved. */
  moved(id: string): void {
    if (this.#changed.has(id)) return
    this.#moved.add(id)
    this.#wake()
  }

  removed(id: string): void {
    this.#removed.add(id)
    this.#wake()
  }

  #wake(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    const schedule = this.#options.schedule ?? ((run, ms) => void setTimeout(run, ms))
    schedule(() => this.#flush(), intervalMs)
  }

  #flush(): void {
    this.#isScheduled = false
    const changed = [...this.#changed].slice(0, maxChanges)
    for (const id of changed) this.#changed.delete(id)
    const upserted = changed.flatMap((id) => this.#options.transferOf(id) ?? [])
    const progress = [...this.#moved]
      .flatMap((id) => this.#options.transferOf(id) ?? [])
      .map(({ id, transferredBytes, bytesPerSecond }): TransferProgress => ({
        id,
        transferredBytes,
        bytesPerSecond,
      }))
    const removed = [...this.#removed]
    this.#moved.clear()
    this.#removed.clear()
    if (upserted.length + progress.length + removed.length > 0)
      this.#options.publish({ upserted, progress, removed })
    if (this.#changed.size > 0) this.#wake()
  }
}
