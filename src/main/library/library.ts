import type { Worker } from 'node:worker_threads'
import type { AccountsState } from '#shared/models/account.ts'
import type { AccountService } from '../accounts/account-service.ts'
import type { Logger } from '../logging/logger.ts'
import { LibraryService, type LibraryServiceOptions } from './library-service.ts'
import { RecordingIndexes } from './recording-index/recording-indexes.ts'
import { SearchService } from './search/search-service.ts'

export interface LibraryOptions extends Pick<LibraryServiceOptions, 'onBatch' | 'onChange'> {
  readonly accounts: Pick<AccountService, 'requireActive' | 'clientFor' | 'state'>
  /** Where the indexes lie; null keeps them in memory. */
  readonly indexFolder: string | null
  readonly createIndexWorker: () => Worker
  readonly log: Logger
}

export interface Library {
  readonly folders: LibraryService
  readonly search: SearchService
  /** Who is signed in has changed. */
  follow(state: AccountsState): void
  /** Nothing that was listed for this profile may stay on this machine. */
  forget(profileId: string): void
  /** Resolves when the indexes have what they were given. */
  close(): Promise<void>
}

/** Builds the indexes and the services around them. Profiles that are no more lose their indexes. */
export function createLibrary(options: LibraryOptions): Library {
  const { accounts, indexFolder, createIndexWorker, onBatch, onChange, log } = options
  const indexes = new RecordingIndexes({ folder: indexFolder, createWorker: createIndexWorker, log })
  const folders = new LibraryService({ accounts, indexOf: (id) => indexes.of(id), onBatch, onChange, log })
  const search = new SearchService({ activeIndex: () => indexes.of(accounts.requireActive().profile.id) })
  const note = (what: string) => (error: unknown) => log.warn(what, { error })
  indexes.start()
  indexes
    .deleteAllBut(accounts.state.profiles.map(({ id }) => id))
    .catch(note('indexes of forgotten profiles stay behind'))
  let active: string | null = null
  return {
    folders,
    search,
    follow({ session }) {
      const now = session.status === 'signedIn' ? session.profile.id : null
      if (now === active) return
      folders.closeAll()
      if (active !== null) indexes.release(active).catch(note('an index was not released'))
      if (now !== null) indexes.admit(now)
      active = now
    },
    forget: (profileId) => {
      indexes
        .delete(profileId)
        .catch(note('the index of a forgotten profile stays behind until the next start'))
    },
    async close() {
      folders.closeAll()
      await indexes.close()
    },
  }
}
