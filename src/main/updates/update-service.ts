import { z } from 'zod'
import { toErrorShape, type AppError } from '#shared/errors.ts'
import type { Update, UpdateReport, UpdatesOffReason, UpdateState } from '#shared/models/updates.ts'
import type { Logger } from '../logging/logger.ts'
import type { JsonFile } from '../storage/json-file.ts'
import { toUpdateError } from './update-error.ts'
import type { Updater } from './updater.ts'

const time = z.number().int().min(0).nullable().catch(null)
/** `updates.json`; epoch ms. `triedAt`: with success or without. */
export const updateTimesSchema = z.object({ checkedAt: time, triedAt: time })
export type UpdateTimes = z.output<typeof updateTimesSchema>
export const neverChecked: UpdateTimes = { checkedAt: null, triedAt: null }

export interface UpdateServiceOptions {
  /** Loads what looks for updates, or says why there are none; asked once. */
  readonly open: () => Promise<Updater | UpdatesOffReason>
  readonly file: JsonFile<UpdateTimes>
  readonly installsOnQuit: () => boolean
  /** Asks the app to quit, which may be refused; see {@link UpdateService.stayed}. */
  readonly quit: () => void
  readonly onChange: (report: UpdateReport) => void
  readonly log: Logger
  readonly now?: () => number
}

/**
 * Looks for a new version, fetches it and installs it, each step when it is told to. What it is told at another time has no
 * effect: two windows, or a click and the daily look, may come together.
 */
export class UpdateService {
  readonly #options: UpdateServiceOptions
  #updater: Updater | null = null
  #opening: Promise<void> | null = null
  #state: UpdateState = { status: 'idle' }
  #fetching = new AbortController()
  #lastShare = 0

  constructor(options: UpdateServiceOptions) {
    this.#options = options
  }

  get isOn(): boolean {
    return this.#updater !== null
  }

  get triedAt(): number | null {
    return this.#options.file.value.triedAt
  }

  /** Once it is known whether there are updates at all. */
  async report(): Promise<UpdateReport> {
    await this.open()
    return this.#report()
  }

  open(): Promise<void> {
    this.#opening ??= this.#open()
    return this.#opening
  }

  async check(): Promise<void> {
    await this.open()
    const { status } = this.#state
    if (this.#updater === null || (status !== 'idle' && status !== 'available' && status !== 'failed')) return
    this.#tell({ status: 'checking' })
    const triedAt = this.#now()
    try {
      const update = await this.#updater.check()
      await this.#keep({ checkedAt: triedAt, triedAt })
      this.#tell(update === null ? { status: 'idle' } : { status: 'available', update })
    } catch (error) {
      await this.#keep({ ...this.#options.file.value, triedAt })
      this.#fail(toUpdateError(error, 'update.malformed'), null)
    }
  }

  async download(): Promise<void> {
    const update = updateOf(this.#state)
    const { status } = this.#state
    if (this.#updater === null || update === null || (status !== 'available' && status !== 'failed')) return
    this.#fetching = new AbortController()
    this.#lastShare = 0
    this.#tell({ status: 'downloading', update, share: 0 })
    try {
      await this.#updater.download((share) => this.#progress(update, share), this.#fetching.signal)
      this.#tell({ status: 'ready', update })
    } catch (error) {
      const problem = toUpdateError(error, 'update.failed')
      if (problem.code === 'aborted') this.#tell({ status: 'available', update })
      else this.#fail(problem, update)
    }
  }

  /** Gives up the download. */
  stop(): void {
    this.#fetching.abort()
  }

  /** Quits for the new version and opens it. */
  async install(): Promise<void> {
    if (this.#updater === null || this.#state.status !== 'ready') return
    const { update } = this.#state
    this.#tell({ status: 'installing', update })
    try {
      await this.#updater.prepare()
      this.#options.quit()
    } catch (error) {
      this.#fail(toUpdateError(error, 'update.failed'), update)
    }
  }

  /** The user was asked whether the app may quit, and it stays. On macOS the next end of the app installs all the same. */
  stayed(): void {
    if (this.#state.status === 'installing') this.#tell({ status: 'ready', update: this.#state.update })
  }

  /** The app has closed everything and ends now; installs if that is wanted. Never rejects. */
  async finish(): Promise<void> {
    const { status } = this.#state
    const restarts = status === 'installing'
    if (this.#updater === null || (!restarts && !(status === 'ready' && this.#options.installsOnQuit())))
      return
    try {
      if (!restarts) await this.#updater.prepare()
      await this.#updater.install(restarts)
    } catch (error) {
      this.#options.log.warn('the update was not installed', { error })
    }
  }

  async #open(): Promise<void> {
    const opened = await this.#options.open().catch((error: unknown) => {
      this.#options.log.warn('updates are off', { error })
      return 'unconfigured' as const
    })
    if (typeof opened === 'string') this.#tell({ status: 'off', reason: opened })
    else this.#updater = opened
  }

  /** At most a hundred messages for a download. */
  #progress(update: Update, share: number): void {
    if (this.#state.status !== 'downloading' || share - this.#lastShare < 0.01) return
    this.#lastShare = share
    this.#tell({ status: 'downloading', update, share })
  }

  #fail(problem: AppError, update: Update | null): void {
    this.#options.log.warn('update', { error: problem })
    this.#tell({ status: 'failed', error: toErrorShape(problem), update })
  }

  async #keep(times: UpdateTimes): Promise<void> {
    await this.#options.file
      .write(times)
      .catch((error: unknown) => this.#options.log.warn('the time of the check', { error }))
  }

  #report(): UpdateReport {
    return { state: this.#state, checkedAt: this.#options.file.value.checkedAt }
  }

  #tell(state: UpdateState): void {
    this.#state = state
    this.#options.onChange(this.#report())
  }

  #now(): number {
    return (this.#options.now ?? Date.now)()
  }
}

function updateOf(state: UpdateState): Update | null {
  return 'update' in state ? state.update : null
}
