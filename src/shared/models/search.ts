import type { RecordingColumns } from '../recording-columns.ts'
import type { Folder } from './folder.ts'
import { sortColumns, type SortDirection } from './settings.ts'

/** What results are sorted by: as a folder, and by the folder they are in. */
export const resultColumns = [...sortColumns, 'folder'] as const
export type ResultColumn = (typeof resultColumns)[number]

export interface ResultOrder {
  readonly column: ResultColumn
  readonly direction: SortDirection
}

/** What to look for among everything that was ever listed. Filters and words must all match. */
export interface SearchQuery {
  /** Words, each anywhere in name, folder or date; empty: all. */
  readonly text: string
  /** Only in this folder and below, `/A/`; null: everywhere. */
  readonly within: string | null
  /** Recorded, or else uploaded, at or after; epoch ms */
  readonly from: number | null
  /** … and before; epoch ms */
  readonly until: number | null
  /** bytes, inclusive; a recording of unknown size passes no size filter */
  readonly minSize: number | null
  readonly maxSize: number | null
  /** null: words in the name before words elsewhere, then the newest */
  readonly order: ResultOrder | null
  /** Results are under their folders, of which each is where its first result is; else one list. */
  readonly isGrouped: boolean
  /** Recordings to skip: pages follow the order of the groups, or of the one list. */
  readonly offset: number
  readonly limit: number
}

/** How much of the server a search sees: what was opened or crawled. */
export interface SearchScope {
  /** Folders that are known by name. */
  readonly folders: number
  /** Of these, those that were never listed to their end: there may be more in them. */
  readonly foldersLeft: number
  readonly recordings: number
}

/** The results in one folder. */
export interface SearchGroup {
  readonly folder: Folder
  /** All results in this folder, on this page or not. */
  readonly count: number
  /** bytes that they add up to */
  readonly bytes: number
  readonly bytesAreExact: boolean
  /** Those on this page, in the order that was asked for. */
  readonly recordings: RecordingColumns
}

/** One page of results, by folder. A folder whose results go on on the next page is in both. */
export interface SearchPage {
  readonly groups: readonly SearchGroup[]
  /**
   * Of one list: the place on the page of each recording, taken one group after the other; null when the groups are
   * the order.
   */
  readonly places: Uint32Array | null
  /** Results on all pages. */
  readonly total: number
  /** Folders with results. */
  readonly folders: number
  readonly bytes: number
  readonly bytesAreExact: boolean
  readonly scope: SearchScope
}
