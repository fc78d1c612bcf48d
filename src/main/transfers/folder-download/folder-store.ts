import type { DatabaseSync } from 'node:sqlite'

/** A folder on the server that is still to be looked into, and the local one that is its copy. */
export interface PendingFolder {
  readonly sequence: number
  /** Of the whole download. */
  readonly downloadId: string
  readonly profileId: string
  /** Where it began, `/A/`. */
  readonly root: string
  /** `/A/B/` */
  readonly remoteFolder: string
  /** Absolute; exists. */
  readonly localFolder: string
}

export type NewPendingFolder = Omit<PendingFolder, 'sequence'>

/** Keeps what is left of folder downloads, so that a restart goes on with it. */
export class FolderStore {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  add(folders: readonly NewPendingFolder[]): void {
    this.#transaction(() => {
      for (const folder of folders) this.#insert(folder)
    })
  }

  /** A folder has been looked into: its subfolders take its place, all or none of them. */
  replace({ sequence }: PendingFolder, children: readonly NewPendingFolder[]): void {
    this.#transaction(() => {
      for (const child of children) this.#insert(child)
      this.#database.prepare('DELETE FROM folder_downloads WHERE sequence = ?').run(sequence)
    })
  }

  /** The newest first: deep before wide, so that few wait. */
  next(downloadId: string, except: ReadonlySet<number>): PendingFolder | null {
    const rows = this.#database
      .prepare('SELECT * FROM folder_downloads WHERE download_id = ? ORDER BY sequence DESC LIMIT ?')
      .all(downloadId, except.size + 1)
    const row = rows.find((item) => !except.has(Number(item['sequence'])))
    return row === undefined ? null : toFolder(row)
  }

  /** Downloads with something left to look into: id → where each began. */
  unfinished(profileId: string): ReadonlyMap<string, string> {
    const rows = this.#database
      .prepare('SELECT DISTINCT download_id, root FROM folder_downloads WHERE profile_id = ?')
      .all(profileId)
    return new Map(rows.map((row) => [String(row['download_id']), String(row['root'])]))
  }

  drop(downloadId: string): void {
    this.#database.prepare('DELETE FROM folder_downloads WHERE download_id = ?').run(downloadId)
  }

  #insert({ downloadId, profileId, root, remoteFolder, localFolder }: NewPendingFolder): void {
    this.#database
      .prepare(
        `INSERT INTO folder_downloads (download_id, profile_id, root, remote_folder, local_folder)
         VALUES (?, ?, ?, ?, ?)`,
      )
      .run(downloadId, profileId, root, remoteFolder, localFolder)
  }

  #transaction(run: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      run()
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }
}

function toFolder(row: Record<string, unknown>): PendingFolder {
  return {
    sequence: Number(row['sequence']),
    downloadId: String(row['download_id']),
    profileId: String(row['profile_id']),
    root: String(row['root']),
    remoteFolder: String(row['remote_folder']),
    localFolder: String(row['local_folder']),
  }
}
