import type { FolderBatch } from '#shared/models/folder.ts'
import { shallowRef, type ShallowRef } from 'vue'
import { errorShapeOf, request } from '../bridge.ts'
import {
  loadingListing,
  refreshing,
  resorted,
  withBatches,
  withFailure,
  withOpening,
  withoutEntries,
  type Listing,
} from '../logic/listing.ts'
import { initialSort, type SortOrder } from '../logic/sort-entries.ts'

/** Batches are shown together at most this often (ms): each one costs a sort of the whole list. */
const batchInterval = 120
/** Folders whose last state is kept, to show it at once when the user comes back. */
const maxKept = 40

export interface FolderListing {
  readonly listing: ShallowRef<Listing>
  readonly sort: ShallowRef<SortOrder>
  /** Shows a folder: its last known state at once where there is one, then the fresh one. */
  readonly load: (path: string) => Promise<void>
  /** Asks for the shown folder again; rows stay until the answer is complete. */
  readonly reload: () => Promise<void>
  readonly setSort: (order: SortOrder) => void
  readonly removeRows: (keys: ReadonlySet<string>) => void
  readonly onBatch: (batch: FolderBatch) => void
  /** Forgets the kept states of these folders, or all. */
  readonly forget: (paths?: readonly string[]) => void
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
  let pending: FolderBatch[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function close(): void {
    series++
    clearTimeout(timer)
    timer = undefined
    pending = []
    early = []
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
        if (!opening.complete) stopListing(opening.listingId)
        return
      }
      isOpening = false
      listingId = opening.complete ? null : opening.listingId
      show(withOpening(listing.value, opening, sort.value))
      const missed = early.filter((batch) => batch.listingId === opening.listingId)
      early = []
      for (const batch of missed) onBatch(batch)
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
    const oldest = kept.keys().next().value
    if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest)
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
    if (batch.complete || batch.error !== null) {
      listingId = null
      flush()
    } else timer ??= setTimeout(flush, batchInterval)
  }

  return {
    listing,
    sort,
    load: (path) => {
      const known = kept.get(path)
      listing.value = known === undefined ? loadingListing(path) : refreshing(resorted(known, sort.value))
      return open(path)
    },
    reload: () => {
      listing.value = refreshing(listing.value)
      return open(listing.value.path)
    },
    setSort: (order) => {
      sort.value = order
      listing.value = resorted(listing.value, order)
    },
    removeRows: (keys) => show(withoutEntries(listing.value, keys)),
    onBatch,
    forget: (paths) => {
      if (paths === undefined) kept.clear()
      else for (const path of paths) kept.delete(path)
    },
    close,
  }
}
