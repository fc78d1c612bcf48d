import { AppError, toErrorShape, type ErrorCode, type ErrorShape } from '#shared/errors.ts'
import {
  isFinished,
  transferDirections,
  type Transfer,
  type TransferPlace,
  type TransferSelection,
  type TransferState,
} from '#shared/models/transfer.ts'
import type { CloudRoomClient } from '../api/client.types.ts'
import type { Logger } from '../logging/logger.ts'
import {
  remotePathOf,
  toTransfer,
  type JobRecord,
  type JobReport,
  type JobSpec,
  type UploadConflict,
  type UploadNote,
} from './job.ts'
import type { JobStore } from './job-store.ts'
import { reorder } from './reorder.ts'
import { Scheduler } from './scheduler.ts'
import { SpeedMeter } from './speed-meter.ts'
import type { UploadContext } from './upload-job.ts'

/** Finished jobs that stay listed; beyond that the oldest leave. */
const maxFinished = 10_000
/** How often the speed of a job that has stopped moving is looked at again. ms */
const speedTickMs = 1000
/** Between tries of an upload that must not be given up. ms */
const replaceRetryMs = 60_000

/** What a finished run adds to its job. */
export interface JobResult {
  readonly localPath: string | null
}

export interface TransferEngineOptions {
  readonly store: JobStore
  /** Runs one job to its end. @throws AppError */
  readonly run: (spec: JobSpec, context: UploadContext) => Promise<JobResult>
  /** Takes away what a job has left on disk. Called when it is cancelled or taken off the list, never while it runs. */
  readonly discard: (id: string) => Promise<void>
  /** @throws AppError `account.notSignedIn` */
  readonly clientFor: (profileId: string) => CloudRoomClient
  readonly concurrency: Readonly<Record<JobSpec['direction'], number>>
  /** State, totals or names of a job changed. */
  readonly onChange: (id: string) => void
  /** Only the counters moved. */
  readonly onMove: (id: string) => void
  readonly onRemove: (id: string) => void
  readonly onDone: (record: JobRecord) => void
  /** ms before the next try of a job that has failed this many times in a row; null = give up. See backoff.ts. */
  readonly retryDelay: (failures: number) => number | null
  readonly log: Logger
}

interface Job {
  record: JobRecord
  meter: SpeedMeter
  /** Set from the moment the job waits in a queue until its run has wound down. */
  controller: AbortController | null
  /** Queued again while a cancelled run is still winding down and owns its files. */
  startsOver: boolean
  /** Runs that failed in a row for a reason that may pass. */
  failures: number
  /** Runs while the job waits for its next try. */
  timer: NodeJS.Timeout | null
  /** Resolves when what a cancelled run left behind is gone; the next run waits for it. */
  discarded: Promise<void>
}

/**
 * The transfer queue: every job's one state machine. Transitions are saved before they are announced, byte
 * counts are not saved at all.
 */
export class TransferEngine {
  readonly #options: TransferEngineOptions
  readonly #jobs = new Map<string, Job>()
  /** Unfinished jobs by what they transfer. */
  readonly #active = new Map<string, Job>()
  readonly #queues: Readonly<Record<JobSpec['direction'], Scheduler<Job>>>
  #ticker: NodeJS.Timeout | null = null
  #isClosed = false
  #firstOrder = 0
  #lastOrder = 0
  #running = 0

  constructor(options: TransferEngineOptions) {
    this.#options = options
    const queue = (direction: JobSpec['direction']): Scheduler<Job> =>
      new Scheduler({
        limit: options.concurrency[direction],
        orderOf: ({ record }) => record.order,
        run: (job) => this.#run(job),
      })
    this.#queues = { upload: queue('upload'), download: queue('download') }
  }

  /**
   * Takes up the jobs that an earlier run of the app has left. What was under way then waits until its
   * profile is signed in; see {@link resumeProfile}. Call once, before anything is added.
   */
  restore(): void {
    for (const record of this.#options.store.all()) {
      const job = newJob(record)
      this.#jobs.set(record.spec.id, job)
      this.#firstOrder = Math.min(this.#firstOrder, record.order)
      this.#lastOrder = Math.max(this.#lastOrder, record.order)
      if (isFinished(record.state)) continue
      this.#active.set(keyOf(job), job)
      if (record.state.kind !== 'paused') this.#move(job, waitingForSignIn)
    }
  }

