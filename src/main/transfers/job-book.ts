import {
  isFinished,
  type Transfer,
  type TransferDirection,
  type TransferSelection,
} from '#shared/models/transfer.ts'
import { remotePathOf, toTransfer, type JobRecord } from './job.ts'
import { SpeedMeter } from './speed-meter.ts'

/** A job, and what only this run of the app knows of it. */
export interface Job {
  record: JobRecord
  meter: SpeedMeter
  /** Monotonic ms of the last sign that bytes move. */
  movedAt: number
  /** What it is filed under while it is unfinished. */
  target: string | null
  /** Bytes that the store knows of. */
  savedBytes: number
  /** Set from the moment a run begins until it has wound down. */
  controller: AbortController | null
  /** To be queued again once a cancelled run, which still owns its files, has wound down. */
  startsOver: boolean
  /** Runs that failed in a row, without getting any further, for a reason that may pass. */
  failures: number
  /** Bytes that the furthest of the failed runs got to. */
  furthest: number
  /** Runs while the job waits for its next try. */
  timer: NodeJS.Timeout | null
  /** Resolves when what a cancelled run left behind is gone; the next run waits for it. */
  discarded: Promise<void> | null
}

export function newJob(record: JobRecord): Job {
  return {
    record,
    meter: new SpeedMeter(),
    movedAt: 0,
    target: null,
    savedBytes: record.transferredBytes,
    controller: null,
    startsOver: false,
    failures: 0,
    furthest: 0,
    timer: null,
    discarded: null,
  }
}

export function publicForm({ record, meter }: Job): Transfer {
  return toTransfer(record, record.state.kind === 'running' ? meter.rate(performance.now()) : 0)
}

/** All jobs there are, found by whatever they are looked for. Nothing but what returns many of them walks over many. */
export class JobBook {
  readonly #jobs = new Map<string, Job>()
  readonly #unfinished = new Set<Job>()
  /** The unfinished ones by what they transfer. */
  readonly #byTarget = new Map<string, Job>()
  /** In the order in which they came to their end. */
  readonly #finished = new Set<Job>()

  /** Files many jobs at once. They keep this order, the finished ones among each other that of their ends. */
  load(jobs: readonly Job[]): void {
    for (const job of jobs) this.#jobs.set(job.record.spec.id, job)
    for (const job of jobs.toSorted((a, b) => endOf(a.record) - endOf(b.record))) this.file(job)
  }

  add(job: Job): void {
    this.#jobs.set(job.record.spec.id, job)
    this.file(job)
  }

  delete(job: Job): void {
    this.#jobs.delete(job.record.spec.id)
    this.#leave(job)
  }

  /** To be called whenever a job has begun, come to its end or got another target. */
  file(job: Job): void {
    const isOver = isFinished(job.record.state)
    const target = isOver ? null : targetOf(job)
    if (isOver ? this.#finished.has(job) : job.target === target) return
    this.#leave(job)
    job.target = target
    if (target === null) {
      this.#finished.add(job)
      return
    }
    this.#unfinished.add(job)
    this.#byTarget.set(target, job)
  }

  has(job: Job): boolean {
    return this.#jobs.get(job.record.spec.id) === job
  }

  get(id: string): Job | undefined {
    return this.#jobs.get(id)
  }

  all(): readonly Job[] {
    return [...this.#jobs.values()]
  }

  unfinished(): readonly Job[] {
    return [...this.#unfinished]
  }

  /** The unfinished job for a remote file, if there is one. */
  withTarget(direction: TransferDirection, profileId: string, remotePath: string): Job | undefined {
    return this.#byTarget.get(targetKey(direction, profileId, remotePath))
  }

  /** The unfinished job that is about the same file, if there is one. */
  rivalOf(job: Job): Job | undefined {
    return this.#byTarget.get(targetOf(job))
  }

  /** Unknown ids are passed over. */
  select(selection: TransferSelection): readonly Job[] {
    if ('ids' in selection) return selection.ids.flatMap((id) => this.#jobs.get(id) ?? [])
    const { all } = selection
    return this.all().filter(({ record }) => all === 'both' || record.spec.direction === all)
  }

  get finishedCount(): number {
    return this.#finished.size
  }

  /** The one that has been finished for longest. */
  get oldestFinished(): Job | undefined {
    return this.#finished.values().next().value
  }

  #leave(job: Job): void {
    this.#finished.delete(job)
    this.#unfinished.delete(job)
    if (job.target !== null && this.#byTarget.get(job.target) === job) this.#byTarget.delete(job.target)
    job.target = null
  }
}

/** Epoch ms; 0 for what is not over. */
export function endOf({ state }: JobRecord): number {
  return isFinished(state) ? state.finishedAt : 0
}

function targetOf({ record: { spec } }: Job): string {
  const key = targetKey(spec.direction, spec.profileId, remotePathOf(spec))
  return spec.direction === 'download' && spec.isInFolder ? `${key} in ${spec.targetFolder}` : key
}

function targetKey(direction: TransferDirection, profileId: string, remotePath: string): string {
  return `${direction} ${profileId} ${remotePath}`
}
