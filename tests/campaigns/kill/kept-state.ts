import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createLogger } from '#main/logging/logger.ts'
import { openDatabase } from '#main/storage/database.ts'
import { createPartStore, type PartRecord } from '#main/transfers/download/part-store.ts'
import type { JobRecord } from '#main/transfers/job.ts'
import { createSqliteJobStore } from '#main/transfers/sqlite-job-store.ts'

/** What a killed process has left in its database. */
export interface KeptState {
  readonly jobs: readonly JobRecord[]
  /** By the path of their recording. */
  readonly parts: ReadonlyMap<string, PartRecord>
}

/** Reads a copy, so that it is the next process that has to make do with the log which the kill left behind. */
export async function readKeptState(databaseFile: string): Promise<KeptState> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cloudroom-kept-'))
  const copy = path.join(folder, 'library.db')
  try {
    for (const suffix of ['', '-wal']) {
      await copyFile(databaseFile + suffix, copy + suffix).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      })
    }
    const log = createLogger({ sink: () => undefined })
    const database = openDatabase(copy, log)
    try {
      const store = createPartStore(database)
      const records = store.jobIds().flatMap((id) => store.get(id) ?? [])
      return {
        jobs: createSqliteJobStore(database, log).all(),
        parts: new Map(records.map((record) => [record.remotePath, record])),
      }
    } finally {
      database.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
