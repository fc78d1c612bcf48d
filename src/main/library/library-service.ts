import { randomUUID } from 'node:crypto'
import PQueue from 'p-queue'
import { AppError } from '#shared/errors.ts'
import type { FolderBatch, FolderOpening, FolderUpdate, Subfolders } from '#shared/models/folder.ts'
import type { Recording } from '#shared/models/recording.ts'
import { ancestorsOf, folderOf, nameOf } from '#shared/paths.ts'
import { noRecordings, packRecordings } from '#shared/recording-columns.ts'
import type { CloudRoomClient } from '../api/client.types.ts'
import type { AccountService } from '../accounts/account-service.ts'
import type { FirstView } from '../first-view.ts'
import type { Logger } from '../logging/logger.ts'
import { factsOfRecording } from './folder-diff.ts'
import { FolderSession } from './folder-session.ts'
import type { ProfileIndex } from './recording-index/index.types.ts'

/** Recordings that are looked at again after we changed them, at a time. */
const concurrentRechecks = 2
/** Folders that are listed for the tree, at a time, and pages of each. */
const concurrentLooks = 2
/** More than anybody unfolds at once; beyond that the tree leaves folders unasked. */
const maxWaitingLooks = 64
const pagesAtOnce = 6
/** Listings that one window can plausibly have open; the oldest is stopped beyond that. */
const maxListings = 16

export interface LibraryServiceOptions {
  readonly accounts: Pick<AccountService, 'requireActive' | 'clientFor' | 'state'>
  readonly indexOf: (profileId: string) => ProfileIndex
  readonly onBatch: (batch: FolderBatch) => void
  /** Folders of the signed-in account whose content changed by our doing. */
  readonly onChange: (updates: readonly FolderUpdate[]) => void
  /** A known folder is asked for again once there is a view of it. */
  readonly firstView?: Pick<FirstView, 'isPainted' | 'painted'>
  readonly log: Logger
  readonly now?: () => number
}

/** Whose folder is listed. */
export interface ListingAccount {
  readonly profileId: string
  readonly client: Pick<CloudRoomClient, 'query'>
}

interface OpenListing {
  readonly profileId: string
  readonly folder: string
  /** For the page, not only for the index. */
  readonly isShown: boolean
  readonly session: FolderSession
  readonly controller: AbortController
}

/** Folder listings for the signed-in account; what changes goes to the index and to the page. */
export class LibraryService {
  readonly #options: LibraryServiceOptions
  readonly #listings = new Map<string, OpenListing>()
  readonly #rechecks = new PQueue({ concurrency: concurrentRechecks })
  readonly #looks = new PQueue({ concurrency: concurrentLooks })

  constructor(options: LibraryServiceOptions) {
    this.#options = options
  }

  /** The page waits for a folder. */
  get isListing(): boolean {
    return this.#shown().length > 0
  }

