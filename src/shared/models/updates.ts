import type { ErrorShape } from '../errors.ts'

/**
 * Why this copy of the app never looks for a new version.
 * - `development`: it is not a package
 * - `unverifiable`: nothing on this system (Linux) checks who made a package
 * - `portable`: a single file that is not installed cannot be replaced by an installer
 * - `readOnly`: it runs off a disk that cannot be written to, such as its disk image, or where macOS puts what was not moved
 * - `unsigned`: it was built without the signatures that an update is checked by
 * - `unconfigured`: it does not say where updates come from, or whose signature they must have
 */
export const updatesOffReasons = [
  'development',
  'unverifiable',
  'portable',
  'readOnly',
  'unsigned',
  'unconfigured',
] as const
export type UpdatesOffReason = (typeof updatesOffReasons)[number]

/** A newer version, as its publisher describes it. */
export interface Update {
  readonly version: string
  /** Plain text, whatever it was written in; '' when there are none. At most {@link maxNotesLength} characters. */
  readonly notes: string
  /** Bytes to download at most; null when that is not said. */
  readonly size: number | null
}

export const maxNotesLength = 20_000

/** Where looking for, fetching and installing a new version has come to. */
export type UpdateState =
  | { readonly status: 'off'; readonly reason: UpdatesOffReason }
  /** This is the newest version as far as it is known. */
  | { readonly status: 'idle' }
  | { readonly status: 'checking' }
  | { readonly status: 'available'; readonly update: Update }
  /** `share`: 0 … 1 */
  | { readonly status: 'downloading'; readonly update: Update; readonly share: number }
  | { readonly status: 'ready'; readonly update: Update }
  /** The app is about to quit for it; transfers may have to be finished first. */
  | { readonly status: 'installing'; readonly update: Update }
  /** `update`: what could not be fetched or installed; null when looking for one has failed. */
  | { readonly status: 'failed'; readonly error: ErrorShape; readonly update: Update | null }

export interface UpdateReport {
  readonly state: UpdateState
  /** When the server was last asked with success; epoch ms. */
  readonly checkedAt: number | null
}
