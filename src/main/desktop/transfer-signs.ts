import type { Transfer, TransfersDelta } from '#shared/models/transfer.ts'

/** Work that was over sooner needs no notification. ms */
const longWorkMs = 10_000

export type ProgressMode = 'normal' | 'error' | 'paused' | 'indeterminate'

/** What came of the transfers that ran together. */
export interface FinishedWork {
  readonly done: number
  readonly failed: number
  /** Where the one file is, when it was one download. */
  readonly localPath: string | null
}

/** The parts of the desktop that show how transfers are doing. */
export interface DesktopSigns {
  /** On the taskbar or the dock icon; null takes it away. `share`: 0 … 1. */
  readonly setProgress: (progress: { readonly share: number; readonly mode: ProgressMode } | null) => void
  /** How many have failed unseen; 0 takes the badge away. */
  readonly setBadge: (failed: number) => void
  /** Keeps the computer from sleeping by itself. */
  readonly keepAwake: (on: boolean) => void
  readonly notify: (work: FinishedWork) => void
  readonly isFocused: () => boolean
  /** ms, monotonic */
  readonly now?: () => number
  /** epoch ms */
  readonly wallClock?: () => number
}

interface Seen {
  readonly done: number
  readonly total: number
  readonly stage: 'active' | 'resting' | 'waiting' | 'over'
}

/**
 * Shows on the desktop how the transfers are doing, from what the window is told. Transfers that overlap in time are one
 * piece of work: its progress never jumps back because one of them is done.
 */
export class TransferSigns {
  readonly #desktop: DesktopSigns
  readonly #jobs = new Map<string, Seen>()
  readonly #now: () => number
  #counts = { active: 0, resting: 0, waiting: 0, over: 0 }
  #bytes = { done: 0, total: 0 }
  #work = { done: 0, failed: 0, localPath: null as string | null, since: 0 }
  #failedUnseen = 0
  /** What was created sooner and is over has been told of, or belongs to another run of the app. Epoch ms */
  #historyUntil: number
  #shown = ''
  #badge = 0
  #isAwake = false

  constructor(desktop: DesktopSigns) {
    this.#desktop = desktop
    this.#now = desktop.now ?? (() => performance.now())
    this.#historyUntil = this.#wallClock()
  }

  #wallClock(): number {
    return this.#desktop.wallClock?.() ?? Date.now()
  }

  /** Under way, in the queue, or waiting to be tried again. */
  get unfinished(): number {
    return this.#counts.active + this.#counts.resting + this.#counts.waiting
  }

  note({ upserted, progress, removed }: TransfersDelta): void {
    if (this.unfinished === 0) this.#work = { ...this.#work, since: this.#now() }
    for (const transfer of upserted) this.#take(transfer)
    for (const { id, transferredBytes } of progress) {
      const seen = this.#jobs.get(id)
      if (seen !== undefined) this.#put(id, { ...seen, done: transferredBytes })
    }
    for (const id of removed) this.#put(id, null)
    this.#show()
  }

  /** The user looks at the window. */
  seen(): void {
    this.#failedUnseen = 0
    this.#show()
  }

  /** There is another window, which shows nothing of it yet. */
  renew(): void {
    this.#shown = ''
    this.#badge = 0
    this.#show()
  }

  #take(transfer: Transfer): void {
    const { id, state, transferredBytes, totalBytes } = transfer
    const before = this.#jobs.get(id)
    const stage = stageOf(transfer)
    // What is new and over was quick: the window is told of changes ten times a second.
    if (before === undefined && stage === 'over' && transfer.createdAt < this.#historyUntil) return
    if (stage === null) {
      this.#put(id, null)
      return
    }
    if (stage === 'over' && before?.stage !== 'over') {
      if (state.kind === 'done') {
        this.#work.done++
        this.#work.localPath = transfer.localPath
      } else if (state.kind === 'failed') {
        this.#work.failed++
        this.#failedUnseen++
      }
    }
    this.#put(id, { stage, done: transferredBytes, total: totalBytes ?? transferredBytes })
  }

  #put(id: string, next: Seen | null): void {
    const before = this.#jobs.get(id)
    if (before !== undefined) this.#add(before, -1)
    if (next === null) this.#jobs.delete(id)
    else {
      this.#jobs.set(id, next)
      this.#add(next, 1)
    }
  }

  #add({ stage, done, total }: Seen, sign: 1 | -1): void {
    this.#counts[stage] += sign
    this.#bytes.done += sign * done
    this.#bytes.total += sign * total
  }

  #show(): void {
    if (this.#desktop.isFocused()) this.#failedUnseen = 0
    if (this.unfinished === 0 && this.#jobs.size > 0) this.#finish()
    this.#setProgress()
    if (this.#badge !== this.#failedUnseen) this.#desktop.setBadge((this.#badge = this.#failedUnseen))
    const isAwake = this.#counts.active > 0
    if (isAwake !== this.#isAwake) this.#desktop.keepAwake((this.#isAwake = isAwake))
  }

  #finish(): void {
    const { done, failed, localPath, since } = this.#work
    const isLong = this.#now() - since >= longWorkMs
    this.#jobs.clear()
    this.#historyUntil = this.#wallClock()
    this.#counts = { active: 0, resting: 0, waiting: 0, over: 0 }
    this.#bytes = { done: 0, total: 0 }
    this.#work = { done: 0, failed: 0, localPath: null, since: 0 }
    if (!isLong || done + failed === 0 || this.#desktop.isFocused()) return
    this.#desktop.notify({ done, failed, localPath: done === 1 && failed === 0 ? localPath : null })
  }

  #setProgress(): void {
    const progress = this.#progress()
    const text = JSON.stringify(progress)
    if (text === this.#shown) return
    this.#shown = text
    this.#desktop.setProgress(progress)
  }

  #progress(): { share: number; mode: ProgressMode } | null {
    const hasFailed = this.#failedUnseen > 0
    // A failure that nobody has seen stays on the icon.
    if (this.unfinished === 0) return hasFailed ? { share: 1, mode: 'error' } : null
    const { done, total } = this.#bytes
    if (total === 0) return { share: 0, mode: 'indeterminate' }
    // In steps of a percent: the desktop is not told of what nobody sees.
    const share = Math.floor((100 * done) / total) / 100
    if (hasFailed) return { share, mode: 'error' }
    return { share, mode: this.#counts.waiting === this.unfinished ? 'paused' : 'normal' }
  }
}

/** Null for what neither goes on nor is over: the user has paused it. */
function stageOf({ state }: Transfer): Seen['stage'] | null {
  switch (state.kind) {
    case 'preparing':
    case 'running':
    case 'verifying':
      return 'active'
    case 'queued':
      return 'resting'
    case 'waiting':
      return 'waiting'
    case 'paused':
      return null
    case 'done':
    case 'failed':
    case 'cancelled':
      return 'over'
  }
}
