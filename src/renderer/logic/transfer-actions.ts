import type { ErrorShape } from '#shared/errors.ts'
import { isFinished, type Transfer, type TransferPlace } from '#shared/models/transfer.ts'

/** What can be done with a transfer. */
export type TransferAction =
  | 'open'
  | 'reveal'
  | 'pause'
  | 'resume'
  | 'retry'
  | 'resolve'
  | 'showRemote'
  | 'cancel'
  | 'remove'
  | TransferPlace

/** Does it make sense for this transfer, as it is now? */
export function canDo(action: TransferAction, { state, direction }: Transfer): boolean {
  switch (action) {
    case 'open':
    case 'reveal':
      return state.kind === 'done' && direction === 'download'
    case 'pause':
      return !isFinished(state) && state.kind !== 'paused'
    case 'resume':
      return state.kind === 'paused'
    case 'retry': {
      const isBackingOff = state.kind === 'waiting' && state.until !== null
      return state.kind === 'failed' || state.kind === 'cancelled' || isBackingOff
    }
    // The name is taken: keep both, replace or skip.
    case 'resolve':
      return direction === 'upload' && state.kind === 'failed' && state.error.code === 'api.alreadyExists'
    case 'cancel':
      return !isFinished(state)
    case 'remove':
      return isFinished(state)
    case 'first':
    case 'earlier':
    case 'later':
    case 'last':
      return state.kind === 'queued' || state.kind === 'waiting' || state.kind === 'paused'
    case 'showRemote':
      return true
  }
}

/** What one failed transfer has to tell to a support person; null for several, or others. */
export function failureOf([only, second]: readonly Transfer[]): {
  readonly error: ErrorShape
  readonly remotePath: string
} | null {
  if (only?.state.kind !== 'failed' || second !== undefined) return null
  return { error: only.state.error, remotePath: only.remotePath }
}

/** A button at a fixed place of the row: what it does changes, the button (and the keyboard on it) stays. */
export interface RowButton {
  readonly place: 'third' | 'second' | 'end'
  readonly action: TransferAction
}

const buttonPlaces = ['second', 'third'] as const
const buttonActions = ['pause', 'resume', 'reveal', 'open', 'retry'] as const

/** The buttons of a row, from left to right. */
export function rowButtons(transfer: Transfer): RowButton[] {
  const actions = buttonActions.filter((action) => canDo(action, transfer)).slice(0, buttonPlaces.length)
  const buttons = actions.map((action, index): RowButton => ({
    place: buttonPlaces[index] ?? 'third',
    action,
  }))
  return [...buttons.reverse(), { place: 'end', action: isFinished(transfer.state) ? 'remove' : 'cancel' }]
}
