import type { JobStore } from '#main/transfers/job-store.ts'
import type { JobRecord } from '#main/transfers/job.ts'

/** Jobs for this run only. */
export function createMemoryJobStore(): JobStore {
  const records = new Map<string, JobRecord>()
  return {
    save: (record) => void records.set(record.spec.id, record),
    has: (id) => records.has(id),
    delete: (id) => void records.delete(id),
    batch: (work) => work(),
    all: () => [...records.values()],
  }
}
