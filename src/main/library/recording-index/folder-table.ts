import type { DatabaseSync } from 'node:sqlite'
import type { Folder } from '#shared/models/folder.ts'
import { ancestorsOf, nameOf, parentOf } from '#shared/paths.ts'
import type { CrawlWindow, IndexCounts } from './index.types.ts'

export interface FolderRow {
  readonly id: number
  readonly listedAt: number | null
  readonly total: number | null
  readonly recordings: number
}

export interface FolderKey {
  readonly id: number
  readonly path: string
}

/** What a change adds to a folder's totals, or takes away. */
export interface TotalsChange {
  readonly recordings: number
  readonly bytes: number
  /** All that was added has an exact size. */
  readonly bytesAreExact: boolean
}

/** ms; doubles with each failure in a row, up to a day */
const firstRetry = 60_000
const longestRetry = 86_400_000

/** The folders of one profile's index. */
export class FolderTable {
  readonly #find
  readonly #insert
  readonly #children
  readonly #noteListed
  readonly #noteTotal
  readonly #add
  readonly #sumUp
  readonly #below
  readonly #all
  readonly #delete
  readonly #counts
  readonly #nextToCrawl
  readonly #fail

  constructor(database: DatabaseSync) {
    this.#find = database.prepare('SELECT id, listed_at, total, recordings FROM folders WHERE path = ?')
    this.#insert = database.prepare(
      'INSERT INTO folders (path, parent, depth) VALUES (?, ?, ?) ON CONFLICT (path) DO NOTHING',
    )
    this.#children = database.prepare('SELECT path FROM folders WHERE parent = ? ORDER BY path')
    this.#noteListed = database.prepare(
      'UPDATE folders SET listed_at = ?, failures = 0, retry_at = NULL WHERE id = ?',
    )
    this.#noteTotal = database.prepare('UPDATE folders SET total = ? WHERE id = ?')
    this.#add = database.prepare(
      `UPDATE folders SET recordings = recordings + ?, bytes = bytes + ?,
         bytes_are_exact = min(bytes_are_exact, ?) WHERE id = ?`,
    )
    this.#sumUp = database.prepare(
      `UPDATE folders SET (recordings, bytes, bytes_are_exact) = (
         SELECT count(*), coalesce(sum(size), 0), coalesce(min(size_is_exact), 1)
         FROM recordings WHERE folder = folders.id
       ) WHERE id = ?`,
    )
    // U+0030 follows the slash: everything that starts with the path.
    this.#below = database.prepare(
      `SELECT id, path FROM folders WHERE path >= ?1 AND path < rtrim(?1, '/') || '0'`,
    )
    this.#all = database.prepare('SELECT id, path FROM folders')
    this.#delete = database.prepare('DELETE FROM folders WHERE id = ?')
    this.#counts = database.prepare(
      `SELECT count(*) AS folders, count(listed_at) AS listed, coalesce(sum(recordings), 0) AS recordings
       FROM folders`,
    )
    this.#nextToCrawl = database.prepare(
      `SELECT path FROM folders
       WHERE (listed_at IS NULL OR listed_at < ?2) AND (retry_at IS NULL OR retry_at <= ?1)
       ORDER BY listed_at IS NOT NULL, depth, path DESC LIMIT 1`,
    )
    this.#fail = database.prepare(
      `UPDATE folders SET failures = failures + 1,
         retry_at = ?1 + min(${longestRetry}, ${firstRetry} << min(failures, 20)) WHERE path = ?2`,
    )
  }

  find(path: string): FolderRow | null {
    const row = this.#find.get(path)
    if (row === undefined) return null
    return {
      id: Number(row['id']),
      listedAt: numberOrNull(row['listed_at']),
      total: numberOrNull(row['total']),
      recordings: Number(row['recordings']),
    }
  }

  /** The folder's id; it and the folders above are made where they are not known. */
  ensure(path: string): number {
    const known = this.find(path)
    if (known !== null) return known.id
    for (const [depth, ancestor] of ancestorsOf(path).entries()) {
      this.#insert.run(ancestor, ancestor === '/' ? '' : parentOf(ancestor), depth)
    }
    return this.find(path)?.id ?? Number.NaN
  }

  children(path: string): Folder[] {
    return this.#children.all(path).map((row) => {
      const child = String(row['path'])
      return { path: child, name: nameOf(child) }
    })
  }

  noteListed(id: number, listedAt: number): void {
    this.#noteListed.run(listedAt, id)
  }

  noteTotal(id: number, total: number): void {
    this.#noteTotal.run(total, id)
  }

  addToTotals(id: number, { recordings, bytes, bytesAreExact }: TotalsChange): void {
    this.#add.run(recordings, bytes, bytesAreExact ? 1 : 0, id)
  }

  /** Counts the folder's totals anew. */
  sumUp(id: number): void {
    this.#sumUp.run(id)
  }

  /** A folder and all folders below. The root's would be everything, and the root is never gone. */
  withBelow(path: string): FolderKey[] {
    return path === '/' ? [] : this.#below.all(path).map(keyOf)
  }

  all(): FolderKey[] {
    return this.#all.all().map(keyOf)
  }

  delete(id: number): void {
    this.#delete.run(id)
  }

  counts(): IndexCounts {
    const row = this.#counts.get()
    return {
      folders: Number(row?.['folders'] ?? 0),
      listedFolders: Number(row?.['listed'] ?? 0),
      recordings: Number(row?.['recordings'] ?? 0),
    }
  }

  nextToCrawl({ now, staleBefore }: CrawlWindow): string | null {
    const path = this.#nextToCrawl.get(now, staleBefore)?.['path']
    return typeof path === 'string' ? path : null
  }

  noteFailure(path: string, now: number): void {
    this.#fail.run(now, path)
  }
}

function keyOf(row: Record<string, unknown>): FolderKey {
  return { id: Number(row['id']), path: String(row['path']) }
}

export function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
