import { mkdirSync, renameSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Logger } from '../logging/logger.ts'
import { salvage } from './salvage.ts'

/** Statements that bring the schema from version N to N + 1; only ever appended to. */
const migrations: readonly string[] = [
  `CREATE TABLE local_copies (
     profile_id TEXT NOT NULL,
     remote_path TEXT NOT NULL,
     local_path TEXT NOT NULL,
     size INTEGER NOT NULL,
     mtime_ms INTEGER NOT NULL,
     PRIMARY KEY (profile_id, remote_path)
   ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE transfers (
     sequence INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     record TEXT NOT NULL
   ) STRICT`,
  `CREATE TABLE download_parts (
     job_id TEXT NOT NULL PRIMARY KEY,
     profile_id TEXT NOT NULL,
     remote_path TEXT NOT NULL,
     part_file TEXT UNIQUE,
     folder TEXT NOT NULL,
     name TEXT NOT NULL,
     size INTEGER,
     etag TEXT,
     last_modified TEXT,
     if_range TEXT,
     md5 TEXT,
     rejected_md5 TEXT,
     inode TEXT,
     done TEXT NOT NULL
   ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE folder_downloads (
     sequence INTEGER PRIMARY KEY,
     download_id TEXT NOT NULL,
     profile_id TEXT NOT NULL,
     root TEXT NOT NULL,
     remote_folder TEXT NOT NULL,
     local_folder TEXT NOT NULL
   ) STRICT;
   CREATE INDEX folder_downloads_by_download ON folder_downloads (download_id, sequence)`,
  `ALTER TABLE download_parts ADD COLUMN seal TEXT;
   ALTER TABLE download_parts ADD COLUMN boot TEXT;
   ALTER TABLE download_parts ADD COLUMN durable TEXT NOT NULL DEFAULT ''`,
]

/** A database that could not be used any more. */
export interface Damage {
  /** Name of the file that it was kept as. */
  readonly backup: string
  /** How many transfers could still be read, and are in the new database. */
  readonly transfers: number
}

export interface DatabaseOptions {
  readonly onDamage?: (damage: Damage) => void
  readonly now?: () => number
}

/**
 * Opens the app's one database (design, section 2): WAL, migrated to the newest version. A file that SQLite
 * cannot read is kept beside the new one as `<file>.damaged-<epoch ms>`, and what can be read of it is taken over.
 *
 * @throws Error when the file may be good but cannot be used now (held by another program, disk full, read-only)
 */
export function openDatabase(
  file: string,
  log: Logger,
  { onDamage, now = Date.now }: DatabaseOptions = {},
): DatabaseSync {
  mkdirSync(path.dirname(file), { recursive: true })
  try {
    return prepare(new DatabaseSync(file))
  } catch (error) {
    if (isNoDamage(error)) throw error
    log.error('database is damaged and was set aside', { error })
    const suffix = `.damaged-${now()}`
    // The write-ahead log keeps its relation to the file: what was written last is in it.
    for (const part of ['', '-wal', '-shm']) setAside(file + part, file + suffix + part)
    const database = prepare(new DatabaseSync(file))
    const { transfers } = salvage(file + suffix, database, log)
    onDamage?.({ backup: path.basename(file + suffix), transfers })
    return database
  }
}

/** SQLITE_PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN (SQLite, "Result and Error Codes"). */
const circumstances: ReadonlySet<number> = new Set([3, 5, 6, 7, 8, 10, 13, 14])

/** What lies in the way of the file, not in it. The low byte is the primary code. */
function isNoDamage(error: unknown): boolean {
  const { errcode } = error as { errcode?: unknown }
  return typeof errcode === 'number' && circumstances.has(errcode & 0xff)
}

function setAside(file: string, backup: string): void {
  try {
    renameSync(file, backup)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

function prepare(database: DatabaseSync): DatabaseSync {
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
    assertIntact(database)
    migrate(database)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function assertIntact(database: DatabaseSync): void {
  const row = database.prepare('PRAGMA quick_check(1)').get()
  if (row?.['quick_check'] !== 'ok') throw new Error('quick_check failed')
}

function migrate(database: DatabaseSync): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
  for (const [index, statement] of migrations.entries()) {
    if (index < version) continue
    database.exec(`BEGIN IMMEDIATE; ${statement}; PRAGMA user_version = ${index + 1}; COMMIT`)
  }
}
