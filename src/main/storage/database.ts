import { accessSync, closeSync, constants, mkdirSync, openSync, renameSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Logger } from '../logging/logger.ts'
import { openWal } from './open-wal.ts'
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
  `CREATE TABLE playback_positions (
     profile_id TEXT NOT NULL,
     remote_path TEXT NOT NULL,
     seconds REAL NOT NULL,
     noted_at INTEGER NOT NULL,
     PRIMARY KEY (profile_id, remote_path)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX playback_positions_by_time ON playback_positions (noted_at)`,
  `CREATE TABLE folder_looks (
     profile_id TEXT NOT NULL,
     folder TEXT NOT NULL,
     look TEXT NOT NULL,
     used_at INTEGER NOT NULL,
     PRIMARY KEY (profile_id, folder)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE last_folders (
     profile_id TEXT NOT NULL PRIMARY KEY,
     folder TEXT NOT NULL
   ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE previews (
     id TEXT NOT NULL PRIMARY KEY,
     profile_id TEXT NOT NULL,
     facts TEXT,
     image_bytes INTEGER,
     used_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX previews_by_use ON previews (used_at)`,
  `ALTER TABLE local_copies ADD COLUMN created_at INTEGER`,
  `CREATE TABLE trim_parts (
     file TEXT NOT NULL PRIMARY KEY,
     identity TEXT
   ) STRICT, WITHOUT ROWID`,
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
    return prepare(openWal(file))
  } catch (error) {
    if (isNoDamage(error, file)) throw error
    log.error('database is damaged and was set aside', { error })
    const suffix = `.damaged-${now()}`
    // The write-ahead log keeps its relation to the file: what was written last is in it.
    for (const part of ['', '-wal', '-shm']) setAside(file + part, file + suffix + part)
    const database = prepare(openWal(file))
    const { transfers } = salvage(file + suffix, database, log)
    onDamage?.({ backup: path.basename(file + suffix), transfers })
    return database
  }
}

/** SQLITE_PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN (SQLite, "Result and Error Codes"). */
const circumstances: ReadonlySet<number> = new Set([3, 5, 6, 7, 8, 10, 13, 14])

const readOnlyCode = 8

/** What lies in the way of the file, not in it. The low byte is the primary code. */
function isNoDamage(error: unknown, file: string): boolean {
  const { errcode } = error as { errcode?: unknown }
  if (typeof errcode !== 'number') return false
  const code = errcode & 0xff
  // A header that asks for a newer SQLite makes the file read-only, too.
  if (code === readOnlyCode) return !isWritable(file)
  return circumstances.has(code)
}

/**
 * Opens the file to find out: on Windows `access` asks neither for the rights of the user nor whether another program, such as one
 * that backs up, lets nobody write for now (Node docs, `fs.access`), and for both SQLite opens the file read-only.
 */
function isWritable(file: string): boolean {
  try {
    closeSync(openSync(file, 'r+'))
    accessSync(path.dirname(file), constants.W_OK)
    return true
  } catch {
    return false
  }
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
    // On macOS fsync lets the drive reorder what it is given, also a checkpoint and the log that it is made from, which a loss
    // of power in between would turn into a damaged file (fsync(2); SQLite, `checkpoint_fullfsync`). Elsewhere it is the same sync.
    database.exec('PRAGMA checkpoint_fullfsync = ON')
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
    assertIntact(database)
    assertWritable(database)
    migrate(database)
    assertOwnSchema(database)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** quick_check takes half the time, but compares no index with its table: what is kept is then not found by its key. */
function assertIntact(database: DatabaseSync): void {
  const row = database.prepare('PRAGMA integrity_check(1)').get()
  if (row?.['integrity_check'] !== 'ok') throw new Error('integrity_check failed')
}

/** What can only be read is found out now, not when the first transfer is to be kept. Nothing is changed. */
function assertWritable(database: DatabaseSync): void {
  database.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${versionOf(database)}; ROLLBACK`)
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
}

function migrate(database: DatabaseSync): void {
  const version = versionOf(database)
  for (const [index, statement] of migrations.entries()) {
    if (index < version) continue
    database.exec(`BEGIN IMMEDIATE; ${statement}; PRAGMA user_version = ${index + 1}; COMMIT`)
  }
}

/**
 * integrity_check does not read what the schema says: one damaged letter of it is another column's name. A newer version of the
 * app has its own, which is left as it is as long as this one finds its columns in it.
 */
function assertOwnSchema(database: DatabaseSync): void {
  const isNewer = versionOf(database) > migrations.length
  const model = new DatabaseSync(':memory:')
  try {
    migrate(model)
    const tables = model.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
    for (const name of tables.map((table) => String(table['name']))) {
      const isUsable = isNewer
        ? hasAll(columnsOf(database, name), columnsOf(model, name))
        : shapeOf(database, name) === shapeOf(model, name)
      if (!isUsable) throw new Error('the schema is another')
    }
  } finally {
    model.close()
  }
}

function columnsOf(database: DatabaseSync, table: string): string[] {
  const columns = database.prepare('SELECT name FROM pragma_table_info(?)').all(table)
  return columns.map(({ name }) => String(name))
}

const hasAll = (there: readonly string[], needed: readonly string[]): boolean =>
  needed.every((column) => there.includes(column))

/** Columns and indexes of a table, whatever way they are written. */
function shapeOf(database: DatabaseSync, table: string): string {
  const select = (query: string, argument: unknown): Record<string, unknown>[] =>
    database.prepare(query).all(String(argument))
  const indexes = select(
    'SELECT name, "unique", origin FROM pragma_index_list(?) ORDER BY origin, name',
    table,
  )
  return JSON.stringify([
    select('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)', table),
    select('SELECT type, wr, strict FROM pragma_table_list(?)', table),
    indexes.map((index) => [index, select('SELECT name FROM pragma_index_info(?)', index['name'])]),
  ])
}
