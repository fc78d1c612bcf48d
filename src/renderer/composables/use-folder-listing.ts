import type { FolderBatch, FolderUpdate } from '#shared/models/folder.ts'
import type { SortOrder } from '#shared/models/settings.ts'
import { shallowRef, type ShallowRef } from 'vue'
import { errorShapeOf, request } from '../bridge.ts'
import {
  loadingListing,
  refreshing,
  resorted,
  withBatches,
  withChanges,
  withFailure,
  withOpening,
  type Listing,
} from '../logic/listing.ts'
import { initialSort } from '../logic/sort-entries.ts'

/** Batches are shown together at most this often (ms): each one costs a walk through the whole list. */
const batchInterval = 120
/** Folders and rows whose last state is kept, to show it in the same frame when the user comes back. */
const maxKept = 40
const maxKeptRows = 100_000

export interface FolderListing {
  readonly listing: ShallowRef<Listing>
  readonly sort: ShallowRef<SortOrder>
  /** Shows a folder in an order: its last known state at once where there is one, then the fresh one. */
  readonly load: (path: string, order: SortOrder) => Promise<void>
  /** Asks for the shown folder again; rows stay until the answer is complete. */
  readonly reload: () => Promise<void>
  /** The same without a word: what is shown, also why it could not be had, stays until there is an answer. */
  readonly retry: () => Promise<void>
  readonly setSort: (order: SortOrder) => void
  readonly onBatch: (batch: FolderBatch) => void
  /** A folder changed by our own doing. */
  readonly onUpdate: (update: FolderUpdate) => void
  /** Forgets all kept states. */
  readonly forget: () => void
  /** Shows nothing, and asks for nothing, until a folder is loaded. */
  readonly clear: () => void
  /** Stops what is still loading. */
  readonly close: () => void
}

/** Loads one folder at a time. A series number drops answers of folders that were left meanwhile. */
export function useFolderListing(): FolderListing {
  const listing = shallowRef<Listing>(loadingListing('/'))
  const sort = shallowRef<SortOrder>(initialSort)
  const kept = new Map<string, Listing>()
  let series = 0
  let listingId: string | null = null
  let isOpening = false
  let early: FolderBatch[] = []
  let earlyUpdates: FolderUpdate[] = []
  let pending: FolderBatch[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function close(): void {
    series++
    clearTimeout(timer)
    timer = undefined
    pending = []
    early = []
    earlyUpdates = []
    isOpening = false
    if (listingId !== null) stopListing(listingId)
    listingId = null
  }

  function stopListing(id: string): void {
    // Nothing depends on the answer: a listing that is over already is as good as one stopped now.
    request('library.closeFolder', { listingId: id }).catch(() => undefined)
  }

  async function open(path: string): Promise<void> {
    close()
    const mine = ++series
    isOpening = true
    try {
      const opening = await request('library.openFolder', { path })
      if (mine !== series) {
        if (!opening.isOver) stopListing(opening.listingId)
        return
      }
      isOpening = false
      listingId = opening.isOver ? null : opening.listingId
      show(withOpening(listing.value, opening, sort.value))
      const missed = early.filter((batch) => batch.listingId === opening.listingId)
      early = []
      for (const batch of missed) onBatch(batch)
      const updates = earlyUpdates
      earlyUpdates = []
      for (const update of updates) onUpdate(update)
    } catch (error) {
      if (mine !== series) return
      isOpening = false
      listing.value = withFailure(listing.value, errorShapeOf(error))
    }
  }

  function show(next: Listing): void {
    listing.value = next
    if (!next.complete) return
    kept.delete(next.path)
    kept.set(next.path, next)
    let rows = [...kept.values()].reduce((sum, { entries }) => sum + entries.length, 0)
    for (const [path, { entries }] of kept) {
      if (kept.size <= maxKept && rows <= maxKeptRows) break
      kept.delete(path)
      rows -= entries.length
    }
  }

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    const batches = pending
    pending = []
    show(withBatches(listing.value, batches, sort.value))
  }

  function onBatch(batch: FolderBatch): void {
    // An event may overtake the answer that names its listing.
    if (isOpening) early.push(batch)
    if (batch.listingId !== listingId) return
    pending.push(batch)
    if (batch.isOver) {
      listingId = null
      flush()
    } else timer ??= setTimeout(flush, batchInterval)
  }

  function onUpdate(update: FolderUpdate): void {
    kept.delete(update.folder)
    if (update.folder !== listing.value.path) return
    // The answer to opening may be of before the change.
    if (isOpening) earlyUpdates.push(update)
    flush()
    show(withChanges(listing.value, update, sort.value))
  }

  return {
    listing,
    sort,
    load: (path, order) => {
      sort.value = order
      const known = kept.get(path)
      listing.value = known === undefined ? loadingListing(path) : refreshing(resorted(known, order))
      return open(path)
    },
    reload: () => {
      listing.value = refreshing(listing.value)
      return open(listing.value.path)
    },
    retry: () => open(listing.value.path),
    setSort: (order) => {
      sort.value = order
      listing.value = resorted(listing.value, order)
    },
    onBatch,
    onUpdate,
    forget: () => kept.clear(),
    clear: () => {
      close()
      listing.value = loadingListing('/')
    },
    close,
  }
}