  /** Goes on with what waits for this profile to be signed in. */
  resumeProfile(profileId: string): void {
    for (const job of this.#jobs.values()) {
      const { spec, state } = job.record
      if (spec.profileId === profileId && state.kind === 'waiting' && state.until === null) this.#again(job)
    }
  }

  list(): Transfer[] {
    return [...this.#jobs.values()].map(toPublic)
  }

  get(id: string): Transfer | undefined {
    const job = this.#jobs.get(id)
    return job && toPublic(job)
  }

  /** What a job was asked to do, as it stands now. */
  specOf(id: string): JobSpec | undefined {
    return this.#jobs.get(id)?.record.spec
  }

  /** The unfinished job for a remote file, if there is one. */
  findActive(direction: JobSpec['direction'], profileId: string, remotePath: string): Transfer | undefined {
    const job = this.#active.get(targetKey(direction, profileId, remotePath))
    return job && toPublic(job)
  }

  /** @param totalBytes as far as it is known before the job runs */
  add(spec: JobSpec, name: string, totalBytes: number | null): void {
    const record: JobRecord = {
      spec,
      name,
      totalBytes,
      transferredBytes: 0,
      localPath: null,
      mayHaveArrived: false,
      order: ++this.#lastOrder,
      replacing: null,
      state: { kind: 'queued' },
    }
    const job = newJob(record)
    this.#jobs.set(spec.id, job)
    this.#forgetOldest()
    this.#enqueue(job)
  }

  /** Ends unfinished jobs; what they have written so far is taken away. Unknown and finished ones are passed over. */
  cancel(selection: TransferSelection): void {
    for (const job of this.#select(selection)) {
      if (!isFinished(job.record.state)) this.#stop(job, { kind: 'cancelled', finishedAt: Date.now() })
    }
  }

  /** Stops unfinished jobs until they are resumed. An upload starts over then: the API has no resume. */
  pause(selection: TransferSelection): void {
    for (const job of this.#select(selection)) {
      if (!isFinished(job.record.state) && job.record.state.kind !== 'paused')
        this.#stop(job, { kind: 'paused' })
    }
  }

  /** Goes on with paused jobs. */
  resume(selection: TransferSelection): void {
    for (const job of this.#select(selection)) {
      if (job.record.state.kind === 'paused') this.#again(job)
    }
  }

  /** Starts failed jobs over, and cancelled ones that are named, unless another job is about the same file by now, and waiting ones at once. */
  retry(selection: TransferSelection): void {
    for (const job of this.#select(selection)) {
      const { kind } = job.record.state
      const isOver = kind === 'failed' || (kind === 'cancelled' && 'ids' in selection)
      if (!isOver && !isBackingOff(job)) continue
      if (isOver && this.#active.has(keyOf(job))) continue
      job.failures = 0
      this.#again(job)
    }
  }

  /** Takes finished jobs off the list; files stay. */
  remove(selection: TransferSelection): void {
    for (const job of this.#select(selection)) {
      if (isFinished(job.record.state)) this.#forget(job)
    }
  }

  clearFinished(): void {
    this.remove({ all: 'both' })
  }

  /** How many jobs of a direction run at once. Lowering it lets what runs come to its end. */
  limit(direction: JobSpec['direction'], jobs: number): void {
    this.#queues[direction].limit = jobs
  }

  /** Changes the order of unfinished jobs that do not run, within each direction. */
  move(ids: readonly string[], to: TransferPlace): void {
    const chosen = new Set(this.#select({ ids }))
    for (const direction of transferDirections) {
      const resting = [...this.#active.values()]
        .filter(({ record }) => record.spec.direction === direction && isResting(record.state))
        .sort((a, b) => a.record.order - b.record.order)
      const orders = resting.map(({ record }) => record.order)
      const moved = reorder(resting, (job) => chosen.has(job), to)
      if (to === 'first') {
        for (const job of moved.filter((item) => chosen.has(item)).toReversed())
          this.#place(job, --this.#firstOrder)
      } else if (to === 'last') {
        for (const job of moved.filter((item) => chosen.has(item))) this.#place(job, ++this.#lastOrder)
      } else {
        for (const [index, job] of moved.entries()) this.#place(job, orders[index] ?? job.record.order)
      }
    }
  }

  #place(job: Job, order: number): void {
    if (order === job.record.order) return
    const queue = this.#queues[job.record.spec.direction]
    const isQueued = queue.delete(job)
    job.record = { ...job.record, order }
    if (isQueued) queue.add(job)
    this.#announce(job)
  }

  /** Makes a download open its file when done. */
  openWhenDone(id: string): void {
    const job = this.#jobs.get(id)
    if (job?.record.spec.direction !== 'download') return
    job.record = { ...job.record, spec: { ...job.record.spec, opensWhenDone: true } }
    this.#announce(job)
  }

  /**
   * Starts an upload that did not succeed over, with a decision about the name that was taken.
   *
   * @returns false when there is no such upload, or another job is about the same file by now
   */
  resolve(id: string, onConflict: UploadConflict): boolean {
    const job = this.#jobs.get(id)
    const spec = job?.record.spec
    if (!job || spec?.direction !== 'upload' || !isFinished(job.record.state)) return false
    if (job.record.state.kind === 'done' || this.#active.has(keyOf(job))) return false
    job.record = { ...job.record, spec: { ...spec, onConflict }, replacing: null }
    this.retry({ ids: [id] })
    return true
  }

  /** Fails what a profile has under way, because its secret has been forgotten. */
  stopProfile(profileId: string): void {
    for (const job of this.#jobs.values()) {
      if (job.record.spec.profileId !== profileId || isFinished(job.record.state)) continue
      const error = new AppError('account.notSignedIn').toShape()
      this.#stop(job, { kind: 'failed', error, finishedAt: Date.now() })
    }
  }

  /**
   * Stops everything for the next start of the app to go on with: the store keeps what is unfinished.
   * Resolves when every run has wound down.
   */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const job of this.#active.values()) {
      this.#clearTimer(job)
      job.controller?.abort()
      job.startsOver = false
      if (job.record.state.kind !== 'paused')
        this.#options.store.save({ ...job.record, state: { kind: 'queued' } })
    }
    const queues = Object.values(this.#queues)
    for (const queue of queues) queue.isHeld = true
    await Promise.all(queues.map((queue) => queue.idle()))
  }

  #select(selection: TransferSelection): Job[] {
    if ('ids' in selection) return selection.ids.flatMap((id) => this.#jobs.get(id) ?? [])
    const { all } = selection
    return [...this.#jobs.values()].filter(({ record }) => all === 'both' || record.spec.direction === all)
  }

  #stop(job: Job, state: TransferState): void {
    this.#clearTimer(job)
    job.controller?.abort()
    // A job that only waited has nothing to wind down.
    if (this.#queues[job.record.spec.direction].delete(job)) job.controller = null
    job.startsOver = false
    this.#move(job, state)
    if (job.controller === null) this.#discardIfCancelled(job)
  }

  #discardIfCancelled(job: Job): void {
    if (job.record.state.kind === 'cancelled') job.discarded = this.#options.discard(job.record.spec.id)
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
    job.controller = new AbortController()
    job.startsOver = false
    this.#reset(job)
    this.#queues[job.record.spec.direction].add(job)
  }

  #startOver(job: Job): void {
    job.startsOver = true
    this.#reset(job)
  }

  #reset(job: Job): void {
    job.meter = new SpeedMeter()
    job.record = { ...job.record, transferredBytes: 0, localPath: null }
    this.#active.set(keyOf(job), job)
    this.#move(job, { kind: 'queued' })
  }

  async #run(job: Job): Promise<void> {
    if (job.controller) await this.#runToEnd(job, job.controller.signal)
    job.controller = null
    if (job.startsOver) this.#enqueue(job)
    else this.#discardIfCancelled(job)
  }

