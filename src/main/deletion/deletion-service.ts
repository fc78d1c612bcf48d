import { randomUUID } from 'node:crypto'
import { AppError, toErrorShape } from '#shared/errors.ts'
import type { Deletion, DeletionEvent } from '#shared/models/deletion.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import type { AccountService } from '../accounts/account-service.ts'
import { deleteRecording } from './delete-recording.ts'
import { DeletionAct } from './deletion-act.ts'

/** Recordings that are deleted at a time, of all deletions together. */
const concurrentDeletes = 3
/** At most ten messages a second to a window (design, section 4). ms */
const publishIntervalMs = 100
/** Deletions with failures that are kept until someone has seen them; the oldest goes first. */
const maxKept = 20

export interface DeletionServiceOptions {
  readonly accounts: Pick<AccountService, 'requireActive' | 'clientFor'>
  /** Between deleting and sending, in ms; 0: none. */
  readonly countdownMs: () => number
  /** About deletions of the active account only. */
  readonly publish: (event: DeletionEvent) => void
  /** These recordings are no more; called before it is published. */
  readonly onDeleted: (profileId: string, paths: readonly string[]) => void
  readonly now?: () => number
}

/**
 * Deletes recordings, after a countdown during which nothing is sent and everything can be taken back. Lives in memory
 * only: whatever ends the app, or leaves the account, before a recording's turn has come, leaves that recording alone.
 */
export class DeletionService {
  readonly #options: DeletionServiceOptions
  readonly #acts = new Map<string, DeletionAct>()
  readonly #countdowns = new Map<string, NodeJS.Timeout>()
  readonly #untold = new Set<string>()
  #publishing: NodeJS.Timeout | undefined
  #profileId: string | null = null
  #underWay = 0
  #isClosed = false

  constructor(options: DeletionServiceOptions) {
    this.#options = options
  }

