import type { ErrorShape } from '../errors.ts'

/**
 * How far a deletion is.
 * - `countdown`: nothing has been sent, everything can be taken back until `until` (epoch ms)
 * - `running`: recordings are being deleted, a few at a time
 * - `over`: nothing goes on; it is kept for as long as it has failures that nobody has dismissed
 */
export type DeletionState =
  | { readonly kind: 'countdown'; readonly until: number }
  | { readonly kind: 'running' }
  | { readonly kind: 'over' }

export interface DeletionFailure {
  readonly path: string
  /** `aborted`: it was not tried, because the rest was stopped. */
  readonly error: ErrorShape
}

/** Counts of one deletion; small, whatever its number of recordings. */
export interface DeletionProgress {
  readonly id: string
  readonly state: DeletionState
  /** Recordings of this round: all at first, the failed ones once they are tried again. */
  readonly total: number
  /** Recordings of this round that have an outcome. */
  readonly tried: number
}

/** One act of deleting, of one recording or of many. */
export interface Deletion extends DeletionProgress {
  /** Recordings that are not to be seen: they wait or are under way. */
  readonly waiting: readonly string[]
  readonly failures: readonly DeletionFailure[]
}

/** What has changed since the last message about this deletion. */
export interface DeletionChange extends DeletionProgress {
  /** Paths that the server no longer has. */
  readonly deleted: readonly string[]
  /** Paths that are there after all. */
  readonly failures: readonly DeletionFailure[]
}

export type DeletionEvent =
  | { readonly kind: 'begun'; readonly deletion: Deletion }
  | { readonly kind: 'changed'; readonly change: DeletionChange }
  /** It is off the list. `isDone`: all of it was deleted; otherwise it was taken back or dismissed, or its account has been left. */
  | { readonly kind: 'gone'; readonly id: string; readonly isDone: boolean }

/** Seconds between deleting and sending; 0: no countdown, so that the app asks first. */
export const defaultUndoSeconds = 8
export const maxUndoSeconds = 60
