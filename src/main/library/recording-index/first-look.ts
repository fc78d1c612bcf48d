import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { FolderTable } from './folder-table.ts'
import type { KnownFolder } from './index.types.ts'
import { knownFolder, type FolderTables } from './known-folder.ts'
import { hasOurVersion } from './open-index.ts'
import { RecordingTable } from './recording-table.ts'

interface Opened {
  readonly database: DatabaseSync
  readonly tables: FolderTables
}

/**
 * Reads folders from the indexes' files before there is an index thread, in the main process: what the window shows first is read
 * in less time than a thread takes to begin. Writes, makes and mends nothing; what cannot be read here is the thread's to deal with.
 */
export class FirstLook {
  readonly #opened = new Map<string, Opened | null>()

  /** As {@link knownFolder}, of an index's file. Blocks for as long as the rows take. null: ask the thread. */
  openFolder(file: string, folder: string, limit: number): { readonly known: KnownFolder | null } | null {
    // Nothing was ever listed, or it is kept in memory, which has nothing yet.
    if (!existsSync(file)) return { known: null }
    try {
      const opened = this.#open(file)
      return opened === null ? null : { known: knownFolder(opened.tables, folder, limit) }
    } catch {
      // Damaged, or held by another program: the thread finds out as well, and has the means.
      return null
    }
  }

  close(): void {
    for (const opened of this.#opened.values()) opened?.database.close()
    this.#opened.clear()
  }

  #open(file: string): Opened | null {
    const known = this.#opened.get(file)
    if (known !== undefined) return known
    this.#opened.set(file, null)
    const database = new DatabaseSync(file, { readOnly: true })
    try {
      if (hasOurVersion(database)) {
        const tables = { folders: new FolderTable(database), recordings: new RecordingTable(database) }
        const opened = { database, tables }
        this.#opened.set(file, opened)
        return opened
      }
    } catch (error) {
      database.close()
      throw error
    }
    database.close()
    return null
  }
}
