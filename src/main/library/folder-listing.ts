import { AppError, toErrorShape } from '#shared/errors.ts'
import type { Folder, FolderBatch, FolderOpening } from '#shared/models/folder.ts'
import type { Recording } from '#shared/models/recording.ts'
import { nameOf } from '#shared/paths.ts'
import type { CloudRoomClient, QueryPage, RemoteRecording } from '../api/client.types.ts'

/** Largest page that the API gives (API page, PageSize). */
const requestedPageSize = 50
const concurrentPages = 6
/** A server whose pages never end is broken; 1,000,000 recordings in one folder are not expected. */
const maxPages = 20_000

export interface FolderListingOptions {
  readonly listingId: string
  readonly folder: string
  readonly client: CloudRoomClient
  readonly signal: AbortSignal
  readonly onBatch: (batch: FolderBatch) => void
}

/**
 * Lists one folder (design, section 5): page 1 at once, the rest concurrently under its SearchTime, each
 * page passed on as it lands. A recording or folder that comes on two pages is passed on once. What could
 * not be loaded is named in the last batch's `error`; a part never passes for the whole.
 *
 * `fileNum` may count more than this folder, or be absent (facts sheet, "Unspecified"), so it only bounds
 * the search for the last page: the folder ends where pages stop having entries.
 */
export class FolderListing {
  readonly #options: FolderListingOptions
  readonly #seenRecordings = new Set<string>()
  readonly #seenFolders = new Set<string>()
  /** Entries per page as the server listed them, by page number. */
  readonly #listed = new Map<number, number>()
  #searchTime: string | null = null
  #total = 0
  #nextPage = 2
  #lastFilledPage = 1

  constructor(options: FolderListingOptions) {
    this.#options = options
  }

  /** Page 1; the rest goes on in the background. @throws AppError when page 1 cannot be had */
  async open(): Promise<FolderOpening> {
    const { listingId, folder } = this.#options
    const page = await this.#fetch(1)
    this.#searchTime = page.searchTime
    const recordings = this.#newRecordings(page)
    const folders = this.#newFolders(page)
    const isComplete =
      page.listed === 0 || (page.listed < requestedPageSize && (page.total ?? 0) <= page.listed)
    this.#total = isComplete ? recordings.length : Math.max(page.total ?? 0, recordings.length)
    if (!isComplete) void this.#loadRest(page)
    return {
      listingId,
      folder: { path: folder, name: nameOf(folder) },
      folders,
      recordings,
      loaded: recordings.length,
      total: this.#total,
      complete: isComplete,
    }
  }

  async #loadRest(first: QueryPage): Promise<void> {
    const last = first.total === null ? maxPages : Math.min(maxPages, Math.ceil(first.total / first.listed))
    try {
      await Promise.all(Array.from({ length: concurrentPages }, () => this.#loadPages(last)))
      await this.#fillHoles(first)
      this.#finish(null)
    } catch (error) {
      this.#finish(error)
    }
  }

  /** One of the concurrent loaders. Goes a little past an empty page, since the one after may have entries. */
  async #loadPages(last: number): Promise<void> {
    while (!this.#options.signal.aborted) {
      if (this.#nextPage > Math.min(last, this.#lastFilledPage + concurrentPages)) return
      await this.#load(this.#nextPage++)
    }
  }

  /** A page that came short although later ones have entries is asked for again; still short is an error. */
  async #fillHoles(first: QueryPage): Promise<void> {
    const isShort = (page: number): boolean => (this.#listed.get(page) ?? 0) < first.listed
    const before = Array.from({ length: this.#lastFilledPage - 1 }, (_, index) => index + 1)
    for (const page of before.filter(isShort)) await this.#load(page)
    const isMissingSome = first.total === null || this.#seenRecordings.size < first.total
    if (before.some(isShort) && isMissingSome) throw new AppError('server.malformed')
    if (this.#lastFilledPage >= maxPages) throw new AppError('server.malformed')
  }

  async #load(pageNumber: number): Promise<void> {
    const page = await this.#fetch(pageNumber)
    if (page.listed > 0) this.#lastFilledPage = Math.max(this.#lastFilledPage, pageNumber)
    if (!this.#options.signal.aborted) this.#announce(page)
  }

  async #fetch(pageNumber: number): Promise<QueryPage> {
    const { client, folder, signal } = this.#options
    const searchTime = this.#searchTime === null ? {} : { searchTime: this.#searchTime }
    const page = await client.query(
      { folder, pageNumber, pageSize: requestedPageSize, ...searchTime },
      { signal },
    )
    this.#listed.set(pageNumber, page.listed)
    return page
  }

  #announce(page: QueryPage): void {
    const recordings = this.#newRecordings(page)
    const folders = this.#newFolders(page)
    if (recordings.length + folders.length === 0) return
    this.#total = Math.max(this.#total, this.#seenRecordings.size)
    this.#send({ recordings, folders, complete: false, error: null })
  }

  #finish(error: unknown): void {
    if (this.#options.signal.aborted) return
    // Complete: what was loaded is all there is, even where fileNum counted more than this folder.
    if (error === null) this.#total = this.#seenRecordings.size
    const shape = error === null ? null : toErrorShape(error)
    this.#send({ recordings: [], folders: [], complete: error === null, error: shape })
  }

  #send(part: Pick<FolderBatch, 'recordings' | 'folders' | 'complete' | 'error'>): void {
    this.#options.onBatch({
      listingId: this.#options.listingId,
      loaded: this.#seenRecordings.size,
      total: this.#total,
      ...part,
    })
  }

  #newRecordings(page: QueryPage): Recording[] {
    return page.recordings.filter((item) => isNew(this.#seenRecordings, item.path)).map(withoutAddress)
  }

  #newFolders(page: QueryPage): Folder[] {
    return page.folders.filter((item) => isNew(this.#seenFolders, item.path))
  }
}

function isNew(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false
  seen.add(key)
  return true
}

/** The download address stays in the main process (design, section 3). */
function withoutAddress({
  id,
  path,
  folder,
  name,
  size,
  sizeIsExact,
  createdAt,
}: RemoteRecording): Recording {
  return { id, path, folder, name, size, sizeIsExact, createdAt }
}
