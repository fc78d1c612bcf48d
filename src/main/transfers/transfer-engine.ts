import { AppError, toErrorShape, type ErrorCode, type ErrorShape } from '#shared/errors.ts'
import {
  isFinished,
  transferDirections,
  type Transfer,
  type TransferDirection,
  type TransferPlace,
  type TransferSelection,
  type TransferState,
} from '#shared/models/transfer.ts'
import type { CloudRoomClient } from '../api/client.types.ts'
import type { Logger } from '../logging/logger.ts'
import { Interruptions } from './interruptions.ts'
import type { JobRecord, JobReport, JobSpec, UploadConflict, UploadNote } from './job.ts'
import { endOf, JobBook, newJob, publicForm, type Job } from './job-book.ts'
import { JobJournal } from './job-journal.ts'
import type { JobStore } from './job-store.ts'
import { reorder } from './reorder.ts'
import { Scheduler } from './scheduler.ts'
import { SpeedMeter } from './speed-meter.ts'
import type { UploadContext } from './upload-job.ts'

/** How often running jobs are looked at: their speed, whether they move at all, and what is saved of their bytes. ms */
const tickMs = 1000
/** Without a network, a job that has not moved for so long will not move any more. ms */
const stalledOfflineMs = 10_000
/** What has not moved for so long when the network comes back hangs on a connection of before. ms */
const stalledOnReconnectMs = 2000
/** Between tries of an upload that must not be given up. ms */
const replaceRetryMs = 60_000

/** What a finished run adds to its job. */
export interface JobResult {
  readonly localPath: string | null
}

/** How much is kept of what is over; the sooner limit counts (design, section 6). */
export interface HistoryLimits {
  readonly jobs: number
  readonly ageMs: number
}

const defaultHistory: HistoryLimits = { jobs: 10_000, ageMs: 30 * 24 * 60 * 60 * 1000 }

export interface TransferEngineOptions {
  readonly store: JobStore
  /** Runs one job to its end. @throws AppError */
  readonly run: (spec: JobSpec, context: UploadContext) => Promise<JobResult>
  /** Takes away what a job has left on disk. Called when it is cancelled or taken off the list, never while it runs. */
  readonly discard: (id: string) => Promise<void>
  /** @throws AppError `account.notSignedIn` */
  readonly clientFor: (profileId: string) => CloudRoomClient
  readonly concurrency: Readonly<Record<TransferDirection, number>>
  /** State, totals, names or places of a job changed, and the store knows it. */
  readonly onChange: (id: string) => void
  /** Only the counters moved. */
  readonly onMove: (id: string) => void
  readonly onRemove: (id: string) => void
  /** Never throws. */
  readonly onDone: (record: JobRecord) => void
  /** ms before the next try of a job that has failed this many times in a row; null = give up. See backoff.ts. */
  readonly retryDelay: (failures: number) => number | null
  /** What the system says now. Believed only when requests fail. */
  readonly isOnline: () => boolean
  readonly history?: HistoryLimits
  readonly log: Logger
}

/**
 * The transfer queue: every job's one state machine. Transitions are saved before they are announced, byte counts once
 * a second.
 */
export class TransferEngine {
  readonly #options: TransferEngineOptions
  readonly #book = new JobBook()
  readonly #journal: JobJournal
  readonly #queues: Readonly<Record<TransferDirection, Scheduler<Job>>>
  readonly #interruptions: Interruptions
  readonly #running = new Set<Job>()
  #ticker: NodeJS.Timeout | null = null
  #isClosed = false
  #firstOrder = 0
  #lastOrder = 0