  async #runToEnd(job: Job, signal: AbortSignal): Promise<void> {
    const { spec } = job.record
    const client = this.#clientOrNull(spec.profileId)
    if (client === null) {
      this.#move(job, waitingForSignIn)
      return
    }
    this.#tick(1)
    try {
      await job.discarded
      this.#move(job, { kind: 'preparing' })
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
      this.#fail(job, error, signal)
    } finally {
      this.#tick(-1)
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

  #fail(job: Job, error: unknown, signal: AbortSignal): void {
    // Whoever aborted has already said what the job is now.
    if (signal.aborted) return
    const shape = toErrorShape(error)
    this.#options.log.warn('transfer failed', { id: job.record.spec.id, code: shape.code, error })
    // Any clear answer ends the doubt about an upload; only silence leaves it open.
    if (!isOutcomeOpen(shape.code)) job.record = { ...job.record, mayHaveArrived: false }
    job.failures += 1
    const delayMs = shape.retryable ? this.#delayFor(job, shape) : null
    if (delayMs === null) this.#move(job, { kind: 'failed', error: shape, finishedAt: Date.now() })
    else this.#wait(job, delayMs, shape)
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

  #apply(job: Job, change: JobReport): void {
    const { state, ...rest } = change
    const isSending = job.record.spec.direction === 'upload' && state?.kind === 'running'
    job.record = { ...job.record, ...rest, mayHaveArrived: job.record.mayHaveArrived || isSending }
    if (rest.transferredBytes !== undefined) job.meter.record(rest.transferredBytes, performance.now())
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
    if (this.#jobs.get(spec.id) !== job) return
    this.#options.store.save(job.record)
    this.#options.onChange(spec.id)
  }

  /** @returns false when another unfinished upload has that name */
  #rename(job: Job, name: string): boolean {
    const { spec } = job.record
    if (spec.direction !== 'upload') return false
    const before = keyOf(job)
    const after = targetKey('upload', spec.profileId, `${spec.remoteFolder}${name}`)
    const holder = this.#active.get(after)
    if (holder !== undefined && holder !== job) return false
    if (this.#active.get(before) === job) this.#active.delete(before)
    job.record = { ...job.record, spec: { ...spec, name }, name }
    this.#active.set(after, job)
    this.#announce(job)
    return true
  }

  #move(job: Job, state: TransferState): void {
    job.record = { ...job.record, state }
    const key = keyOf(job)
    if (isFinished(state) && this.#active.get(key) === job) this.#active.delete(key)
    this.#announce(job)
  }

  #announce(job: Job): void {
    // A cancelled job may be taken off the list before its run has wound down.
    if (this.#jobs.get(job.record.spec.id) !== job) return
    // close() has said what the next start finds; only what still came to its end is news.
    if (this.#isClosed && job.record.state.kind !== 'done') return
    this.#options.store.save(job.record)
    this.#options.onChange(job.record.spec.id)
  }

  #forget(job: Job): void {
    this.#jobs.delete(job.record.spec.id)
    // A run that is still winding down is followed by this anyway.
    if (job.controller === null) void this.#options.discard(job.record.spec.id)
    this.#options.store.delete(job.record.spec.id)
    this.#options.onRemove(job.record.spec.id)
  }

  #forgetOldest(): void {
    if (this.#jobs.size <= maxFinished) return
    for (const job of this.#jobs.values()) {
      if (!isFinished(job.record.state)) continue
      this.#forget(job)
      return
    }
  }

  /** While anything runs, speeds are looked at again each second, so that a stall shows as 0. */
  #tick(change: 1 | -1): void {
    this.#running += change
    if (this.#running === 0 && this.#ticker) {
      clearInterval(this.#ticker)
      this.#ticker = null
    }
    if (this.#running === 0 || this.#ticker) return
    this.#ticker = setInterval(() => {
      for (const job of this.#jobs.values()) {
        if (job.record.state.kind === 'running') this.#options.onMove(job.record.spec.id)
      }
    }, speedTickMs)
  }
}

