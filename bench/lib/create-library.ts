import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { LibraryService } from '#main/library/library-service.ts'
import { RecordingIndexes } from '#main/library/recording-index/recording-indexes.ts'
import { createLogger } from '#main/logging/logger.ts'
import type { Profile, ServerAddress } from '#shared/models/account.ts'
import type { FolderBatch } from '#shared/models/folder.ts'
import { createClient } from './create-client.ts'

const entry = fileURLToPath(
  new URL('../../src/main/library/recording-index/index-worker.ts', import.meta.url),
)
const log = createLogger({ sink: () => undefined })

/** The app's indexes in their thread, on disk in `folder`. */
export function createIndexes(folder: string): RecordingIndexes {
  return new RecordingIndexes({ folder, createWorker: () => new Worker(entry), log })
}

/** The app's library, signed in to the emulator's company account. */
export function createLibrary(
  server: ServerAddress,
  indexes: RecordingIndexes,
  onBatch: (batch: FolderBatch) => void,
): LibraryService {
  const client = createClient(server)
  const profile: Profile = {
    id: 'bench',
    server,
    mode: 'company',
    account: '1',
    appId: null,
    remembered: false,
    lastUsedAt: 0,
  }
  return new LibraryService({
    accounts: {
      requireActive: () => ({ profile, client }),
      clientFor: () => client,
      state: {
        session: { status: 'signedIn', profile, secretHome: 'memory', keychainError: null },
        profiles: [profile],
      },
    },
    indexOf: (id) => indexes.of(id),
    onBatch,
    onChange: () => undefined,
    log,
  })
}
