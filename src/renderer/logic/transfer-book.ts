import type {
  Transfer,
  TransferDirection,
  TransferProgress,
  TransfersDelta,
} from '#shared/models/transfer.ts'
import { isFinished } from '#shared/models/transfer.ts'

/**
 * The transfers as told by the main process. Plain data outside Vue's reactivity: with 10,000 jobs, ten
 * messages a second must not walk through proxies.
 */
export class TransferBook {
  readonly #jobs = new Map<string, Transfer>()
  readonly #progress = new Map<string, TransferProgress>()

  /** The whole list, at the start. Jobs that a delta has told of meanwhile are newer and win. */
  load(transfers: readonly Transfer[]): void {
    for (const transfer of transfers) if (!this.#jobs.has(transfer.id)) this.#jobs.set(transfer.id, transfer)
  }

  /** Returns whether rows came, went or changed state; false when only byte counts moved. */
  apply(delta: TransfersDelta): boolean {
    for (const transfer of delta.upserted) {
      this.#jobs.set(transfer.id, transfer)
      // An upsert carries counts of its own, newer than any progress told before it.
      this.#progress.delete(transfer.id)
    }
    for (const progress of delta.progress) {
      if (this.#jobs.has(progress.id)) this.#progress.set(progress.id, progress)
    }
    for (const id of delta.removed) {
      this.#jobs.delete(id)
      this.#progress.delete(id)
    }
    return delta.upserted.length > 0 || delta.removed.length > 0
  }

  get(id: string): Transfer | undefined {
    return this.#jobs.get(id)
  }

  /** The newest byte counts of a job. */
  progressOf(transfer: Transfer): TransferProgress {
    return (
      this.#progress.get(transfer.id) ?? {
        id: transfer.id,
        transferredBytes: transfer.transferredBytes,
        bytesPerSecond: transfer.bytesPerSecond,
      }
    )
  }

  /** Display order: what moves, then what waits (both in queue order), then what is over, newest first. */
  sorted(): Transfer[] {
    return [...this.#jobs.values()].sort((a, b) => {
      const byRank = rankOf(a) - rankOf(b)
      if (byRank !== 0) return byRank
      return rankOf(a) === finishedRank ? b.createdAt - a.createdAt : a.createdAt - b.createdAt
    })
  }
}

const finishedRank = 2

function rankOf({ state }: Transfer): number {
  if (isFinished(state)) return finishedRank
  return state.kind === 'queued' || state.kind === 'paused' || state.kind === 'waiting' ? 1 : 0
}

export interface TransferSummary {
  readonly uploads: number
  readonly downloads: number
  readonly failed: number
  readonly finished: number
}

/** Counts for the footer and the panel's header; `uploads` and `downloads` are the unfinished ones. */
export function summaryOf(transfers: readonly Transfer[]): TransferSummary {
  const unfinished: Record<TransferDirection, number> = { upload: 0, download: 0 }
  let failed = 0
  let finished = 0
  for (const { state, direction } of transfers) {
    if (!isFinished(state)) unfinished[direction]++
    else finished++
    if (state.kind === 'failed') failed++
  }
  return { uploads: unfinished.upload, downloads: unfinished.download, failed, finished }
}
