import type { ErrorShape } from '#shared/errors.ts'
import type { FolderBatch, FolderOpening } from '#shared/models/folder.ts'
import { entriesOf, type Entry } from './entries.ts'
import { sortEntries, type SortOrder } from './sort-entries.ts'

/**
 * What the explorer shows of one folder.
 * - `loading`: nothing to show yet
 * - `shown`: rows, possibly a part (`complete` is false) or an older state (`isRefreshing`)
 * - `failed`: nothing to show, and why
 */
export interface Listing {
  readonly path: string
  readonly phase: 'loading' | 'shown' | 'failed'
  /** In display order. */
  readonly entries: readonly Entry[]
  readonly loaded: number
  readonly total: number
  readonly complete: boolean
  readonly isRefreshing: boolean
  readonly error: ErrorShape | null
  /** Rows of the state before a reload that the reload has not confirmed yet; null outside reloads. */
  readonly stale: ReadonlyMap<string, Entry> | null
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

/** The answer to opening. On a reload the old rows stay until the new listing is complete. */
export function withOpening(listing: Listing, opening: FolderOpening, order: SortOrder): Listing {
  const fresh = entriesOf(opening.folders, opening.recordings)
  const reloads = listing.phase === 'shown' && !opening.complete
  const stale = reloads ? mapOf(listing.entries, fresh) : null
  return {
    path: listing.path,
    phase: 'shown',
    entries: sortEntries([...(stale?.values() ?? []), ...fresh], order),
    loaded: opening.loaded,
    total: opening.total,
    complete: opening.complete,
    isRefreshing: reloads,
    error: null,
    stale,
  }
}

/** Batches of one listing, in order of arrival. */
export function withBatches(listing: Listing, batches: readonly FolderBatch[], order: SortOrder): Listing {
  const last = batches.at(-1)
  if (last === undefined) return listing
  const fresh = batches.flatMap((batch) => entriesOf(batch.folders, batch.recordings))
  const freshKeys = new Set(fresh.map((entry) => entry.key))
  const stale =
    listing.stale === null ? null : new Map([...listing.stale].filter(([key]) => !freshKeys.has(key)))
  const isOver = last.complete
  // Rows that the complete new listing did not bring are gone from the server.
  const kept = listing.entries.filter(
    (entry) => !freshKeys.has(entry.key) && !(isOver && stale?.has(entry.key) === true),
  )
  return {
    ...listing,
    entries: sortEntries([...kept, ...fresh], order),
    loaded: last.loaded,
    total: last.total,
    complete: last.complete,
    isRefreshing: listing.isRefreshing && !isOver && last.error === null,
    error: last.error,
    stale: isOver ? null : stale,
  }
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

/** Takes away rows that were just deleted, without waiting for the reload. */
export function withoutEntries(listing: Listing, keys: ReadonlySet<string>): Listing {
  const entries = listing.entries.filter((entry) => !keys.has(entry.key))
  const gone = listing.entries.length - entries.length
  return {
    ...listing,
    entries,
    loaded: Math.max(0, listing.loaded - gone),
    total: Math.max(0, listing.total - gone),
  }
}

function mapOf(old: readonly Entry[], fresh: readonly Entry[]): Map<string, Entry> {
  const map = new Map(old.map((entry) => [entry.key, entry]))
  for (const entry of fresh) map.delete(entry.key)
  return map
}
