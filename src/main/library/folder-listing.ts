import { AppError } from '#shared/errors.ts'
import type { Folder } from '#shared/models/folder.ts'
import type { CloudRoomClient, QueryPage, RemoteRecording } from '../api/client.types.ts'

/** Largest page that the API gives (API page, PageSize). */
const requestedPageSize = 50
const concurrentPages = 6
/** A server whose pages never end is broken; 1,000,000 recordings in one folder are not expected. */
const maxPages = 20_000

export interface FolderListingOptions {
  readonly folder: string
  readonly client: Pick<CloudRoomClient, 'query'>
  readonly signal: AbortSignal
  /** Pages that are asked for at the same time after the first. */
  readonly concurrency?: number
  /** What a page has that no page before it had. */
  readonly onPage: (page: ListedPage) => void
}

export interface ListedPage {
  readonly recordings: readonly RemoteRecording[]
  readonly folders: readonly Folder[]
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
 * Lists one folder as the server has it (design, section 5): page 1, then the rest concurrently under its SearchTime,
 * each page passed on as it lands. A recording or folder that comes on two pages is passed on once. A part never passes
 * for the whole: what could not be loaded makes the listing fail.
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
  #pageSize = 0
  #total = 0
  #nextPage = 2
  #lastFilledPage = 0
  #isOver = false

  constructor(options: FolderListingOptions) {
    this.#options = options
  }

  /** Recordings in the folder, as far as is known: what the server counts, or what was seen. */
  get total(): number {
    return this.#total
  }

  /** Everything there is was passed on. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** Lists page 1. @throws AppError */
  async first(): Promise<void> {
    const page = await this.#fetch(1)
    this.#searchTime = page.searchTime
    this.#isOver = page.listed < requestedPageSize && (page.total ?? 0) <= page.listed
    this.#total = this.#isOver ? 0 : (page.total ?? 0)
    this.#pass(page)
  }

  /** Lists the pages after the first. @throws AppError: something is missing, what was passed on is a part */
  async rest(): Promise<void> {
    if (this.#isOver) return
    await this.#loadAll()
    if (!(await this.#isWhole(false))) {
      for (const page of this.#suspects()) await this.#load(page)
      await this.#loadAll()
      if (!(await this.#isWhole(true))) throw new AppError('server.malformed')
    }
    if (this.#lastFilledPage >= maxPages) throw new AppError('server.malformed')
    // What was seen is all there is, even where fileNum counts more than this folder.
    this.#total = this.#seenRecordings.size
    this.#isOver = true
  }

  async #loadAll(): Promise<void> {
    const last = this.#counted === null ? maxPages : Math.ceil(this.#counted / this.#fullPage)
    const { concurrency = concurrentPages, signal } = this.#options
    // A page that cannot be had stops one loader; the others get what is left.
    const outcomes = await Promise.allSettled(
      Array.from({ length: concurrency }, () => this.#loadPages(Math.min(last, maxPages))),
    )
    if (signal.aborted) throw new AppError('aborted')
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed !== undefined) throw failed.reason
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

  /** Entries that a page has when there are more after it: what the server gave at most. */
  get #fullPage(): number {
    return this.#pageSize === 0 ? requestedPageSize : this.#pageSize
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
    return (this.#pages.get(page)?.listed ?? 0) < this.#fullPage
  }

  /** The page after has the same content. */
  #isRepeated(page: number): boolean {
    const content = this.#pages.get(page)?.content ?? null
    return content !== null && content === this.#pages.get(page + 1)?.content
  }

  async #load(pageNumber: number): Promise<void> {
    const page = await this.#fetch(pageNumber)
    if (!this.#options.signal.aborted) this.#pass(page)
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
    this.#pageSize = Math.max(this.#pageSize, listed)
    this.#pages.set(pageNumber, { listed, unshown: listed - recordings.length, content })
    this.#counted = total
    const known = content === null ? undefined : this.#pageOf.get(content)
    const isNewContent = known === undefined || known === pageNumber
    if (content !== null && isNewContent) this.#pageOf.set(content, pageNumber)
    if (listed > 0 && isNewContent) this.#lastFilledPage = Math.max(this.#lastFilledPage, pageNumber)
  }

  #pass({ recordings, folders }: QueryPage): void {
    const fresh = {
      recordings: recordings.filter(({ path }) => isNew(this.#seenRecordings, path)),
      folders: folders.filter(({ path }) => isNew(this.#seenFolders, path)),
    }
    this.#total = Math.max(this.#total, this.#seenRecordings.size)
    this.#options.onPage(fresh)
  }
}

/** 1, 2, … last */
const upTo = (last: number): number[] => Array.from({ length: Math.max(0, last) }, (_, index) => index + 1)

function isNew(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false
  seen.add(key)
  return true
}
