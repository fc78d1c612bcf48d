import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { errorCodes } from '#shared/errors.ts'
import { folderPath, identifier, recordingRef } from '#shared/ipc/schemas.ts'
import type { Logger } from '../logging/logger.ts'
import type { JobRecord } from './job.ts'
import type { JobStore } from './job-store.ts'

const error = z.object({
  code: z.enum(errorCodes as [string, ...string[]]),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  retryable: z.boolean(),
})

/** Earlier versions kept it for `done` only. */
const finishedAt = z.number().default(() => Date.now())

const state = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['queued', 'preparing', 'running', 'verifying', 'paused']) }),
  z.object({ kind: z.literal('waiting'), until: z.number().nullable(), error }),
  z.object({ kind: z.literal('failed'), error, finishedAt }),
  z.object({ kind: z.literal('cancelled'), finishedAt }),
  z.object({ kind: z.literal('done'), finishedAt: z.number() }),
])

const common = { id: identifier, profileId: identifier, createdAt: z.number() }

const onConflict = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['refuse', 'keepBoth']) }),
  z.object({
    kind: z.literal('replace'),
    old: z.object({
      id: z.number().nullable(),
      size: z.number().nullable(),
      createdAt: z.number().nullable(),
    }),
  }),
])

const spec = z.discriminatedUnion('direction', [
  z.object({
    direction: z.literal('upload'),
    ...common,
    localFile: z.string().min(1),
    remoteFolder: folderPath,
    name: z.string().min(1),
    onConflict: onConflict.default({ kind: 'refuse' }),
  }),
  z.object({
    direction: z.literal('download'),
    ...common,
    recording: recordingRef,
    targetFolder: z.string().min(1),
    isInFolder: z.boolean().default(false),
    opensWhenDone: z.boolean(),
  }),
])

const jobRecord = z.object({
  spec,
  state,
  totalBytes: z.number().nullable(),
  transferredBytes: z.number(),
  name: z.string(),
  localPath: z.string().nullable(),
  mayHaveArrived: z.boolean(),
  order: z.number().int().optional(),
  replacing: z.enum(['deleting', 'deleted']).nullable().default(null),
})

/** Jobs in the app's database: there again after a restart or a crash. A row that cannot be read is passed over. */
export function createSqliteJobStore(database: DatabaseSync, log: Logger): JobStore {
  const insert = database.prepare(
    `INSERT INTO transfers (id, record) VALUES (?, ?)
     ON CONFLICT (id) DO UPDATE SET record = excluded.record`,
  )
  const find = database.prepare('SELECT 1 FROM transfers WHERE id = ?')
  const remove = database.prepare('DELETE FROM transfers WHERE id = ?')
  return {
    save: (record) => void insert.run(record.spec.id, JSON.stringify(record)),
    has: (id) => find.get(id) !== undefined,
    delete: (id) => void remove.run(id),
    batch(work) {
      database.exec('BEGIN IMMEDIATE')
      try {
        work()
        database.exec('COMMIT')
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK')
        throw error
      }
    },
    all: (onUnreadable) =>
      database
        .prepare('SELECT sequence, record FROM transfers ORDER BY sequence')
        .all()
        .flatMap((row) => {
          const record = read(row)
          if (record !== null) return [record]
          log.warn('a kept transfer cannot be read', { sequence: row['sequence'] })
          onUnreadable?.()
          return []
        }),
  }
}

function read({ sequence, record }: Record<string, unknown>): JobRecord | null {
  try {
    const parsed = jobRecord.safeParse(JSON.parse(String(record)))
    // Earlier versions ran jobs in the order in which they were added.
    if (parsed.success) return { order: Number(sequence), ...parsed.data } as JobRecord
  } catch {
    // Not JSON: like any other row that is not a job.
  }
  return null
}