/** The next start of the app does not know the account before it is signed in. */
const waitingForSignIn: TransferState = {
  kind: 'waiting',
  until: null,
  error: new AppError('account.notSignedIn').toShape(),
}

/** Codes after which a sent file may or may not be on the server. */
function isOutcomeOpen(code: ErrorCode): boolean {
  return code.startsWith('network.') || code.startsWith('server.')
}

/** Unfinished, and not under way: it has a place in the queue, now or once it goes on. */
function isResting({ kind }: TransferState): boolean {
  return kind === 'queued' || kind === 'paused' || kind === 'waiting'
}

/** Reasons that go away by themselves and cost nothing to try again. */
function willPass(code: ErrorCode): boolean {
  return code.startsWith('network.') || code === 'server.busy'
}

/** Waits for a time, not for a sign-in. */
function isBackingOff({ record: { state } }: Job): boolean {
  return state.kind === 'waiting' && state.until !== null
}

function newJob(record: JobRecord): Job {
  return {
    record,
    meter: new SpeedMeter(),
    controller: null,
    startsOver: false,
    failures: 0,
    timer: null,
    discarded: Promise.resolve(),
  }
}

function toPublic(job: Job): Transfer {
  const isMoving = job.record.state.kind === 'running'
  return toTransfer(job.record, isMoving ? job.meter.rate(performance.now()) : 0)
}

function keyOf({ record: { spec } }: Job): string {
  return targetKey(spec.direction, spec.profileId, remotePathOf(spec))
}

function targetKey(direction: JobSpec['direction'], profileId: string, remotePath: string): string {
  return `${direction} ${profileId} ${remotePath}`
}
