import type { ErrorShape } from '#shared/errors.ts'
import type { Deletion, DeletionChange, DeletionFailure, DeletionState } from '#shared/models/deletion.ts'
import type { RecordingRef } from '#shared/models/recording.ts'

interface Failed {
  readonly recording: RecordingRef
  readonly error: ErrorShape
}

/** One act of deleting: what waits, what is under way and what has failed. Knows no time and no server. */
export class DeletionAct {
  readonly id: string
  readonly profileId: string
  state: DeletionState
  readonly #unsent: Map<string, RecordingRef>
  readonly #underWay = new Map<string, RecordingRef>()
  readonly #failed = new Map<string, Failed>()
  #total: number
  #tried = 0
  #deleted: string[] = []
  #failures: DeletionFailure[] = []

  /** @param recordings each path once */
  constructor(id: string, profileId: string, recordings: readonly RecordingRef[], state: DeletionState) {
    this.id = id
    this.profileId = profileId
    this.state = state
    this.#unsent = new Map(recordings.map((recording) => [recording.path, recording]))
    this.#total = recordings.length
  }

  get hasFailures(): boolean {
    return this.#failed.size > 0
  }

  /** Nothing is waiting and nothing under way. */
  get isThrough(): boolean {
    return this.#unsent.size === 0 && this.#underWay.size === 0
  }

  isWaitingFor(path: string): boolean {
    return this.#unsent.has(path) || this.#underWay.has(path)
  }

  /** The next recording to delete, which is under way from now on; null when there is none. */
  take(): RecordingRef | null {
    const next = this.#unsent.values().next()
    if (next.done === true) return null
    this.#unsent.delete(next.value.path)
    this.#underWay.set(next.value.path, next.value)
    return next.value
  }

  /** @param error null: it is gone */
  settle(recording: RecordingRef, error: ErrorShape | null): void {
    this.#underWay.delete(recording.path)
    this.#tried += 1
    if (error === null) this.#deleted.push(recording.path)
    else this.#fail(recording, error)
  }

  /** What has not been sent fails with `error`. @returns how many that are */
  giveUp(error: ErrorShape): number {
    const recordings = [...this.#unsent.values()]
    this.#unsent.clear()
    for (const recording of recordings) this.#fail(recording, error)
    return recordings.length
  }

  /** All that failed waits again. */
  again(): void {
    for (const [path, { recording }] of this.#failed) this.#unsent.set(path, recording)
    this.#failed.clear()
    this.#failures = []
    this.#total = this.#unsent.size
    this.#tried = 0
  }

  /** Everything, for somebody who knows nothing of it. What is untold about it is told by that. */
  describe(): Deletion {
    this.#failures = []
    return {
      ...this.#progress(),
      waiting: [...this.#unsent.keys(), ...this.#underWay.keys()],
      failures: [...this.#failed].map(([path, { error }]) => ({ path, error })),
    }
  }

  /** What has happened since the last call. */
  news(): DeletionChange {
    const news = { ...this.#progress(), deleted: this.#deleted, failures: this.#failures }
    this.#deleted = []
    this.#failures = []
    return news
  }

  #progress(): Pick<Deletion, 'id' | 'state' | 'total' | 'tried'> {
    return { id: this.id, state: this.state, total: this.#total, tried: this.#tried }
  }

  #fail(recording: RecordingRef, error: ErrorShape): void {
    this.#failed.set(recording.path, { recording, error })
    this.#failures.push({ path: recording.path, error })
  }
}
