import type { ErrorShape } from '../errors.ts'
import type { RecordingColumns } from '../recording-columns.ts'

export interface Folder {
  /** `/A/B/`: starts and ends with a slash. */
  readonly path: string
  readonly name: string
}

/** How a folder's content has changed. */
export interface FolderChanges {
  /** New, or known by their name and different from before. */
  readonly recordings: RecordingColumns
  /** Names of recordings that are no more. */
  readonly removed: readonly string[]
  /** New subfolders. */
  readonly folders: readonly Folder[]
  /** Paths of subfolders that are no more. */
  readonly removedFolders: readonly string[]
}

/** How much of a folder the page has, and of when. */
export interface FolderState {
  /** Recordings that the page has. */
  readonly loaded: number
  /** Recordings in the folder, as far as is known; never smaller than `loaded`. */
  readonly total: number
  /** The page has everything that was in the folder at `asOf`. A part must say so. */
  readonly complete: boolean
  /** epoch ms of the listing that is shown; null: what the server has now, or a part of a listing */
  readonly asOf: number | null
  /** Nothing follows. */
  readonly isOver: boolean
}

/**
 * Answer to opening a folder: what is known of it from earlier, at once, or page 1. What is new and the rest follow as
 * `library.batch` events until one of them is over.
 */
export interface FolderOpening extends FolderState {
  readonly listingId: string
  readonly folder: Folder
  readonly folders: readonly Folder[]
  readonly recordings: RecordingColumns
}

/** What has changed since the opening or the batch before. */
export interface FolderBatch extends FolderChanges, FolderState {
  readonly listingId: string
  /** Set when the listing ended early: what is shown is a part or an earlier state, and must say so. */
  readonly error: ErrorShape | null
}

/** A folder's content changed by our own doing. */
export interface FolderUpdate extends FolderChanges {
  /** `/A/` */
  readonly folder: string
}

/** Folders in a folder, as far as they are known. */
export interface Subfolders {
  readonly folders: readonly Folder[]
  /** There were no others when the folder was last listed. */
  readonly isWhole: boolean
}
