import type { ErrorShape } from '#shared/errors.ts'
import type { Folder, FolderBatch, FolderChanges, FolderOpening, FolderState } from '#shared/models/folder.ts'
import { unpackRecordings, type RecordingColumns } from '#shared/recording-columns.ts'
import type { SortOrder } from '#shared/models/settings.ts'
import { entriesOf, reuseEntries, type Entry } from './entries.ts'
import { mergeEntries, sortEntries } from './sort-entries.ts'

/**
 * What the explorer shows of one folder.
 * - `loading`: nothing to show yet
 * - `shown`: rows, possibly a part (`complete` is false) or an earlier state (`asOf`)
 * - `failed`: nothing to show, and why
 */
export interface Listing {
  readonly path: string
  readonly phase: 'loading' | 'shown' | 'failed'
  /** In display order. The same array as before when no row has changed. */
  readonly entries: readonly Entry[]
  readonly loaded: number
  readonly total: number
  readonly complete: boolean
  /** epoch ms of the earlier state that is shown; null: what the server has */
  readonly asOf: number | null
  /** Rows of an earlier state are shown while the server is asked. */
  readonly isRefreshing: boolean
  readonly error: ErrorShape | null
  /** Rows of the state before a reload that the reload has not confirmed yet; null when there are none to confirm. */
  readonly stale: ReadonlySet<string> | null
}

/** A folder that was just entered and is not known. */
export function loadingListing(path: string): Listing {
  return {
    path,
    phase: 'loading',
    entries: [],
    loaded: 0,
    total: 0,
    complete: false,
    asOf: null,
    isRefreshing: false,
    error: null,
    stale: null,
  }
}

/** A reload begins: rows stay. */
export function refreshing(listing: Listing): Listing {
  if (listing.phase !== 'shown') return loadingListing(listing.path)
  return { ...listing, isRefreshing: true, error: null }
}

/** The answer to opening. Rows that are shown already stay until the new state is complete. */
export function withOpening(listing: Listing, opening: FolderOpening, order: SortOrder): Listing {
  const fresh = freshEntries(listing.path, opening.folders, opening.recordings)
  const isKnown = listing.phase === 'shown'
  if (!isKnown || opening.complete) {
    const entries = reuseEntries(listing.entries, sortEntries(fresh, order))
    return { ...listing, phase: 'shown', entries, error: null, ...stateOf(opening, null) }
  }
  const stale = new Set(listing.entries.map(({ key }) => key))
  for (const { key } of fresh) stale.delete(key)
  const entries = mergeEntries(listing.entries, fresh, new Set(), order)
  return { ...listing, entries, error: null, ...stateOf(opening, stale) }
}

/** Batches of one listing, in order of arrival. */
export function withBatches(listing: Listing, batches: readonly FolderBatch[], order: SortOrder): Listing {
  const last = batches.at(-1)
  if (last === undefined) return listing
  const changes = collect(listing.path, batches)
  const stale = listing.stale === null ? null : new Set(listing.stale)
  for (const key of changes.fresh.keys()) stale?.delete(key)
  // Rows that the complete new listing did not bring are gone from the server.
  if (last.complete && stale !== null) for (const key of stale) changes.gone.add(key)
  return {
    ...listing,
    entries: mergeEntries(listing.entries, [...changes.fresh.values()], changes.gone, order),
    error: last.error,
    ...stateOf(last, last.complete ? null : stale),
  }
}

/** A change of our own doing, whatever else is under way. */
export function withChanges(listing: Listing, changes: FolderChanges, order: SortOrder): Listing {
  if (listing.phase !== 'shown') return listing
  const { fresh, gone } = collect(listing.path, [changes])
  const entries = mergeEntries(listing.entries, [...fresh.values()], gone, order)
  return counted(listing, entries)
}

/** Opening or reloading did not succeed. What was shown stays, with the reason. */
export function withFailure(listing: Listing, error: ErrorShape): Listing {
  const phase = listing.phase === 'shown' ? 'shown' : 'failed'
  return { ...listing, phase, error, isRefreshing: false, stale: null }
}

/** The same rows under another order. */
export function resorted(listing: Listing, order: SortOrder): Listing {
  return { ...listing, entries: sortEntries(listing.entries, order) }
}

/** Counts follow the rows when they change outside a listing. */
function counted(listing: Listing, entries: readonly Entry[]): Listing {
  const recordings = (of: readonly Entry[]): number => of.filter(({ kind }) => kind === 'recording').length
  const more = recordings(entries) - recordings(listing.entries)
  const loaded = Math.max(0, listing.loaded + more)
  return { ...listing, entries, loaded, total: Math.max(loaded, listing.total + more) }
}

function stateOf(
  { loaded, total, complete, asOf, isOver }: FolderState,
  stale: ReadonlySet<string> | null,
): Pick<Listing, 'loaded' | 'total' | 'complete' | 'asOf' | 'isRefreshing' | 'stale'> {
  return {
    loaded,
    total,
    complete,
    asOf,
    isRefreshing: !isOver && (complete || stale !== null),
    stale: isOver ? null : stale,
  }
}

/** Several changes as one: the last word about each row counts. */
function collect(
  path: string,
  changes: readonly FolderChanges[],
): { readonly fresh: Map<string, Entry>; readonly gone: Set<string> } {
  const fresh = new Map<string, Entry>()
  const gone = new Set<string>()
  for (const change of changes) {
    for (const key of [...change.removed.map((name) => path + name), ...change.removedFolders]) {
      fresh.delete(key)
      gone.add(key)
    }
    for (const entry of freshEntries(path, change.folders, change.recordings)) {
      gone.delete(entry.key)
      fresh.set(entry.key, entry)
    }
  }
  return { fresh, gone }
}

function freshEntries(path: string, folders: readonly Folder[], recordings: RecordingColumns): Entry[] {
  return entriesOf(folders, unpackRecordings(path, recordings))
}
