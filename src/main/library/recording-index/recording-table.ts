import type { DatabaseSync } from 'node:sqlite'
import type { RecordingFacts } from '#shared/recording-columns.ts'
import { numberOrNull, type TotalsChange } from './folder-table.ts'

const nothing: TotalsChange = { recordings: 0, bytes: 0, bytesAreExact: true }

/** The recordings of one profile's index. */
export class RecordingTable {
  readonly #sizeOf
  readonly #put
  readonly #delete
  readonly #names
  readonly #page

  constructor(database: DatabaseSync) {
    this.#sizeOf = database.prepare('SELECT size FROM recordings WHERE folder = ? AND name = ?')
    this.#put = database.prepare(
      `INSERT INTO recordings (folder, name, id, size, size_is_exact, created_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (folder, name) DO UPDATE SET id = excluded.id, size = excluded.size,
         size_is_exact = excluded.size_is_exact, created_at = excluded.created_at`,
    )
    this.#delete = database.prepare('DELETE FROM recordings WHERE folder = ? AND name = ?')
    this.#names = database.prepare('SELECT name FROM recordings WHERE folder = ? LIMIT ?')
    this.#page = database.prepare(
      `SELECT name, id, size, size_is_exact, created_at FROM recordings
       WHERE folder = ? AND name > ? ORDER BY name LIMIT ?`,
    )
  }

  /** Adds a recording or brings it up to date. */
  put(folderId: number, { name, id, size, sizeIsExact, createdAt }: RecordingFacts): TotalsChange {
    const known = this.#sizeOf.get(folderId, name)
    this.#put.run(folderId, name, id, size, sizeIsExact ? 1 : 0, createdAt)
    return {
      recordings: known === undefined ? 1 : 0,
      bytes: (size ?? 0) - (numberOrNull(known?.['size']) ?? 0),
      bytesAreExact: sizeIsExact,
    }
  }

  /** Takes a recording out; one that is not there changes nothing. */
  remove(folderId: number, name: string): TotalsChange {
    const known = this.#sizeOf.get(folderId, name)
    if (known === undefined) return nothing
    this.#delete.run(folderId, name)
    return { recordings: -1, bytes: -(numberOrNull(known['size']) ?? 0), bytesAreExact: true }
  }

  /** Some of a folder's names. */
  someNames(folderId: number, limit: number): string[] {
    return this.#names.all(folderId, limit).map((row) => String(row['name']))
  }

  /** Recordings after `name`, by name (binary order). */
  after(folderId: number, name: string, limit: number): RecordingFacts[] {
    return this.#page.all(folderId, name, limit).map((row) => ({
      name: String(row['name']),
      id: numberOrNull(row['id']),
      size: numberOrNull(row['size']),
      sizeIsExact: row['size_is_exact'] === 1,
      createdAt: numberOrNull(row['created_at']),
    }))
  }
}
