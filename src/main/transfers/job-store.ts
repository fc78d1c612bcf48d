import type { JobRecord } from './job.ts'

/** Keeps jobs across transitions. A transition is saved before it is announced (design, section 6). */
export interface JobStore {
  save(record: JobRecord): void
  delete(id: string): void
  /** In the order in which they were added. */
  all(): readonly JobRecord[]
}

/** Jobs for this run only. */
export function createMemoryJobStore(): JobStore {
  const records = new Map<string, JobRecord>()
  return {
    save: (record) => void records.set(record.spec.id, record),
    delete: (id) => void records.delete(id),
    all: () => [...records.values()],
  }
}