  constructor(options: TransferEngineOptions) {
    this.#options = options
    this.#journal = new JobJournal({
      store: options.store,
      onSaved: options.onChange,
      onDeleted: options.onRemove,
      log: options.log,
    })
    const queue = (direction: TransferDirection): Scheduler<Job> =>
      new Scheduler({
        limit: options.concurrency[direction],
        orderOf: ({ record }) => record.order,
        run: (job) => this.#run(job),
      })
    this.#queues = { upload: queue('upload'), download: queue('download') }
    this.#interruptions = new Interruptions((isInterrupted) => {
      for (const each of Object.values(this.#queues)) each.isHeld = isInterrupted
      if (!isInterrupted) this.#goOn()
    })
  }

  /**
   * Takes up the jobs that an earlier run of the app has left. What was under way then waits until its
   * profile is signed in; see {@link resumeProfile}. Call once, before anything is added.
   *
   * @returns how many jobs are kept that this version of the app cannot read
   */
  restore(): number {
    let unreadable = 0
    const records = this.#options.store.all(() => (unreadable += 1))
    // Saved again only once something happens to them: another start would find the same.
    this.#book.load(records.map((record) => newJob(asFound(record))))
    for (const { record } of this.#book.all()) {
      this.#firstOrder = Math.min(this.#firstOrder, record.order)
      this.#lastOrder = Math.max(this.#lastOrder, record.order)
    }
    this.#prune()
    return unreadable
  }

  /** Goes on with what waits for this profile to be signed in. */
  resumeProfile(profileId: string): void {
    this.#againWhere(({ spec, state }) => spec.profileId === profileId && isWaitingForSignIn(state))
  }

  list(): Transfer[] {
    return this.#book.all().map(publicForm)
  }

  get(id: string): Transfer | undefined {
    const job = this.#book.get(id)
    return job && publicForm(job)
  }

  /** What a job was asked to do, as it stands now. */
  specOf(id: string): JobSpec | undefined {
    return this.#book.get(id)?.record.spec
  }

  /** The unfinished job for a remote file, if there is one. */
  findActive(direction: TransferDirection, profileId: string, remotePath: string): Transfer | undefined {
    const job = this.#book.withTarget(direction, profileId, remotePath)
    return job && publicForm(job)
  }

  /** Saves all that `work` does to jobs as one: a matter of milliseconds for thousands of them. */
  batch<Result>(work: () => Result): Result {
    return this.#journal.batch(work)
  }

  /** @param totalBytes as far as it is known before the job runs */
  add(spec: JobSpec, name: string, totalBytes: number | null): void {
    const job = newJob({
      spec,
      name,
      totalBytes,
      transferredBytes: 0,
      localPath: null,
      mayHaveArrived: false,
      order: ++this.#lastOrder,
      replacing: null,
      state: { kind: 'queued' },
    })
    this.#book.add(job)
    this.#enqueue(job)
  }

  /** Ends unfinished jobs; what they have written so far is taken away. Unknown and finished ones are passed over. */
  cancel(selection: TransferSelection): void {
    this.#each(selection, (job) => {
      if (!isFinished(job.record.state)) this.#stop(job, { kind: 'cancelled', finishedAt: Date.now() })
    })
  }

  /** Stops unfinished jobs until they are resumed. An upload starts over then: the API has no resume. */
  pause(selection: TransferSelection): void {
    this.#each(selection, (job) => {
      const { state } = job.record
      if (!isFinished(state) && state.kind !== 'paused') this.#stop(job, { kind: 'paused' })
    })
  }

  /** Goes on with paused jobs, at their old places. */
  resume(selection: TransferSelection): void {
    this.#each(selection, (job) => {
      if (job.record.state.kind === 'paused') this.#again(job)
    })
  }

  /**
   * Lets waiting jobs go at once. Starts failed jobs over, and cancelled ones that are named, behind all others, unless
   * another job is about the same file by now.
   */
  retry(selection: TransferSelection): void {
    this.#interruptions.end('offline')
    this.#each(selection, (job) => {
      const { state } = job.record
      const isOver = state.kind === 'failed' || (state.kind === 'cancelled' && 'ids' in selection)
      if (!isOver && !isWaitingForTime(state)) return
      if (isOver && this.#book.rivalOf(job)) return
      if (isOver) job.record = { ...job.record, order: ++this.#lastOrder }
      job.failures = 0
      this.#again(job)
    })
  }

  /** Somebody waits for the bytes of this job: it runs at once, whatever else runs, also when it was paused or had failed. */
  hurry(id: string): void {
    const job = this.#book.get(id)
    if (!job || job.record.state.kind === 'done') return
    if (job.record.state.kind === 'paused') this.resume({ ids: [id] })
    else this.retry({ ids: [id] })
    this.#queueOf(job).startNow(job)
  }

  /** Takes finished jobs off the list; files stay. */
  remove(selection: TransferSelection): void {
    this.#each(selection, (job) => {
      if (isFinished(job.record.state)) this.#forget(job)
    })
  }

  clearFinished(): void {
    this.remove({ all: 'both' })
  }

  /** How many jobs of a direction run at once. Lowering it lets what runs come to its end. */
  limit(direction: TransferDirection, jobs: number): void {
    this.#queues[direction].limit = jobs
  }

  /** Changes the order of unfinished jobs that do not run, within each direction. */
  move(ids: readonly string[], to: TransferPlace): void {
    const chosen = new Set(this.#book.select({ ids }))
    const resting = this.#book
      .unfinished()
      .filter(({ record }) => isResting(record.state))
      .sort((a, b) => a.record.order - b.record.order)
    this.batch(() => {
      for (const direction of transferDirections) {
        this.#reorder(
          resting.filter(({ record }) => record.spec.direction === direction),
          chosen,
          to,
        )
      }
    })
  }

  /** Makes a download open its file when done. */
  openWhenDone(id: string): void {
    const job = this.#book.get(id)
    if (job?.record.spec.direction !== 'download') return
    job.record = { ...job.record, spec: { ...job.record.spec, opensWhenDone: true } }
    this.#announce(job)
  }

  /**
   * Starts an upload that did not succeed over, with a decision about the name that was taken.
   *
   * @param name the one to have on the server from now on
   *
   * @returns false when there is no such upload, or another job is about the same file by now
   */
  resolve(id: string, name: string, onConflict: UploadConflict): boolean {
    const job = this.#book.get(id)
    const spec = job?.record.spec
    if (!job || spec?.direction !== 'upload' || !isFinished(job.record.state)) return false
    const holder = this.#book.withTarget('upload', spec.profileId, `${spec.remoteFolder}${name}`)
    if (job.record.state.kind === 'done' || holder) return false
    // That an earlier copy was deleted stays true until another is to be.
    const replacing = onConflict.kind === 'replace' ? null : job.record.replacing
    job.record = { ...job.record, spec: { ...spec, name, onConflict }, name, replacing }
    this.retry({ ids: [id] })
    return true
  }

  /** Fails what a profile has under way, because its secret has been forgotten. */
  stopProfile(profileId: string): void {
    const error = new AppError('account.notSignedIn').toShape()
    this.batch(() => {
      for (const job of this.#book.unfinished()) {
        if (job.record.spec.profileId === profileId)
          this.#stop(job, { kind: 'failed', error, finishedAt: Date.now() })
      }
    })
  }

  /** The system has lost its network, or has one again: then everything that waits goes on at once. */
  setOnline(isOnline: boolean): void {
    if (!isOnline) return
    this.#restartStalled(stalledOnReconnectMs)
    this.#interruptions.end('offline')
    this.#goOn()
  }

  /** The computer is about to sleep: what runs is stopped, in a way that it can go on. */
  suspend(): void {
    this.#interruptions.begin('suspended')
    const error = new AppError('transfer.suspended').toShape()
    this.batch(() => {
      for (const job of this.#running) {
        if (isUnderWay(job.record.state)) this.#stop(job, { kind: 'waiting', until: null, error })
      }
    })
  }

  /** The computer is awake again. */
  wake(): void {
    this.#interruptions.end('suspended')
    this.#goOn()
  }

  /**
   * Stops everything for the next start of the app to go on with: the store keeps what is unfinished.
   * Resolves when every run has wound down.
   */
  async close(): Promise<void> {
    const queues = Object.values(this.#queues)
    this.#interruptions.close()
    for (const queue of queues) queue.isHeld = true
    this.batch(() => {
      for (const job of this.#book.unfinished()) {
        this.#clearTimer(job)
        job.controller?.abort()
        job.startsOver = false
        if (job.record.state.kind === 'paused') continue
        job.record = { ...job.record, state: { kind: 'queued' } }
        this.#journal.note(job.record)
      }
    })
    this.#isClosed = true
    await Promise.all(queues.map((queue) => queue.idle()))
  }

  #each(selection: TransferSelection, work: (job: Job) => void): void {
    this.batch(() => {
      for (const job of this.#book.select(selection)) work(job)
    })
  }

  #againWhere(isMeant: (record: JobRecord) => boolean): void {
    this.batch(() => {
      for (const job of this.#book.unfinished()) if (isMeant(job.record)) this.#again(job)
    })
  }

  /** With everything that waits for better times, however long it was to wait. */
  #goOn(): void {
    if (!this.#isClosed) this.#againWhere(({ state }) => isWaitingForTime(state))
  }

  #queueOf(job: Job): Scheduler<Job> {
    return this.#queues[job.record.spec.direction]
  }

  #stop(job: Job, state: TransferState): void {
    this.#clearTimer(job)
    this.#queueOf(job).delete(job)
    job.controller?.abort()
    job.startsOver = false
    this.#move(job, state)
    if (job.controller === null) this.#discardIfGone(job)
  }

  /** What was cancelled, or taken off the list while it was winding down, leaves nothing behind. */
  #discardIfGone(job: Job): void {
    if (job.record.state.kind !== 'cancelled' && this.#book.has(job)) return
    job.discarded = this.#options.discard(job.record.spec.id)
  }

  /** Into the queue, at once or when the run that is winding down has ended. */
  #again(job: Job): void {
    if (job.controller === null) this.#enqueue(job)
    else this.#startOver(job)
  }

  #clearTimer(job: Job): void {
    if (job.timer) clearTimeout(job.timer)
    job.timer = null
  }

  #enqueue(job: Job): void {
    this.#clearTimer(job)
    job.startsOver = false
    this.#reset(job)
    this.#queueOf(job).add(job)
  }

  #startOver(job: Job): void {
    job.startsOver = true
    this.#reset(job)
  }

  #reset(job: Job): void {
    const { spec, state, transferredBytes } = job.record
    // A download goes on from what it has on disk; a cancelled one has nothing any more.
    const isKept = spec.direction === 'download' && state.kind !== 'cancelled'
    job.meter = new SpeedMeter()
    job.record = { ...job.record, transferredBytes: isKept ? transferredBytes : 0, localPath: null }
    this.#move(job, { kind: 'queued' })
  }

  #reorder(resting: readonly Job[], chosen: ReadonlySet<Job>, to: TransferPlace): void {
    if (to === 'first') {
      for (const job of resting.filter((item) => chosen.has(item)).reverse())
        this.#place(job, --this.#firstOrder)
    } else if (to === 'last') {
      for (const job of resting.filter((item) => chosen.has(item))) this.#place(job, ++this.#lastOrder)
    } else {
      const orders = resting.map(({ record }) => record.order)
      for (const [index, job] of reorder(resting, (item) => chosen.has(item), to).entries()) {
        this.#place(job, orders[index] ?? job.record.order)
      }
    }
  }

  #place(job: Job, order: number): void {
    if (order === job.record.order) return
    const isQueued = this.#queueOf(job).delete(job)
    job.record = { ...job.record, order }
    if (isQueued) this.#queueOf(job).add(job)
    this.#announce(job)
  }

  async #run(job: Job): Promise<void> {
    const controller = new AbortController()
    job.controller = controller
    this.#started(job)
    await this.#runToEnd(job, controller.signal)
    this.#ended(job)
    job.controller = null
    if (job.startsOver) this.#enqueue(job)
    else this.#discardIfGone(job)
  }

  async #runToEnd(job: Job, signal: AbortSignal): Promise<void> {
    const { spec } = job.record
    const client = this.#clientOrNull(spec.profileId)
    if (client === null) {
      this.#move(job, waitingForSignIn)
      return
    }
    try {
      this.#move(job, { kind: 'preparing' })
      await job.discarded
      const report = (change: JobReport): void => {
        if (!signal.aborted) this.#apply(job, change)
      }
      const { localPath } = await this.#options.run(spec, {
        client,
        signal,
        report,
        mayHaveArrived: job.record.mayHaveArrived,
        replacing: job.record.replacing,
        note: (note) => this.#note(job, note),
        rename: (name) => this.#rename(job, name),
      })
      this.#succeed(job, localPath)
    } catch (error) {
      // Whoever aborted has already said what the job is now.
      if (!signal.aborted) this.#fail(job, error)
    }
  }

  /** Work that came to its end after the user cancelled it has still been done: say what is true. */
  #succeed(job: Job, localPath: string | null): void {
    const { totalBytes, transferredBytes } = job.record
    const size = totalBytes ?? transferredBytes
    job.record = { ...job.record, localPath, transferredBytes: size, replacing: null }
    job.startsOver = false
    this.#clearTimer(job)
    this.#move(job, { kind: 'done', finishedAt: Date.now() })
    this.#options.onDone(job.record)
  }

  #clientOrNull(profileId: string): CloudRoomClient | null {
    try {
      return this.#options.clientFor(profileId)
    } catch {
      return null
    }
  }

  #fail(job: Job, error: unknown): void {
    const shape = toErrorShape(error)
    this.#options.log.warn('transfer failed', { id: job.record.spec.id, code: shape.code, error })
    // Any clear answer ends the doubt about an upload; only silence leaves it open.
    if (!isOutcomeOpen(shape.code)) job.record = { ...job.record, mayHaveArrived: false }
    if (shape.retryable && shape.code.startsWith('network.') && !this.#options.isOnline()) {
      this.#waitForNetwork(job)
      return
    }
    this.#countFailure(job)
    const delayMs = shape.retryable ? this.#delayFor(job, shape) : null
    if (delayMs === null) this.#move(job, { kind: 'failed', error: shape, finishedAt: Date.now() })
    else this.#wait(job, delayMs, shape)
  }

  /** A download that gets further with each try will get to its end; an upload starts over with each. */
  #countFailure(job: Job): void {
    const { spec, transferredBytes } = job.record
    const hasMoved = spec.direction === 'download' && transferredBytes > job.furthest
    job.furthest = Math.max(job.furthest, transferredBytes)
    job.failures = hasMoved ? 1 : job.failures + 1
  }

  /** What has deleted the old copy on the server does not give up over what will pass. */
  #delayFor(job: Job, { code }: ErrorShape): number | null {
    const delayMs = this.#options.retryDelay(job.failures)
    const mustGoOn = job.record.replacing === 'deleted' && willPass(code)
    return delayMs ?? (mustGoOn ? replaceRetryMs : null)
  }

  #wait(job: Job, delayMs: number, error: ErrorShape): void {
    job.timer = setTimeout(() => this.#again(job), delayMs)
    this.#move(job, { kind: 'waiting', until: Date.now() + delayMs, error })
  }

  #waitForNetwork(job: Job): void {
    this.#interruptions.begin('offline')
    this.#move(job, { kind: 'waiting', until: null, error: new AppError('network.offline').toShape() })
  }

  #apply(job: Job, change: JobReport): void {
    const { state, ...rest } = change
    const isSending = job.record.spec.direction === 'upload' && state?.kind === 'running'
    job.record = { ...job.record, ...rest, mayHaveArrived: job.record.mayHaveArrived || isSending }
    job.movedAt = performance.now()
    if (rest.transferredBytes !== undefined) job.meter.record(rest.transferredBytes, job.movedAt)
    if (state) this.#move(job, state)
    else if (rest.totalBytes !== undefined || rest.name !== undefined) this.#announce(job)
    else this.#options.onMove(job.record.spec.id)
  }

  /** Keeps what is true of the server whatever becomes of the job, also while the app quits. */
  #note(job: Job, { replacing, onConflict }: UploadNote): void {
    const { spec } = job.record
    if (replacing !== undefined) job.record = { ...job.record, replacing }
    if (onConflict !== undefined && spec.direction === 'upload')
      job.record = { ...job.record, spec: { ...spec, onConflict } }
    if (this.#book.has(job)) this.#journal.save(job.record)
  }

  /** @returns false when another unfinished upload has that name */
  #rename(job: Job, name: string): boolean {
    const { spec } = job.record
    if (spec.direction !== 'upload') return false
    const rival = this.#book.withTarget('upload', spec.profileId, `${spec.remoteFolder}${name}`)
    if (rival && rival !== job) return false
    job.record = { ...job.record, spec: { ...spec, name }, name }
    if (this.#book.has(job)) this.#book.file(job)
    this.#announce(job)
    return true
  }

  #move(job: Job, state: TransferState): void {
    job.record = { ...job.record, state }
    // A cancelled job may be taken off the list before its run has wound down.
    if (!this.#book.has(job)) return
    this.#book.file(job)
    this.batch(() => {
      this.#announce(job)
      if (isFinished(state)) this.#prune()
    })
  }

  #announce(job: Job): void {
    if (!this.#book.has(job)) return
    // close() has said what the next start finds; only what still came to its end is news.
    if (this.#isClosed && job.record.state.kind !== 'done') return
    job.savedBytes = job.record.transferredBytes
    this.#journal.save(job.record)
  }

  #forget(job: Job): void {
    this.#book.delete(job)
    if (job.controller === null) this.#discardIfGone(job)
    this.#journal.delete(job.record.spec.id)
  }

  /** Forgets what has been over for too long, or is too much. */
  #prune(): void {
    const { jobs, ageMs } = this.#options.history ?? defaultHistory
    const since = Date.now() - ageMs
    this.batch(() => {
      for (;;) {
        const oldest = this.#book.oldestFinished
        if (!oldest || (this.#book.finishedCount <= jobs && endOf(oldest.record) >= since)) return
        this.#forget(oldest)
      }
    })
  }

  #started(job: Job): void {
    job.movedAt = performance.now()
    this.#running.add(job)
    this.#ticker ??= setInterval(() => this.#tick(), tickMs)
  }

  #ended(job: Job): void {
    this.#running.delete(job)
    if (this.#running.size > 0 || this.#ticker === null) return
    clearInterval(this.#ticker)
    this.#ticker = null
  }

  #tick(): void {
    this.batch(() => {
      for (const job of this.#running) {
        const { state, spec, transferredBytes } = job.record
        // So that a stall shows as 0.
        if (state.kind === 'running') this.#options.onMove(spec.id)
        if (transferredBytes === job.savedBytes || !this.#book.has(job) || this.#isClosed) continue
        job.savedBytes = transferredBytes
        this.#journal.note(job.record)
      }
    })
    if (this.#stalled(stalledOfflineMs).length > 0 && !this.#options.isOnline()) {
      for (const job of this.#stalled(stalledOfflineMs)) {
        job.controller?.abort()
        this.#waitForNetwork(job)
      }
    }
  }

  /** Jobs whose bytes have not moved for so many ms although they should. */
  #stalled(ms: number): readonly Job[] {
    const since = performance.now() - ms
    return [...this.#running].filter(
      ({ record, movedAt }) => record.state.kind === 'running' && movedAt < since,
    )
  }

  #restartStalled(ms: number): void {
    for (const job of this.#stalled(ms)) {
      job.controller?.abort()
      this.#startOver(job)
    }
  }
}

