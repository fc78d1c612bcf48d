import type { Worker } from 'node:worker_threads'
import type { AccountsState } from '#shared/models/account.ts'
import type { CrawlState } from '#shared/models/crawl.ts'
import type { AccountService } from '../accounts/account-service.ts'
import type { Logger } from '../logging/logger.ts'
import type { CloudRoomClient } from '../api/client.types.ts'
import { Crawler } from './crawl/crawler.ts'
import { LibraryService, type LibraryServiceOptions } from './library-service.ts'
import { RecordingIndexes } from './recording-index/recording-indexes.ts'
import { SearchService } from './search/search-service.ts'

export interface LibraryOptions extends Pick<LibraryServiceOptions, 'onBatch' | 'onChange' | 'firstView'> {
  readonly accounts: Pick<AccountService, 'requireActive' | 'clientFor' | 'state'>
  /** Where the indexes lie; null keeps them in memory. */
  readonly indexFolder: string | null
  readonly createIndexWorker: () => Worker
  /** Transfers need the line: the crawl waits. */
  readonly isTransferring: () => boolean
  readonly onCrawl: (state: CrawlState) => void
  /** What was listed is not kept; absent: nobody is told. */
  readonly onUnwritten?: (error: unknown) => void
  readonly log: Logger
}

export interface Library {
  readonly folders: LibraryService
  readonly search: SearchService
  readonly crawler: Crawler
  /** Who is signed in has changed. */
  follow(state: AccountsState): void
  /** Nothing that was listed for this profile may stay on this machine. */
  forget(profileId: string): void
  /** Resolves when the indexes have what they were given. */
  close(): Promise<void>
}

/** Builds the indexes and the services around them. Profiles that are no more lose their indexes. */
export function createLibrary(options: LibraryOptions): Library {
  const { accounts, indexFolder, createIndexWorker, onBatch, onChange, firstView, log } = options
  const indexes = new RecordingIndexes({
    folder: indexFolder,
    createWorker: createIndexWorker,
    ...(firstView === undefined ? {} : { firstView }),
    ...(options.onUnwritten === undefined ? {} : { onUnwritten: options.onUnwritten }),
    log,
  })
  const folders = new LibraryService({
    accounts,
    indexOf: (id) => indexes.of(id),
    onBatch,
    onChange,
    ...(firstView === undefined ? {} : { firstView }),
    log,
  })
  const search = new SearchService({ activeIndex: () => indexes.of(accounts.requireActive().profile.id) })
  const crawler = new Crawler({
    list: (account, folder, signal) => folders.listForIndex(account, folder, signal),
    indexOf: (id) => indexes.of(id),
    isBusy: () => folders.isListing || options.isTransferring(),
    publish: options.onCrawl,
    log,
  })
  const note = (what: string) => (error: unknown) => log.warn(what, { error })
  indexes.start()
  indexes
    .deleteAllBut(accounts.state.profiles.map(({ id }) => id))
    .catch(note('indexes of forgotten profiles stay behind'))
  let active: string | null = null
  let client: CloudRoomClient | null = null
  return {
    folders,
    search,
    crawler,
    follow({ session }) {
      const before = { active, client }
      active = session.status === 'signedIn' ? session.profile.id : null
      client = active === null ? null : accounts.clientFor(active)
      if (active === before.active && client === before.client) return
      if (active !== null) indexes.admit(active)
      crawler.follow(active === null || client === null ? null : { profileId: active, client })
      if (active === before.active) return
      folders.closeAll()
      if (before.active !== null) indexes.release(before.active).catch(note('an index was not released'))
    },
    forget: (profileId) => {
      indexes
        .delete(profileId)
        .catch(note('the index of a forgotten profile stays behind until the next start'))
    },
    async close() {
      crawler.follow(null)
      folders.closeAll()
      await indexes.close()
    },
  }
}
