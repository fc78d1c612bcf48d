import { isFinished, type Transfer, type TransferState } from '#shared/models/transfer.ts'

/** The parts of the panel, from top to bottom. */
export const transferSections = ['active', 'waiting', 'failed', 'done'] as const
export type TransferSection = (typeof transferSections)[number]

/** Rows by section, each in display order. Arrays are replaced, never changed. */
export type SectionedTransfers = Readonly<Record<TransferSection, readonly Transfer[]>>

export const noTransfers: SectionedTransfers = { active: [], waiting: [], failed: [], done: [] }

/** Paused jobs keep their place among those that wait; a cancelled job is over without having failed. */
export function sectionOf(state: TransferState): TransferSection {
  switch (state.kind) {
    case 'preparing':
    case 'running':
    case 'verifying':
      return 'active'
    case 'queued':
    case 'waiting':
    case 'paused':
      return 'waiting'
    case 'failed':
      return 'failed'
    case 'cancelled':
    case 'done':
      return 'done'
  }
}

/** Display order within a section: unfinished jobs as the queue takes them, finished ones newest first. */
export function compareTransfers(a: Transfer, b: Transfer): number {
  const byEnd = isFinished(a.state) && isFinished(b.state) ? b.state.finishedAt - a.state.finishedAt : 0
  return byEnd === 0 ? a.order - b.order : byEnd
}

/**
 * Takes rows out of a section and puts others in: one walk over the section, however many change, so that a
 * message about three of 10,000 jobs sorts three.
 */
export function updatedRows(
  rows: readonly Transfer[],
  leaving: ReadonlySet<string>,
  arriving: readonly Transfer[],
): readonly Transfer[] {
  const kept = leaving.size === 0 ? rows : rows.filter(({ id }) => !leaving.has(id))
  if (arriving.length === 0) return kept
  const fresh = arriving.toSorted(compareTransfers)
  const merged: Transfer[] = []
  let next = 0
  for (const row of kept) {
    for (let job = fresh[next]; job !== undefined && compareTransfers(job, row) < 0; job = fresh[next]) {
      merged.push(job)
      next += 1
    }
    merged.push(row)
  }
  for (const job of fresh.slice(next)) merged.push(job)
  return merged
}
