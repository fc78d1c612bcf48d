import type { ErrorShape } from '../errors.ts'

/** Folders that one download of a folder may have; a server whose folders never end is broken. */
export const maxFoldersPerDownload = 20_000
/** Recordings that one download of a folder may have. */
export const maxRecordingsPerDownload = 100_000
/** Folders whose reasons are told one by one. */
export const maxFolderFailures = 100

/** A folder whose content could not be found out, so that it is not among the downloads. */
export interface FolderFailure {
  /** `/A/B/` */
  readonly folder: string
  readonly error: ErrorShape
}

/** The download of a whole folder while it is found out what is in it; the recordings are transfers of their own. */
export interface FolderDownload {
  readonly id: string
  /** `/A/` */
  readonly folder: string
  /** Recordings found, and in the queue, so far. */
  readonly found: number
  /** `over`: all there is was found, but for `failures`. */
  readonly state: 'looking' | 'over' | 'stopped'
  /** At most {@link maxFolderFailures}; `failed` counts them all. */
  readonly failures: readonly FolderFailure[]
  readonly failed: number
}