  /** Deletions of the active account, oldest first. */
  list(): Deletion[] {
    return [...this.#acts.values()].filter((act) => this.#isShown(act)).map((act) => act.describe())
  }

  /**
   * Begins to delete: with the countdown, or at once where there is none. What is being deleted already is not begun again.
   *
   * @returns the deletion's id; null when nothing is left to do
   * @throws AppError `account.notSignedIn`
   */
  start(recordings: readonly RecordingRef[]): string | null {
    const { profile } = this.#options.accounts.requireActive()
    const own = [...this.#acts.values()].filter((act) => act.profileId === profile.id)
    const fresh = new Map<string, RecordingRef>()
    for (const recording of recordings) {
      if (!own.some((act) => act.isWaitingFor(recording.path))) fresh.set(recording.path, recording)
    }
    if (fresh.size === 0) return null
    const { now = Date.now, countdownMs } = this.#options
    const ms = countdownMs()
    const act = new DeletionAct(randomUUID(), profile.id, [...fresh.values()], {
      kind: 'countdown',
      until: now() + ms,
    })
    this.#acts.set(act.id, act)
    this.#makeRoom()
    if (ms > 0)
      this.#countdowns.set(
        act.id,
        setTimeout(() => this.#run(act), ms),
      )
    else act.state = { kind: 'running' }
    this.#begun(act)
    this.#pump()
    return act.id
  }

  /**
   * Takes back what has not been sent: everything during the countdown, the rest later. The rest is kept as failed with
   * `aborted`, so that it can be gone on with. An unknown deletion is over already: nothing to take back.
   *
   * @returns how many recordings that saved
   */
  undo(id: string): number {
    const act = this.#acts.get(id)
    if (act === undefined || act.state.kind === 'over') return 0
    const isWhole = act.state.kind === 'countdown'
    const saved = act.giveUp(new AppError('aborted').toShape())
    if (isWhole) this.#drop(act)
    else if (saved > 0) this.#changed(act)
    return saved
  }

  /** Deletes what failed, at once: the user has had the time to think. */
  retry(id: string): void {
    const act = this.#acts.get(id)
    if (act?.state.kind !== 'over') return
    act.again()
    act.state = { kind: 'running' }
    this.#begun(act)
    this.#pump()
  }

  /** Takes what is over off the list. */
  dismiss(id: string): void {
    const act = this.#acts.get(id)
    if (act?.state.kind === 'over') this.#drop(act)
  }

  /**
   * Another account is active, or none. What counts down for the one before is never sent, what runs is stopped; what
   * that has left undone is shown again when its account is.
   */
  follow(profileId: string | null): void {
    if (profileId === this.#profileId) return
    for (const act of this.#acts.values()) {
      if (act.profileId !== this.#profileId) continue
      this.undo(act.id)
      if (this.#acts.has(act.id)) this.#options.publish({ kind: 'gone', id: act.id, isDone: false })
    }
    this.#profileId = profileId
    for (const deletion of this.list()) this.#options.publish({ kind: 'begun', deletion })
  }

  /** Nothing may go on in this account's name, and nothing of it is remembered. */
  forget(profileId: string): void {
    for (const act of this.#acts.values()) {
      if (act.profileId !== profileId) continue
      act.giveUp(new AppError('aborted').toShape())
      this.#drop(act)
    }
  }

  /** Sends nothing more. */
  close(): void {
    this.#isClosed = true
    for (const timer of this.#countdowns.values()) clearTimeout(timer)
    this.#countdowns.clear()
    clearTimeout(this.#publishing)
  }

  #run(act: DeletionAct): void {
    this.#countdowns.delete(act.id)
    act.state = { kind: 'running' }
    // At once: the end may be nearer than the next message.
    this.#tell(act)
    this.#pump()
  }

  #pump(): void {
    while (!this.#isClosed && this.#underWay < concurrentDeletes) {
      const next = this.#next()
      if (next === null) return
      this.#underWay += 1
      void this.#delete(next.act, next.recording)
    }
  }

  /** Oldest deletion first. */
  #next(): { readonly act: DeletionAct; readonly recording: RecordingRef } | null {
    for (const act of this.#acts.values()) {
      const recording = act.state.kind === 'running' ? act.take() : null
      if (recording !== null) return { act, recording }
    }
    return null
  }

  async #delete(act: DeletionAct, recording: RecordingRef): Promise<void> {
    try {
      await deleteRecording(this.#options.accounts.clientFor(act.profileId), recording)
      act.settle(recording, null)
    } catch (error) {
      act.settle(recording, toErrorShape(error))
    }
    this.#underWay -= 1
    this.#changed(act)
    this.#pump()
  }

  #isShown(act: DeletionAct): boolean {
    return act.profileId === this.#profileId
  }

  #begun(act: DeletionAct): void {
    this.#untold.delete(act.id)
    if (this.#isShown(act)) this.#options.publish({ kind: 'begun', deletion: act.describe() })
  }

  /** Tells the end at once, and what led to it within {@link publishIntervalMs}. */
  #changed(act: DeletionAct): void {
    if (this.#isClosed) return
    if (act.isThrough && act.state.kind === 'running') {
      act.state = { kind: 'over' }
      if (act.hasFailures) this.#tell(act)
      else this.#drop(act, true)
      return
    }
    this.#untold.add(act.id)
    this.#publishing ??= setTimeout(() => {
      this.#publishing = undefined
      for (const id of this.#untold) {
        const untold = this.#acts.get(id)
        if (untold !== undefined) this.#tell(untold)
      }
      this.#untold.clear()
    }, publishIntervalMs)
  }

  #tell(act: DeletionAct): void {
    this.#untold.delete(act.id)
    const change = act.news()
    this.#noteDeleted(act, change.deleted)
    if (this.#isShown(act) && this.#acts.has(act.id)) this.#options.publish({ kind: 'changed', change })
  }

  /** @param isDone all of it has been deleted */
  #drop(act: DeletionAct, isDone = false): void {
    clearTimeout(this.#countdowns.get(act.id))
    this.#countdowns.delete(act.id)
    this.#untold.delete(act.id)
    const isKnown = this.#acts.delete(act.id)
    this.#noteDeleted(act, act.news().deleted)
    if (isKnown && this.#isShown(act)) this.#options.publish({ kind: 'gone', id: act.id, isDone })
  }

  #noteDeleted(act: DeletionAct, paths: readonly string[]): void {
    if (paths.length > 0) this.#options.onDeleted(act.profileId, paths)
  }

  #makeRoom(): void {
    const over = [...this.#acts.values()].filter(({ state }) => state.kind === 'over')
    for (const act of over.slice(0, Math.max(0, over.length - maxKept))) this.#drop(act)
  }
}