/** The next start of the app does not know the account before it is signed in. */
const waitingForSignIn: TransferState = {
  kind: 'waiting',
  until: null,
  error: new AppError('account.notSignedIn').toShape(),
}

function isWaitingForSignIn(state: TransferState): boolean {
  return state.kind === 'waiting' && state.error.code === 'account.notSignedIn'
}

/** For a moment, the network or the computer to wake up: for what comes by itself. */
function isWaitingForTime(state: TransferState): boolean {
  return state.kind === 'waiting' && !isWaitingForSignIn(state)
}

function isUnderWay({ kind }: TransferState): boolean {
  return kind === 'preparing' || kind === 'running' || kind === 'verifying'
}

/** Unfinished, and not under way: it has a place in the queue, now or once it goes on. */
function isResting({ kind }: TransferState): boolean {
  return kind === 'queued' || kind === 'paused' || kind === 'waiting'
}

/** Reasons that go away by themselves and cost nothing to try again. */
function willPass(code: ErrorCode): boolean {
  return code.startsWith('network.') || code === 'server.busy'
}

/** Codes after which a sent file may or may not be on the server. */
function isOutcomeOpen(code: ErrorCode): boolean {
  return code.startsWith('network.') || code.startsWith('server.')
}

/** A job of an earlier run of the app as it stands now. */
function asFound(record: JobRecord): JobRecord {
  if (isFinished(record.state) || record.state.kind === 'paused') return record
  // An upload starts over.
  const transferredBytes = record.spec.direction === 'upload' ? 0 : record.transferredBytes
  return { ...record, transferredBytes, state: waitingForSignIn }
}
