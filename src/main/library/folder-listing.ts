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

interface LoadedPage {
  /** Entries as the server listed them. */
  readonly listed: number
  /** Those of them that belong to subfolders or cannot be read. */
  readonly unshown: number
  /** Tells pages with the same recordings; null without recordings. */
  readonly content: string | null
}

/**
 * Lists one folder (design, section 5): page 1 at once, the rest concurrently under its SearchTime, each
 * page passed on as it lands. A recording or folder that comes on two pages is passed on once. What could
 * not be loaded is named in the last batch's `error`; a part never passes for the whole.
 *
 * `fileNum` may count more than this folder, or be absent (facts sheet, "Unspecified"), so it only bounds
 * the search for the last page: the folder ends where pages stop having entries that are new. Whether what
 * was listed then is the whole is looked at in `#isWhole`.
 */
export class FolderListing {
  readonly #options: FolderListingOptions
  readonly #seenRecordings = new Set<string>()
  readonly #seenFolders = new Set<string>()
  readonly #pages = new Map<number, LoadedPage>()
  /** The page on which such a content was first seen. */
  readonly #pageOf = new Map<string, number>()
  #searchTime: string | null = null
  /** The newest `fileNum`. */
  #counted: number | null = null
  #total = 0
  #nextPage = 2
  #lastFilledPage = 0

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
    const isComplete = page.listed < requestedPageSize && (page.total ?? 0) <= page.listed
    this.#total = isComplete ? recordings.length : Math.max(page.total ?? 0, recordings.length)
    if (!isComplete) void this.#loadRest()
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

  async #loadRest(): Promise<void> {
    try {
      await this.#loadAll()
      if (!(await this.#isWhole(false))) {
        for (const page of this.#suspects()) await this.#load(page)
        await this.#loadAll()
        if (!(await this.#isWhole(true))) throw new AppError('server.malformed')
      }
      if (this.#lastFilledPage >= maxPages) throw new AppError('server.malformed')
      this.#finish(null)
    } catch (error) {
      this.#finish(error)
    }
  }

  async #loadAll(): Promise<void> {
    const last = this.#counted === null ? maxPages : Math.ceil(this.#counted / this.#pageSize)
    await Promise.all(
      Array.from({ length: concurrentPages }, () => this.#loadPages(Math.min(last, maxPages))),
    )
  }

  /** One of the concurrent loaders. Goes a little past an empty page, since the one after may have entries. */
  async #loadPages(last: number): Promise<void> {
    while (!this.#options.signal.aborted) {
      if (this.#nextPage > Math.min(last, this.#lastFilledPage + concurrentPages)) return
      await this.#load(this.#nextPage++)
    }
  }

  /**
   * Servers lose pages, or send one twice. Where `fileNum` counts this folder alone, fewer entries mean that
   * some are missing; where it counts everything or subfolders as well, or is absent, only a short or repeated
   * page in front of others tells.
   */
  async #isWhole(isRechecked: boolean): Promise<boolean> {
    const last = this.#lastPage
    const hasGap = upTo(last - 1).some((page) => this.#isShort(page) || this.#isRepeated(page))
    // Some servers answer with the last page for whatever lies beyond it.
    const repeatsEnd = this.#isRepeated(last)
    if (this.#counted === null) return !hasGap && (isRechecked || !repeatsEnd)
    if (this.#accounted >= this.#counted) return true
    if (hasGap) return false
    if (await this.#countsEverything(this.#counted)) return true
    return isRechecked && !repeatsEnd && this.#seenFolders.size > 0
  }

  /** True when another folder has the same number, so that the number is not about this folder. */
  async #countsEverything(counted: number): Promise<boolean> {
    const { client, folder, signal } = this.#options
    if (folder === '/') return false
    const root = await client.query({ folder: '/', pageNumber: 1, pageSize: 1 }, { signal })
    return root.total === counted
  }

  /** Pages that may be why something is missing; the first, because new recordings come in front. */
  #suspects(): number[] {
    const last = this.#lastFilledPage
    const isSuspect = (page: number): boolean =>
      page === 1 ||
      page >= last ||
      this.#isShort(page) ||
      this.#isRepeated(page) ||
      this.#isRepeated(page - 1)
    return upTo(Math.min(last + 1, maxPages)).filter(isSuspect)
  }

  get #pageSize(): number {
    return Math.max(...[...this.#pages.values()].map(({ listed }) => listed)) || requestedPageSize
  }

  /** The last page with something new: without those at the end that repeat it. */
  get #lastPage(): number {
    let last = this.#lastFilledPage
    while (last > 1 && this.#isRepeated(last - 1)) last -= 1
    return last
  }

  /** Entries that the server listed, each once. */
  get #accounted(): number {
    return [...this.#pages.values()].reduce((sum, { unshown }) => sum + unshown, this.#seenRecordings.size)
  }

  #isShort(page: number): boolean {
    return (this.#pages.get(page)?.listed ?? 0) < this.#pageSize
  }

  /** The page after has the same content. */
  #isRepeated(page: number): boolean {
    const content = this.#pages.get(page)?.content ?? null
    return content !== null && content === this.#pages.get(page + 1)?.content
  }

  async #load(pageNumber: number): Promise<void> {
    const page = await this.#fetch(pageNumber)
    if (!this.#options.signal.aborted) this.#announce(page)
  }

  async #fetch(pageNumber: number): Promise<QueryPage> {
    const { client, folder, signal } = this.#options
    const searchTime = this.#searchTime === null ? {} : { searchTime: this.#searchTime }
    const page = await client.query(
      { folder, pageNumber, pageSize: requestedPageSize, ...searchTime },
      { signal },
    )
    this.#note(pageNumber, page)
    return page
  }

  #note(pageNumber: number, { listed, recordings, total }: QueryPage): void {
    const [first] = recordings
    const content = first ? JSON.stringify([first.path, recordings.at(-1)?.path, listed]) : null
    this.#pages.set(pageNumber, { listed, unshown: listed - recordings.length, content })
    this.#counted = total
    const known = content === null ? undefined : this.#pageOf.get(content)
    const isNewContent = known === undefined || known === pageNumber
    if (content !== null && isNewContent) this.#pageOf.set(content, pageNumber)
    if (listed > 0 && isNewContent) this.#lastFilledPage = Math.max(this.#lastFilledPage, pageNumber)
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

/** 1, 2, … last */
const upTo = (last: number): number[] => Array.from({ length: Math.max(0, last) }, (_, index) => index + 1)

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
  named,
}: RemoteRecording): Recording {
  return { id, path, folder, name, size, sizeIsExact, createdAt, named }
}
