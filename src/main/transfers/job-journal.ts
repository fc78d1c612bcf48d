import type { Logger } from '../logging/logger.ts'
import type { JobRecord } from './job.ts'
import type { JobStore } from './job-store.ts'

export interface JobJournalOptions {
  readonly store: JobStore
  /** Called once the store has it. */
  readonly onSaved: (id: string) => void
  readonly onDeleted: (id: string) => void
  readonly log: Logger
}

/**
 * Writes jobs to the store, many at a time where many change at once, and then tells of them. A store that cannot be
 * written (full disk) must not stop the transfers: what it missed is written along with what comes next.
 */
export class JobJournal {
  readonly #options: JobJournalOptions
  /** What the store does not have yet; null = to be deleted. */
  readonly #unsaved = new Map<string, JobRecord | null>()
  readonly #news = new Set<string>()
  #depth = 0

  constructor(options: JobJournalOptions) {
    this.#options = options
  }

  save(record: JobRecord): void {
    this.#news.add(record.spec.id)
    this.note(record)
  }

  /** Saves without telling anyone. */
  note(record: JobRecord): void {
    this.#unsaved.set(record.spec.id, record)
    this.#flush()
  }

  delete(id: string): void {
    this.#news.add(id)
    this.#unsaved.set(id, null)
    this.#flush()
  }

  /** Writes all that `work` saves and deletes as one, at its end. Batches may be nested. */
  batch<Result>(work: () => Result): Result {
    this.#depth += 1
    try {
      return work()
    } finally {
      this.#depth -= 1
      this.#flush()
    }
  }

  #flush(): void {
    if (this.#depth > 0 || this.#unsaved.size === 0) return
    const { store, log } = this.#options
    const news = [...this.#news].map((id) => [id, this.#unsaved.get(id) === null] as const)
    this.#news.clear()
    try {
      if (this.#unsaved.size === 1) this.#write()
      else store.batch(() => this.#write())
      this.#unsaved.clear()
    } catch (error) {
      log.error('transfers cannot be saved', { error, count: this.#unsaved.size })
    }
    for (const [id, isDeleted] of news) {
      if (isDeleted) this.#options.onDeleted(id)
      else this.#options.onSaved(id)
    }
  }

  #write(): void {
    const { store } = this.#options
    for (const [id, record] of this.#unsaved) {
      if (record === null) store.delete(id)
      else store.save(record)
    }
  }
}
