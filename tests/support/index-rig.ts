import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { onTestFinished } from 'vitest'
import type { FirstView } from '#main/first-view.ts'
import type { FolderChange } from '#main/library/recording-index/index.types.ts'
import { RecordingIndexes } from '#main/library/recording-index/recording-indexes.ts'
import { packRecordings, type RecordingFacts } from '#shared/recording-columns.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { testLogger } from './test-logger.ts'

/** The thread's entry, from source. */
export const indexEntry = path.join(
  import.meta.dirname,
  '../../src/main/library/recording-index/index-worker.ts',
)

export interface IndexRig {
  readonly folder: string
  readonly indexes: RecordingIndexes
  readonly logText: () => string
  /** Why what was listed is not kept. */
  readonly unwritten: unknown[]
  /** How many were begun. */
  readonly threads: () => number
}

/**
 * Real indexes in a real thread on real files; `given` stands for the folder `index` in the user-data folder; null: in memory.
 *
 * @param firstView what the thread waits for
 */
export async function indexRig(given?: string | null, firstView?: FirstView): Promise<IndexRig> {
  const folder = given !== undefined ? given : path.join(await temporaryFolder(), 'index')
  const { log, text } = testLogger()
  const unwritten: unknown[] = []
  let threads = 0
  const indexes = new RecordingIndexes({
    folder,
    createWorker: () => {
      threads++
      return new Worker(indexEntry)
    },
    ...(firstView === undefined ? {} : { firstView }),
    onUnwritten: (error) => unwritten.push(error),
    log,
  })
  onTestFinished(() => indexes.close())
  return { folder: folder ?? '', indexes, logText: text, unwritten, threads: () => threads }
}

/** Real indexes in a real thread, gone with the test. */
export function memoryIndexes(): RecordingIndexes {
  const { log } = testLogger()
  const indexes = new RecordingIndexes({ folder: null, createWorker: () => new Worker(indexEntry), log })
  onTestFinished(() => indexes.close())
  return indexes
}

export function facts(name: string, over: Partial<RecordingFacts> = {}): RecordingFacts {
  return { name, id: null, size: 1000, sizeIsExact: true, createdAt: Date.UTC(2026, 10, 23, 4), ...over }
}

type ChangeOver = Partial<Omit<FolderChange, 'recordings'>> & {
  readonly recordings?: readonly RecordingFacts[]
}

export function change(folder: string, { recordings = [], ...over }: ChangeOver = {}): FolderChange {
  return {
    folder,
    recordings: packRecordings(recordings),
    removed: [],
    folders: [],
    removedFolders: [],
    ...over,
  }
}
