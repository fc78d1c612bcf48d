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

/** Whether two rows of one key show the same. */
export function isSameEntry(one: Entry, other: Entry): boolean {
  if (one.kind === 'folder' || other.kind === 'folder') return one.kind === other.kind
  const [a, b] = [one.recording, other.recording]
  return a.id === b.id && a.size === b.size && a.sizeIsExact === b.sizeIsExact && a.createdAt === b.createdAt
}

/** `fresh` with the rows of `old` in place of those that show the same; `old` itself when nothing is different. */
export function reuseEntries(old: readonly Entry[], fresh: readonly Entry[]): readonly Entry[] {
  if (old.length === 0) return fresh
  const known = new Map(old.map((entry) => [entry.key, entry]))
  const entries = fresh.map((entry) => {
    const before = known.get(entry.key)
    return before !== undefined && isSameEntry(before, entry) ? before : entry
  })
  const isAsBefore = entries.length === old.length && entries.every((entry, index) => entry === old[index])
  return isAsBefore ? old : entries
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
export function refOf({ id, path, size, sizeIsExact, createdAt }: RecordingRef): RecordingRef {
  return { id, path, size, sizeIsExact, createdAt }
}
