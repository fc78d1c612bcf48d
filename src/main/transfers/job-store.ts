import type { JobRecord } from './job.ts'

/** Keeps jobs across transitions. A transition is saved before it is announced (design, section 6). */
export interface JobStore {
  save(record: JobRecord): void
  delete(id: string): void
  has(id: string): boolean
  /** What `work` saves and deletes is kept as one, or, when it throws, not at all. */
  batch(work: () => void): void
  /**
   * In the order in which they were added.
   *
   * @param onUnreadable called for each that is kept, but cannot be read by this version of the app
   */
  all(onUnreadable?: () => void): readonly JobRecord[]
}
