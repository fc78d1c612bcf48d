import { randomUUID } from 'node:crypto'
import PQueue from 'p-queue'
import { AppError, toErrorShape } from '#shared/errors.ts'
import type { DeleteOutcome, FolderBatch, FolderOpening } from '#shared/models/folder.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import { folderOf } from '#shared/paths.ts'
import type { CloudRoomClient } from '../api/client.types.ts'
import type { ActiveAccount } from '../accounts/account-service.ts'
import { FolderListing } from './folder-listing.ts'

const concurrentDeletes = 4
/** Listings that one window can plausibly have open; the oldest is stopped beyond that. */
const maxListings = 16

export interface LibraryServiceOptions {
  readonly activeAccount: () => ActiveAccount
  readonly onBatch: (batch: FolderBatch) => void
  /** Folders whose content changed on the server by our doing. */
  readonly onChange: (folders: readonly string[]) => void
}

/** Folder listings and deletion for the signed-in account. */
export class LibraryService {
  readonly #options: LibraryServiceOptions
  readonly #listings = new Map<string, AbortController>()

  constructor(options: LibraryServiceOptions) {
    this.#options = options
  }

  /** @throws AppError `account.notSignedIn`, `api.*`, `server.*`, `network.*` */
  async openFolder(path: string): Promise<FolderOpening> {
    const { client } = this.#options.activeAccount()
    const listingId = randomUUID()
    const controller = new AbortController()
    this.#remember(listingId, controller)
    const listing = new FolderListing({
      listingId,
      folder: path,
      client,
      signal: controller.signal,
      onBatch: (batch) => {
        if (batch.complete || batch.error) this.#listings.delete(listingId)
        this.#options.onBatch(batch)
      },
    })
    try {
      const opening = await listing.open()
      if (opening.complete) this.#listings.delete(listingId)
      return opening
    } catch (error) {
      this.#listings.delete(listingId)
      throw error
    }
  }

  closeFolder(listingId: string): void {
    this.#listings.get(listingId)?.abort()
    this.#listings.delete(listingId)
  }

  /** Stops everything that still loads, e.g. when the account changes. */
  closeAll(): void {
    for (const id of [...this.#listings.keys()]) this.closeFolder(id)
  }

  /** Deletes recordings one by one, a few at a time; every item gets its own outcome. Never throws for an item. */
  async delete(recordings: readonly RecordingRef[]): Promise<DeleteOutcome[]> {
    const { client } = this.#options.activeAccount()
    const queue = new PQueue({ concurrency: concurrentDeletes })
    const outcomes = await Promise.all(
      recordings.map((recording) =>
        queue.add(async (): Promise<DeleteOutcome> => {
          try {
            await deleteAndConfirm(client, recording)
            return { path: recording.path, error: null }
          } catch (error) {
            return { path: recording.path, error: toErrorShape(error) }
          }
        }),
      ),
    )
    const changed = outcomes.filter((outcome) => outcome.error === null).map(({ path }) => folderOf(path))
    if (changed.length > 0) this.#options.onChange([...new Set(changed)])
    return outcomes
  }

  #remember(listingId: string, controller: AbortController): void {
    const oldest = this.#listings.keys().next()
    if (this.#listings.size >= maxListings && !oldest.done) this.closeFolder(oldest.value)
    this.#listings.set(listingId, controller)
  }
}

/**
 * What deleting a missing file answers is unspecified, and an answer can be lost: after any failure the
 * server is asked whether the recording is still there. Gone is gone.
 */
async function deleteAndConfirm(client: CloudRoomClient, recording: RecordingRef): Promise<void> {
  try {
    await client.remove(recording)
  } catch (error) {
    if (!isWorthAsking(error)) throw error
    if ((await client.find(recording.path)) !== null) throw error
  }
}

function isWorthAsking(error: unknown): boolean {
  if (!(error instanceof AppError)) return false
  return !['api.noPermission', 'api.accountNotFound', 'api.wrongSecret', 'aborted'].includes(error.code)
}
