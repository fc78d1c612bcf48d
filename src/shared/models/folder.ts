import type { ErrorShape } from '../errors.ts'
import type { Recording } from './recording.ts'

export interface Folder {
  /** `/A/B/`: starts and ends with a slash. */
  readonly path: string
  readonly name: string
}

/** Answer to opening a folder: page 1 at once; the rest follows as `library.batch` events. */
export interface FolderOpening {
  readonly listingId: string
  readonly folder: Folder
  readonly folders: readonly Folder[]
  readonly recordings: readonly Recording[]
  readonly loaded: number
  /** Recordings in the folder as the server counts them; never smaller than `loaded`. */
  readonly total: number
  readonly complete: boolean
}

export interface FolderBatch {
  readonly listingId: string
  /** Only what is new since the last batch; no path comes twice. */
  readonly recordings: readonly Recording[]
  /** Folders first seen on a later page. */
  readonly folders: readonly Folder[]
  readonly loaded: number
  readonly total: number
  readonly complete: boolean
  /** Set when the rest could not be loaded: what is shown is a part, and must say so. */
  readonly error: ErrorShape | null
}

export interface DeleteOutcome {
  readonly path: string
  /** null = gone */
  readonly error: ErrorShape | null
}
