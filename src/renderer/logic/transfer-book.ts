import {
  isFinished,
  type Transfer,
  type TransferDirection,
  type TransferProgress,
  type TransfersDelta,
} from '#shared/models/transfer.ts'
import {
  noTransfers,
  sectionOf,
  transferSections,
  updatedRows,
  type SectionedTransfers,
  type TransferSection,
} from './transfer-sections.ts'
import { TransferTally, type TransferTotals } from './transfer-tally.ts'

interface SectionChange {
  readonly leaving: Set<string>
  readonly arriving: Transfer[]
}

/**
 * The transfers as told by the main process. Plain data outside Vue's reactivity: with 10,000 jobs, ten
 * messages a second must not walk through proxies, nor sort what has not moved.
 */
export class TransferBook {
  readonly #jobs = new Map<string, Transfer>()
  readonly #progress = new Map<string, TransferProgress>()
  /** How far a job was before it went back to the queue: going on from there is not speed. */
  readonly #reached = new Map<string, number>()
  readonly #tally = new TransferTally()
  /** Told to be gone while the first list was under way; null once that is in. */
  #goneEarly: Set<string> | null = new Set()
  #sections = noTransfers

  /** Rows by section, in display order; another object whenever rows came, went or changed state. */
  get sections(): SectionedTransfers {
    return this.#sections
  }

  /** The whole list, at the start. Jobs that a delta has told of meanwhile are newer and win. */
  load(transfers: readonly Transfer[]): void {
    const isNews = ({ id }: Transfer): boolean => !this.#jobs.has(id) && this.#goneEarly?.has(id) !== true
    const news = transfers.filter(isNews)
    this.#goneEarly = null
    this.apply({ upserted: news, progress: [], removed: [] }, 0)
  }

  /**
   * @param at monotonic ms
   * @returns whether rows came, went or changed state; false when only byte counts moved
   */
  apply(delta: TransfersDelta, at: number): boolean {
    const changes = new Map<TransferSection, SectionChange>()
    for (const transfer of delta.upserted) this.#upsert(transfer, changes, at)
    for (const progress of delta.progress) this.#move(progress, at)
    for (const id of delta.removed) this.#remove(id, changes)
    this.#tally.settle()
    if (changes.size === 0) return false
    const sections = { ...this.#sections }
    for (const [section, { leaving, arriving }] of changes) {
      sections[section] = updatedRows(sections[section], leaving, arriving)
    }
    this.#sections = sections
    return true
  }

  get(id: string): Transfer | undefined {
    return this.#jobs.get(id)
  }

  /** The newest byte counts of a job; the same object as long as they have not moved. */
  progressOf(transfer: Transfer): TransferProgress {
    return this.#progress.get(transfer.id) ?? transfer
  }

  /** Counts, bytes and speeds of these directions. `at`: monotonic ms. */
  totals(directions: readonly TransferDirection[], at: number): TransferTotals {
    return this.#tally.totals(directions, at)
  }

  /** Every job that meets a condition, in display order. */
  filter(isMeant: (transfer: Transfer) => boolean): Transfer[] {
    return transferSections.flatMap((section) => this.#sections[section].filter(isMeant))
  }

  #upsert(transfer: Transfer, changes: Map<TransferSection, SectionChange>, at: number): void {
    const { id } = transfer
    const before = this.#jobs.get(id)
    const transferredBefore = before === undefined ? 0 : this.progressOf(before).transferredBytes
    if (before) {
      changeOf(changes, sectionOf(before.state)).leaving.add(id)
      this.#countMove(before, transfer, transferredBefore, at)
    }
    this.#jobs.set(id, transfer)
    // An upsert carries counts of its own, newer than any progress told before it.
    this.#progress.delete(id)
    this.#tally.replace(before, transfer, transferredBefore, transfer.transferredBytes)
    changeOf(changes, sectionOf(transfer.state)).arriving.push(transfer)
  }

  #move(progress: TransferProgress, at: number): void {
    const job = this.#jobs.get(progress.id)
    if (job === undefined || isFinished(job.state)) return
    const before = this.progressOf(job).transferredBytes
    this.#progress.set(progress.id, progress)
    this.#tally.replace(job, job, before, progress.transferredBytes)
    this.#tally.move(job, this.#gain(job.id, before, progress.transferredBytes), at)
  }

  #remove(id: string, changes: Map<TransferSection, SectionChange>): void {
    this.#goneEarly?.add(id)
    const job = this.#jobs.get(id)
    if (job === undefined) return
    const { arriving, leaving } = changeOf(changes, sectionOf(job.state))
    leaving.add(id)
    const arrived = arriving.indexOf(job)
    if (arrived !== -1) arriving.splice(arrived, 1)
    this.#tally.replace(job, undefined, this.progressOf(job).transferredBytes, 0)
    this.#jobs.delete(id)
    this.#progress.delete(id)
    this.#reached.delete(id)
  }

  #countMove(before: Transfer, after: Transfer, transferredBefore: number, at: number): void {
    const { transferredBytes } = after
    if (transferredBytes < transferredBefore) this.#reached.set(after.id, transferredBefore)
    else if (!isFinished(before.state) && (!isFinished(after.state) || after.state.kind === 'done')) {
      this.#tally.move(after, this.#gain(after.id, transferredBefore, transferredBytes), at)
    }
    if (isFinished(after.state) && after.state.kind !== 'failed') this.#reached.delete(after.id)
  }

  /** Bytes that moved just now, as against those that an earlier run had moved already. */
  #gain(id: string, before: number, now: number): number {
    if (now <= before) return 0
    const reached = this.#reached.get(id)
    if (reached === undefined) return now - before
    this.#reached.delete(id)
    return now >= reached ? now - reached : now - before
  }
}

function changeOf(changes: Map<TransferSection, SectionChange>, section: TransferSection): SectionChange {
  let change = changes.get(section)
  if (change === undefined) {
    change = { leaving: new Set(), arriving: [] }
    changes.set(section, change)
  }
  return change
}
