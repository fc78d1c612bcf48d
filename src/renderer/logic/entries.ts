import type { Folder } from '#shared/models/folder.ts'
import type { Recording, RecordingRef } from '#shared/models/recording.ts'

export interface FolderEntry {
  readonly kind: 'folder'
  /** Path with its final slash, so that a folder and a recording never share a key. */
  readonly key: string
  readonly name: string
}

export interface RecordingEntry {
  readonly kind: 'recording'
  readonly key: string
  readonly name: string
  readonly recording: Recording
}

/** One row of the explorer. */
export type Entry = FolderEntry | RecordingEntry

/** Server models → rows, in the order given. */
export function entriesOf(folders: readonly Folder[], recordings: readonly Recording[]): Entry[] {
  return [
    ...folders.map((folder): FolderEntry => ({ kind: 'folder', key: folder.path, name: folder.name })),
    ...recordings.map((recording): RecordingEntry => ({
      kind: 'recording',
      key: recording.path,
      name: recording.name,
      recording,
    })),
  ]
}

export interface Totals {
  readonly folders: number
  readonly recordings: number
  /** Sum of the known sizes. */
  readonly bytes: number
  /** False when a size is missing or rounded: the sum is then shown with "≈". */
  readonly bytesAreExact: boolean
}

/** What a set of rows adds up to, for the footer and the delete dialog. */
export function totalsOf(entries: Iterable<Entry>): Totals {
  let folders = 0
  let recordings = 0
  let bytes = 0
  let bytesAreExact = true
  for (const entry of entries) {
    if (entry.kind === 'folder') {
      folders++
      continue
    }
    recordings++
    bytes += entry.recording.size ?? 0
    if (entry.recording.size === null || !entry.recording.sizeIsExact) bytesAreExact = false
  }
  return { folders, recordings, bytes, bytesAreExact }
}

/** The sum to show: null when there are recordings but no size is known. */
export function bytesToShow({ recordings, bytes, bytesAreExact }: Totals): number | null {
  return recordings > 0 && bytes === 0 && !bytesAreExact ? null : bytes
}

/** A plain object with only what a request needs: proxies and extra fields do not cross the bridge. */
export function refOf({ id, path, size, sizeIsExact, createdAt }: Recording): RecordingRef {
  return { id, path, size, sizeIsExact, createdAt }
}
