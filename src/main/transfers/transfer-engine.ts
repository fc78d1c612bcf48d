import PQueue from 'p-queue'
import { AppError, toErrorShape } from '#shared/errors.ts'
import { isFinished, type Transfer, type TransferState } from '#shared/models/transfer.ts'
import type { CloudRoomClient } from '../api/client.types.ts'
import type { Logger } from '../logging/logger.ts'
import { remotePathOf, toTransfer, type JobRecord, type JobReport, type JobSpec } from './job.ts'
import type { JobStore } from './job-store.ts'
import { SpeedMeter } from './speed-meter.ts'
import type { JobContext } from './upload-job.ts'

/** Finished jobs that stay listed; beyond that the oldest leave. */
const maxFinished = 10_000
/** How often the speed of a job that has stopped moving is looked at again. ms */
const speedTickMs = 1000

/** What a finished run adds to its job. */
export interface JobResult {
  readonly localPath: string | null
}

export interface TransferEngineOptions {
  readonly store: JobStore
  /** Runs one job to its end. @throws AppError */
  readonly run: (spec: JobSpec, context: JobContext) => Promise<JobResult>
  /** @throws AppError `account.notSignedIn` */
  readonly clientFor: (profileId: string) => CloudRoomClient
  readonly concurrency: Readonly<Record<JobSpec['direction'], number>>
  /** State, totals or names of a job changed. */
  readonly onChange: (id: string) => void
  /** Only the counters moved. */
  readonly onMove: (id: string) => void
  readonly onRemove: (id: string) => void
  readonly onDone: (record: JobRecord) => void
  readonly log: Logger
}

interface Job {
  record: JobRecord
  meter: SpeedMeter
  /** Set from the moment the job waits in a queue until its run has wound down. */
  controller: AbortController | null
  /** Queued again while a cancelled run is still winding down and owns its files. */
  startsOver: boolean
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
  readonly #queues: Readonly<Record<JobSpec['direction'], PQueue>>
  #ticker: NodeJS.Timeout | null = null
  #running = 0

  constructor(options: TransferEngineOptions) {
    this.#options = options
    this.#queues = {
      upload: new PQueue({ concurrency: options.concurrency.upload }),
      download: new PQueue({ concurrency: options.concurrency.download }),
    }
  }

  list(): Transfer[] {
    return [...this.#jobs.values()].map(toPublic)
  }

  get(id: string): Transfer | undefined {
    const job = this.#jobs.get(id)
    return job && toPublic(job)
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
      state: { kind: 'queued' },
    }
    const job: Job = { record, meter: new SpeedMeter(), controller: null, startsOver: false }
    this.#jobs.set(spec.id, job)
    this.#forgetOldest()
    this.#enqueue(job)
  }

  /** Ends unfinished jobs; what they have written so far is taken away. Unknown and finished ids are passed over. */
  cancel(ids: readonly string[]): void {
    for (const job of this.#select(ids)) {
      if (!isFinished(job.record.state)) this.#stop(job, { kind: 'cancelled' })
    }
  }

  /** Starts failed and cancelled jobs over, unless another job is about the same file by now. */
  retry(ids: readonly string[]): void {
    for (const job of this.#select(ids)) {
      const { kind } = job.record.state
      if (kind !== 'failed' && kind !== 'cancelled') continue
      if (this.#active.has(keyOf(job))) continue
      if (job.controller === null) this.#enqueue(job)
      else this.#startOver(job)
    }
  }

  /** Takes finished jobs off the list; files stay. */
  remove(ids: readonly string[]): void {
    for (const job of this.#select(ids)) {
      if (isFinished(job.record.state)) this.#forget(job)
    }
  }

  clearFinished(): void {
    this.remove([...this.#jobs.keys()])
  }

  /** Makes a download open its file when done. */
  openWhenDone(id: string): void {
    const job = this.#jobs.get(id)
    if (job?.record.spec.direction !== 'download') return
    job.record = { ...job.record, spec: { ...job.record.spec, opensWhenDone: true } }
    this.#announce(job)
  }

  /** Fails what a profile has under way, because its secret has been forgotten. */
  stopProfile(profileId: string): void {
    for (const job of this.#jobs.values()) {
      if (job.record.spec.profileId !== profileId || isFinished(job.record.state)) continue
      this.#stop(job, { kind: 'failed', error: new AppError('account.notSignedIn').toShape() })
    }
  }

  /** Cancels everything and resolves when every run has wound down, so that no part file is left. */
  async close(): Promise<void> {
    this.cancel([...this.#jobs.keys()])
    await Promise.all([this.#queues.upload.onIdle(), this.#queues.download.onIdle()])
  }

  #select(ids: readonly string[]): Job[] {
    return ids.flatMap((id) => this.#jobs.get(id) ?? [])
  }

  #stop(job: Job, state: TransferState): void {
    job.controller?.abort()
    // A job that only waited has nothing to wind down.
    if (job.record.state.kind === 'queued' && !job.startsOver) job.controller = null
    job.startsOver = false
    this.#move(job, state)
  }

  #enqueue(job: Job): void {
    const controller = new AbortController()
    job.controller = controller
    job.startsOver = false
    this.#reset(job)
    void this.#queues[job.record.spec.direction].add(() => this.#run(job, controller))
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

  async #run(job: Job, controller: AbortController): Promise<void> {
    if (controller.signal.aborted) return
    await this.#runToEnd(job, controller.signal)
    job.controller = null
    if (job.startsOver) this.#enqueue(job)
  }

  async #runToEnd(job: Job, signal: AbortSignal): Promise<void> {
    const { spec } = job.record
    this.#tick(1)
    try {
      const client = this.#options.clientFor(spec.profileId)
      this.#move(job, { kind: 'preparing' })
      const report = (change: JobReport): void => {
        if (!signal.aborted) this.#apply(job, change)
      }
      const { localPath } = await this.#options.run(spec, { client, signal, report })
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
    job.record = { ...job.record, localPath, transferredBytes: totalBytes ?? transferredBytes }
    job.startsOver = false
    this.#move(job, { kind: 'done', finishedAt: Date.now() })
    this.#options.onDone(job.record)
  }

  #fail(job: Job, error: unknown, signal: AbortSignal): void {
    // Whoever aborted has already said what the job is now.
    if (signal.aborted) return
    const shape = toErrorShape(error)
    this.#options.log.warn('transfer failed', { id: job.record.spec.id, code: shape.code, error })
    this.#move(job, { kind: 'failed', error: shape })
  }

  #apply(job: Job, change: JobReport): void {
    const { state, ...rest } = change
    job.record = { ...job.record, ...rest }
    if (rest.transferredBytes !== undefined) job.meter.record(rest.transferredBytes, performance.now())
    if (state) this.#move(job, state)
    else if (rest.totalBytes !== undefined || rest.name !== undefined) this.#announce(job)
    else this.#options.onMove(job.record.spec.id)
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
    this.#options.store.save(job.record)
    this.#options.onChange(job.record.spec.id)
  }

  #forget(job: Job): void {
    this.#jobs.delete(job.record.spec.id)
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
