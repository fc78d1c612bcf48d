import { isFinished, type Transfer, type TransferDirection } from '#shared/models/transfer.ts'
import { Throughput } from './throughput.ts'
import { sectionOf, type TransferSection } from './transfer-sections.ts'

/** Sums over the jobs of one direction. Bytes throughout. */
interface Sums {
  readonly jobs: Record<TransferSection, number>
  paused: number
  /** Of unfinished jobs. */
  transferred: number
  total: number
  /** Of jobs that go on by themselves: what is left, and how many do not know. */
  left: number
  unknown: number
}

/** What the panel's header and the window's footer say of one direction, or of both. */
export interface TransferTotals {
  readonly jobs: Readonly<Record<TransferSection, number>>
  readonly unfinished: number
  readonly paused: number
  /** Bytes of everything since transfers last began, finished ones included. */
  readonly transferredBytes: number
  readonly totalBytes: number
  readonly bytesPerSecond: Readonly<Record<TransferDirection, number>>
  /** Until what goes on by itself is done; null when that cannot be said. */
  readonly secondsLeft: number | null
}

/** Beyond this an estimate says nothing. */
const longestSeconds = 99 * 3600

/**
 * Totals kept up to date job by job: a message about ten of 10,000 jobs costs ten steps. What was finished
 * stays in the totals until everything is, so that they do not run backwards.
 */
export class TransferTally {
  readonly #sums: Readonly<Record<TransferDirection, Sums>> = { upload: noSums(), download: noSums() }
  readonly #settled: Record<TransferDirection, number> = { upload: 0, download: 0 }
  readonly #throughput = { upload: new Throughput(), download: new Throughput() }
  #isIdle = true

  /**
   * A job is new, changed or gone.
   * @param transferredBefore, transferredNow the newest counts, which may be newer than the job's own
   */
  replace(
    before: Transfer | undefined,
    after: Transfer | undefined,
    transferredBefore: number,
    transferredNow: number,
  ): void {
    if (before) this.#add(before, transferredBefore, -1)
    if (after) this.#add(after, transferredNow, 1)
    if (before && after?.state.kind === 'done' && !isFinished(before.state)) {
      this.#settled[after.direction] += after.totalBytes ?? transferredNow
    }
  }

  /** Bytes of an unfinished job moved. `at`: monotonic ms. */
  move(job: Transfer, bytes: number, at: number): void {
    if (bytes > 0) this.#throughput[job.direction].add(bytes, at)
  }

  /** All changes of one message are in: the end of everything ends the count, the next beginning starts it anew. */
  settle(): void {
    const isIdle = this.#unfinished('upload') + this.#unfinished('download') === 0
    if (this.#isIdle && !isIdle) this.#settled.upload = this.#settled.download = 0
    this.#isIdle = isIdle
    for (const direction of ['upload', 'download'] as const) {
      if (this.#sums[direction].jobs.active === 0) this.#throughput[direction].reset()
    }
  }

  /** @param at monotonic ms */
  totals(directions: readonly TransferDirection[], at: number): TransferTotals {
    const sum = (of: (sums: Sums) => number): number =>
      directions.reduce((total, direction) => total + of(this.#sums[direction]), 0)
    const settled = directions.reduce((total, direction) => total + this.#settled[direction], 0)
    const rate = (direction: TransferDirection): number =>
      directions.includes(direction) ? this.#throughput[direction].rate(at) : 0
    const bytesPerSecond = { upload: rate('upload'), download: rate('download') }
    const jobs = {
      active: sum((of) => of.jobs.active),
      waiting: sum((of) => of.jobs.waiting),
      failed: sum((of) => of.jobs.failed),
      done: sum((of) => of.jobs.done),
    }
    return {
      jobs,
      unfinished: jobs.active + jobs.waiting,
      paused: sum((of) => of.paused),
      transferredBytes: settled + sum((of) => of.transferred),
      totalBytes: settled + sum((of) => of.total),
      bytesPerSecond,
      secondsLeft: this.#secondsLeft(directions, bytesPerSecond),
    }
  }

  #unfinished(direction: TransferDirection): number {
    const { active, waiting } = this.#sums[direction].jobs
    return active + waiting
  }

  /** Up and down go on side by side: the longer of the two. */
  #secondsLeft(
    directions: readonly TransferDirection[],
    rates: Readonly<Record<TransferDirection, number>>,
  ): number | null {
    let longest: number | null = null
    for (const direction of directions) {
      const { left, unknown } = this.#sums[direction]
      if (unknown > 0) return null
      if (left === 0) continue
      if (rates[direction] === 0) return null
      longest = Math.max(longest ?? 0, left / rates[direction])
    }
    return longest === null || longest > longestSeconds ? null : longest
  }

  #add(job: Transfer, transferred: number, sign: 1 | -1): void {
    const sums = this.#sums[job.direction]
    sums.jobs[sectionOf(job.state)] += sign
    if (job.state.kind === 'paused') sums.paused += sign
    if (isFinished(job.state)) return
    sums.transferred += sign * transferred
    sums.total += sign * (job.totalBytes ?? transferred)
    if (!goesOn(job)) return
    if (job.totalBytes === null) sums.unknown += sign
    else sums.left += sign * Math.max(0, job.totalBytes - transferred)
  }
}

/** Without the user doing anything: resumed, signed in, back on the network. */
function goesOn({ state }: Transfer): boolean {
  return state.kind !== 'paused' && !(state.kind === 'waiting' && state.until === null)
}

function noSums(): Sums {
  return {
    jobs: { active: 0, waiting: 0, failed: 0, done: 0 },
    paused: 0,
    transferred: 0,
    total: 0,
    left: 0,
    unknown: 0,
  }
}
