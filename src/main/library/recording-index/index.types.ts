import type { Folder } from '#shared/models/folder.ts'
import type { SearchPage, SearchQuery } from '#shared/models/search.ts'
import type { RecordingColumns } from '#shared/recording-columns.ts'

/** A folder as it was when it was last listed. */
export interface KnownFolder {
  /** epoch ms; null when it was never listed to its end: what is known of it is a part */
  readonly listedAt: number | null
  /** Recordings that the server counted last; null when it did not */
  readonly total: number | null
  readonly recordings: number
  readonly folders: readonly Folder[]
  /** The first of its recordings, by name; {@link ProfileIndex.rowsAfter} has the rest. */
  readonly rows: RecordingColumns
}

/** What is new about one folder (`/A/`). Everything in it is kept or nothing. */
export interface FolderChange {
  readonly folder: string
  /** New or changed. */
  readonly recordings: RecordingColumns
  /** Names of recordings that are gone. */
  readonly removed: readonly string[]
  /** Subfolders that are there. */
  readonly folders: readonly Folder[]
  /** Paths of subfolders that are gone, with everything in them. */
  readonly removedFolders: readonly string[]
  /** Recordings that the server counts; absent: as before. */
  readonly total?: number
  /** With this change the folder is whole, as of this time (epoch ms). */
  readonly listedAt?: number
}

export interface IndexCounts {
  readonly folders: number
  /** Of these, listed to the end at some time. */
  readonly listedFolders: number
  readonly recordings: number
}

/** When the crawl may ask for a folder. All epoch ms. */
export interface CrawlWindow {
  readonly now: number
  /** Folders listed before this are due again. */
  readonly staleBefore: number
}

/** The index of one profile. Answers come from a thread of its own; a failure is an Error, never a wrong answer. */
export interface ProfileIndex {
  /** null when nothing of the folder's content is known */
  openFolder(folder: string, limit: number): Promise<KnownFolder | null>
  /** Recordings of the folder whose names come after `name`, by name. */
  rowsAfter(folder: string, name: string, limit: number): Promise<RecordingColumns>
  /** Changes are kept in the order given. */
  apply(change: FolderChange): Promise<void>
  search(query: SearchQuery): Promise<SearchPage>
  counts(): Promise<IndexCounts>
  /** The folder to crawl next, never listed ones first; null when none is due. */
  nextToCrawl(window: CrawlWindow): Promise<string | null>
  /** The folder is not asked for again before a time that grows with its failures; listing it forgives. */
  noteCrawlFailure(folder: string, now: number): Promise<void>
}
