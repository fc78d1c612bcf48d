import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { openWal } from '../../storage/open-wal.ts'

/** Any other version is dropped: the server has everything that is in an index. */
const schemaVersion = 1

/** Recordings are clustered by folder and name: a folder is read in one run. */
const schema = `
  CREATE TABLE folders (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    parent TEXT NOT NULL,
    depth INTEGER NOT NULL,
    listed_at INTEGER,
    total INTEGER,
    recordings INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    bytes_are_exact INTEGER NOT NULL DEFAULT 1,
    failures INTEGER NOT NULL DEFAULT 0,
    retry_at INTEGER
  ) STRICT;
  CREATE INDEX folders_by_parent ON folders (parent);
  CREATE TABLE recordings (
    folder INTEGER NOT NULL REFERENCES folders (id),
    name TEXT NOT NULL,
    id INTEGER,
    size INTEGER,
    size_is_exact INTEGER NOT NULL,
    created_at INTEGER,
    PRIMARY KEY (folder, name)
  ) STRICT, WITHOUT ROWID;
  PRAGMA user_version = ${schemaVersion};
`

/**
 * Opens a profile's index, a database of its own (`:memory:` keeps it for this run only). A file of another version or
 * one that SQLite cannot read is deleted and made anew, for it can be: unlike the transfers in `library.db`, nothing in
 * it exists only here. One file for each profile, so that forgetting a profile deletes every trace of what it listed,
 * which deleting rows would not (SQLite, "PRAGMA secure_delete").
 *
 * @throws Error when the file may be good but cannot be used now (held by another program, disk full, read-only)
 */
export function openIndex(file: string): DatabaseSync {
  if (file !== ':memory:') mkdirSync(path.dirname(file), { recursive: true })
  const known = tryOpen(file)
  if (known !== null) return known
  deleteIndex(file)
  const database = openWal(file)
  try {
    configure(database)
    database.exec(`BEGIN; ${schema} COMMIT`)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

export function hasOurVersion(database: DatabaseSync): boolean {
  return database.prepare('PRAGMA user_version').get()?.['user_version'] === schemaVersion
}

/** Deletes an index with all its parts. */
export function deleteIndex(file: string): void {
  for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true })
}

/** SQLITE_CORRUPT, NOTADB (SQLite, "Result and Error Codes"); the low byte is the primary code. */
export function isDamage(error: unknown): boolean {
  const { errcode } = error as { errcode?: unknown }
  return typeof errcode === 'number' && [11, 26].includes(errcode & 0xff)
}

/** null: not there, of another version, or unreadable. */
function tryOpen(file: string): DatabaseSync | null {
  let database: DatabaseSync | null = null
  try {
    database = openWal(file)
    configure(database)
    if (hasOurVersion(database)) return database
    database.close()
    return null
  } catch (error) {
    database?.close()
    if (!isDamage(error)) throw error
    return null
  }
}

/** NORMAL: a power cut may cost the last writes but never the file (SQLite, "Write-Ahead Logging", performance). */
function configure(database: DatabaseSync): void {
  database.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY')
}
