import { toErrorShape, type ErrorShape } from '#shared/errors.ts'
import type { FolderBatch, FolderChanges, FolderOpening, FolderState } from '#shared/models/folder.ts'
import { nameOf } from '#shared/paths.ts'
import { factsOf, noRecordings, packRecordings } from '#shared/recording-columns.ts'
import type { CloudRoomClient } from '../api/client.types.ts'
import type { Logger } from '../logging/logger.ts'
import { FolderDiff } from './folder-diff.ts'
import { FolderListing, type ListedPage } from './folder-listing.ts'
import type { KnownFolder, ProfileIndex } from './recording-index/index.types.ts'

/** Recordings in one message to the page: a few ms of work on either side. */
const rowsPerMessage = 10_000
/** Pages that land within this time (ms) go to the page and to the index together. */
const batchInterval = 50

export interface FolderSessionOptions {
  readonly listingId: string
  readonly folder: string
  readonly client: Pick<CloudRoomClient, 'query'>
  readonly index: ProfileIndex
  readonly signal: AbortSignal
  /** See FolderListing. */
  readonly concurrency?: number
  readonly onBatch: (batch: FolderBatch) => void
  /** What the index knows is compared with the server after this; null: at once, both are asked at the same time. */
  readonly refreshesAfter?: Promise<void> | null
  readonly log: Logger
  readonly now: () => number
}

/**
 * One opened folder: what the index knows at once, then what the server has, as changes to that. The index learns
 * everything that lands, and that the folder is whole once it is. Without an index, or with a failing one, the server's
 * listing alone is shown.
 */
export class FolderSession {
  readonly #options: FolderSessionOptions
  readonly #listing: FolderListing
  readonly #diff = new FolderDiff()
  #landed: ListedPage[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Everything from the index has been shown: what lands can be compared. */
  #isReady = false
  /** What the index has, or had. */
  #known: Pick<KnownFolder, 'listedAt' | 'total' | 'recordings'> = nothingKnown
  /** Nothing that had to do with the index has failed. */
  #isIndexed = true
  #saved: Promise<unknown> = Promise.resolve()
  #startedAt = 0
  #isWhole = false
  readonly #ended = Promise.withResolvers<ErrorShape | null>()