  /**
   * Opens a folder for the page, see {@link FolderOpening}.
   *
   * @throws AppError `account.notSignedIn`, `api.*`, `server.*`, `network.*`
   */
  async openFolder(folder: string): Promise<FolderOpening> {
    const { profile, client } = this.#options.accounts.requireActive()
    this.#makeWay(profile.id, folder)
    const { listingId, session } = this.#begin({ profileId: profile.id, client }, folder, {
      isShown: true,
      onBatch: this.#options.onBatch,
    })
    try {
      const opening = await session.open()
      void session.ended.then(() => this.#listings.delete(listingId))
      return opening
    } catch (error) {
      this.#listings.delete(listingId)
      throw error
    }
  }

  closeFolder(listingId: string): void {
    this.#listings.get(listingId)?.controller.abort()
    this.#listings.delete(listingId)
  }

  /** Stops everything that still loads, e.g. when the account changes. */
  closeAll(): void {
    for (const id of [...this.#listings.keys()]) this.closeFolder(id)
  }

  /**
   * Lists a folder for the index alone, one page after the other. Resolves when the index has it whole.
   *
   * @throws AppError; `aborted` also when the page opens the same folder, which then does the work
   */
  listForIndex(account: ListingAccount, folder: string, signal: AbortSignal): Promise<void> {
    return this.#listWhole(account, folder, { concurrency: 1, signal })
  }

  /**
   * Folders in a folder, from the index; from the server where the folder was never listed and `mayAsk`.
   *
   * @throws AppError `account.notSignedIn`, `api.*`, `server.*`, `network.*`; `aborted` when the page opens the same
   *   folder, which then does the work, when too many wait, and when the account is left
   */
  async subfolders(folder: string, mayAsk: boolean): Promise<Subfolders> {
    const { profile, client } = this.#options.accounts.requireActive()
    const index = this.#options.indexOf(profile.id)
    const look = async (): Promise<Subfolders> => {
      const known = await index.openFolder(folder, 1)
      return { folders: known?.folders ?? [], isWhole: (known?.listedAt ?? null) !== null }
    }
    const known = await look()
    if (known.isWhole || !mayAsk) return known
    if (this.#looks.size >= maxWaitingLooks) throw new AppError('aborted')
    await this.#looks.add(() => {
      // Somebody else may have signed in while this waited: nothing is sent in the name of one who left.
      if (this.#options.accounts.requireActive().profile.id !== profile.id) throw new AppError('aborted')
      return this.#listWhole({ profileId: profile.id, client }, folder, { concurrency: pagesAtOnce })
    })
    return look()
  }

  async #listWhole(
    account: ListingAccount,
    folder: string,
    how: { readonly concurrency: number; readonly signal?: AbortSignal },
  ): Promise<void> {
    const { listingId, session } = this.#begin(account, folder, { isShown: false, ...how })
    try {
      await session.open()
      const error = await session.ended
      if (error !== null) throw new AppError(error.code, error)
    } finally {
      this.#listings.delete(listingId)
    }
  }

  /** These recordings are no more, by our doing. */
  removed(profileId: string, paths: readonly string[]): void {
    this.#changed(profileId, removals(paths))
  }

  /** Something came to this path or went from it by our doing: the server is asked what is there now. */
  async recheck(profileId: string, path: string): Promise<void> {
    await this.#rechecks.add(async () => {
      try {
        const found = await this.#options.accounts.clientFor(profileId).find(path)
        this.#changed(profileId, found === null ? removals([path]) : arrival(found))
      } catch (error) {
        this.#options.log.info('a changed recording was not looked up', { error })
      }
    })
  }

  #shown(): string[] {
    return [...this.#listings].filter(([, { isShown }]) => isShown).map(([id]) => id)
  }

  /** Stops the oldest listing when there are too many, and the index's own of this folder. */
  #makeWay(profileId: string, folder: string): void {
    const [oldest, ...others] = this.#shown()
    if (oldest !== undefined && others.length + 1 >= maxListings) this.closeFolder(oldest)
    for (const listing of this.#listings.values()) {
      if (!listing.isShown && listing.profileId === profileId && listing.folder === folder) {
        listing.controller.abort()
      }
    }
  }

  #begin(
    { profileId, client }: ListingAccount,
    folder: string,
    how: {
      readonly isShown: boolean
      readonly onBatch?: (batch: FolderBatch) => void
      readonly concurrency?: number
      readonly signal?: AbortSignal
    },
  ): { readonly listingId: string; readonly session: FolderSession } {
    const { indexOf, firstView, log, now = Date.now } = this.#options
    const { isShown, onBatch = () => undefined, signal, ...rest } = how
    const listingId = randomUUID()
    const controller = new AbortController()
    const session = new FolderSession({
      listingId,
      folder,
      client,
      index: indexOf(profileId),
      signal: signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]),
      onBatch,
      refreshesAfter: firstView === undefined || firstView.isPainted ? null : firstView.painted,
      ...rest,
      log,
      now,
    })
    this.#listings.set(listingId, { profileId, folder, isShown, session, controller })
    return { listingId, session }
  }

  #changed(profileId: string, updates: readonly FolderUpdate[]): void {
    const { accounts, indexOf, onChange, log } = this.#options
    if (updates.length === 0) return
    for (const update of updates) {
      for (const listing of this.#listings.values()) {
        if (listing.profileId === profileId && listing.folder === update.folder)
          listing.session.overrule(update)
      }
      indexOf(profileId)
        .apply(update)
        .catch((error: unknown) => log.warn('the index did not keep a change', { error }))
    }
    const { session } = accounts.state
    if (session.status === 'signedIn' && session.profile.id === profileId) onChange(updates)
  }
}

const nothing: Omit<FolderUpdate, 'folder'> = {
  recordings: noRecordings,
  removed: [],
  folders: [],
  removedFolders: [],
}

function removals(paths: readonly string[]): FolderUpdate[] {
  const byFolder = Map.groupBy(paths, folderOf)
  return [...byFolder].map(([folder, own]) => ({ ...nothing, folder, removed: own.map(nameOf) }))
}

/** A recording that is there now, in folders that may have come with it. */
function arrival(recording: Recording): FolderUpdate[] {
  const folders = ancestorsOf(recording.folder)
  const inFolders = folders.slice(1).map((path, index): FolderUpdate => ({
    ...nothing,
    folder: folders[index] ?? '/',
    folders: [{ path, name: nameOf(path) }],
  }))
  const recordings = packRecordings([factsOfRecording(recording)])
  return [...inFolders, { ...nothing, folder: recording.folder, recordings }]
}