  constructor(options: FolderSessionOptions) {
    this.#options = options
    const { folder, client, signal, concurrency } = options
    this.#listing = new FolderListing({
      folder,
      client,
      signal,
      ...(concurrency === undefined ? {} : { concurrency }),
      onPage: (page) => this.#take(page),
    })
  }

  /**
   * What is known already, or else page 1; the rest follows as batches unless the answer says that it is over.
   *
   * @throws AppError when nothing is known and page 1 cannot be had
   */
  async open(): Promise<FolderOpening> {
    const { folder, listingId, refreshesAfter = null } = this.#options
    this.#startedAt = this.#options.now()
    const early = refreshesAfter === null ? this.#listing.first() : null
    // Whoever awaits it below hears of a failure; until then nobody may complain.
    early?.catch(() => undefined)
    const known = await this.#ask((index) => index.openFolder(folder, rowsPerMessage))
    const shown =
      known === null
        ? await this.#openFromServer(early ?? this.#listing.first())
        : this.#openFromIndex(known, early ?? this.#firstAfter(refreshesAfter))
    return { listingId, folder: { path: folder, name: nameOf(folder) }, ...shown }
  }

  /** Resolves when the listing is over and the index has what there is to have: why it ended early, or null. */
  get ended(): Promise<ErrorShape | null> {
    return this.#ended.promise
  }

  /** Recordings and folders that we put there ourselves, or took away, while the listing is under way. */
  overrule({ recordings, removed, folders }: FolderChanges): void {
    for (const facts of factsOf(recordings)) this.#diff.overrule(facts.name, facts)
    for (const name of removed) this.#diff.overrule(name, null)
    for (const folder of folders) this.#diff.overruleFolder(folder)
  }

  async #firstAfter(view: Promise<void> | null): Promise<void> {
    await view
    await this.#listing.first()
  }

  async #openFromServer(first: Promise<void>) {
    await first.catch((error: unknown) => {
      this.#end(toErrorShape(error))
      throw error
    })
    this.#isReady = true
    const changes = this.#takeLanded()
    if (this.#listing.isOver) this.#isWhole = true
    this.#save(changes)
    if (this.#isWhole) this.#end(null)
    else void this.#finish(this.#listing.rest())
    const { recordings, folders } = changes
    return { recordings, folders, ...this.#state(this.#isWhole) }
  }

  #openFromIndex(known: KnownFolder, first: Promise<void>) {
    const { rows, folders } = known
    const facts = factsOf(rows)
    this.#known = known
    this.#diff.know(facts, folders)
    this.#isReady = rows.count < rowsPerMessage
    void this.#finish(this.#refresh(first, facts.at(-1)?.name ?? ''))
    return { recordings: rows, folders, ...this.#state(false) }
  }

  /** @param name of the last recording that was shown */
  async #refresh(first: Promise<void>, name: string): Promise<void> {
    let last = name
    while (!this.#isReady && !this.#options.signal.aborted) {
      const after = last
      const rows = await this.#ask((index) => index.rowsAfter(this.#options.folder, after, rowsPerMessage))
      const facts = rows === null ? [] : factsOf(rows)
      this.#diff.know(facts, [])
      last = facts.at(-1)?.name ?? last
      this.#isReady = facts.length < rowsPerMessage
      if (rows !== null) this.#send({ ...noChanges, recordings: rows })
    }
    await first
    this.#flush()
    await this.#listing.rest()
  }

  /** Follows the listing to its end and says how it ended. */
  async #finish(listing: Promise<void>): Promise<void> {
    const error = await listing.then(() => null, toErrorShape)
    const changes = this.#takeLanded()
    this.#isWhole = error === null
    const unseen = error === null ? this.#diff.takeUnseen() : { names: [], folders: [] }
    const all = { ...changes, removed: unseen.names, removedFolders: unseen.folders }
    this.#save(all)
    this.#send(all, { isOver: true, error })
    this.#end(error)
  }

  #end(error: ErrorShape | null): void {
    void this.#saved.then(() => this.#ended.resolve(error))
  }

  #take(page: ListedPage): void {
    this.#landed.push(page)
    if (this.#isReady) this.#timer ??= setTimeout(() => this.#flush(), batchInterval)
  }

  #flush(): void {
    const changes = this.#takeLanded()
    this.#save(changes)
    this.#send(changes)
  }

  #takeLanded(): FolderChanges {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const landed = this.#landed.map(({ recordings, folders }) => this.#diff.compare(recordings, folders))
    this.#landed = []
    return {
      ...noChanges,
      recordings: packRecordings(landed.flatMap(({ recordings }) => recordings)),
      folders: landed.flatMap(({ folders }) => folders),
    }
  }

  #state(isOver: boolean): FolderState {
    const { listedAt, total, recordings } = this.#known
    const complete = this.#isWhole || (listedAt !== null && this.#isReady)
    const { size } = this.#diff
    return {
      loaded: size,
      total: complete ? size : Math.max(size, this.#listing.total, total ?? 0, recordings),
      complete,
      asOf: this.#isWhole ? null : listedAt,
      isOver,
    }
  }

  #send(
    changes: FolderChanges,
    over: { readonly isOver?: boolean; readonly error?: ErrorShape | null } = {},
  ): void {
    const { listingId, signal, onBatch } = this.#options
    if (signal.aborted || (isNothing(changes) && over.isOver !== true)) return
    onBatch({ listingId, ...changes, ...this.#state(false), error: null, ...over })
  }

  /** Changes are kept in order; the folder counts as whole only when all of them were kept. */
  #save(changes: FolderChanges): void {
    const { folder, index, log } = this.#options
    const { total } = this.#state(false)
    const save = (part: FolderChanges & { readonly listedAt?: number }): Promise<void> =>
      index.apply({ folder, total, ...part }).catch((error: unknown) => {
        if (this.#isIndexed) log.warn('the index did not keep a folder', { error })
        this.#isIndexed = false
      })
    if (!isNothing(changes)) this.#saved = Promise.all([this.#saved, save(changes)])
    if (!this.#isWhole) return
    const listed = { ...noChanges, listedAt: this.#startedAt }
    this.#saved = this.#saved.then(() => (this.#isIndexed ? save(listed) : undefined))
  }

  /** null as well when the index fails: the server has it all. */
  async #ask<Answer>(question: (index: ProfileIndex) => Promise<Answer>): Promise<Answer | null> {
    try {
      return await question(this.#options.index)
    } catch (error) {
      this.#options.log.warn('the index did not answer', { error })
      this.#isIndexed = false
      return null
    }
  }
}

const nothingKnown = { listedAt: null, total: null, recordings: 0 } as const
const noChanges: FolderChanges = { recordings: noRecordings, removed: [], folders: [], removedFolders: [] }

function isNothing({ recordings, removed, folders, removedFolders }: FolderChanges): boolean {
  return recordings.count + removed.length + folders.length + removedFolders.length === 0
}
