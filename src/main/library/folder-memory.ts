import type { DatabaseSync } from 'node:sqlite'
import { folderLook, folderPath } from '#shared/ipc/schemas.ts'
import {
  maxFolderLooks,
  type FolderLook,
  type FolderMemory as Memory,
  type KeptLook,
} from '#shared/models/folder-look.ts'

/** How each account's folders were shown, and which was opened last. Survives restarts. */
export class FolderMemory {
  readonly #database: DatabaseSync
  readonly #limit: number

  /** @param limit looks of an account that are kept */
  constructor(database: DatabaseSync, limit = maxFolderLooks) {
    this.#database = database
    this.#limit = limit
  }

  of(profileId: string): Memory {
    const row = this.#database.prepare('SELECT folder FROM last_folders WHERE profile_id = ?').get(profileId)
    const last = folderPath.safeParse(row?.['folder'])
    return { lastFolder: last.success ? last.data : '/', looks: this.#looks(profileId) }
  }

  /** The folder was opened: the next start begins there, and its look is among those that were used last. */
  visited(profileId: string, folder: string, now = Date.now()): void {
    this.#database.prepare('INSERT OR REPLACE INTO last_folders VALUES (?, ?)').run(profileId, folder)
    this.#database
      .prepare('UPDATE folder_looks SET used_at = ? WHERE profile_id = ? AND folder = ?')
      .run(now, profileId, folder)
  }

  keepLook(profileId: string, folder: string, look: FolderLook, now = Date.now()): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO folder_looks VALUES (?, ?, ?, ?)')
      .run(profileId, folder, JSON.stringify(look), now)
    this.#database
      .prepare(
        `DELETE FROM folder_looks WHERE profile_id = ?1 AND folder IN
           (SELECT folder FROM folder_looks WHERE profile_id = ?1 ORDER BY used_at DESC LIMIT -1 OFFSET ?2)`,
      )
      .run(profileId, this.#limit)
  }

  /** All folders look alike again. */
  forgetLooks(profileId: string): void {
    this.#database.prepare('DELETE FROM folder_looks WHERE profile_id = ?').run(profileId)
  }

  /** The account is no more. */
  forget(profileId: string): void {
    this.forgetLooks(profileId)
    this.#database.prepare('DELETE FROM last_folders WHERE profile_id = ?').run(profileId)
  }

  /** Looks of another version of the app, or damaged ones, are no looks. */
  #looks(profileId: string): KeptLook[] {
    const rows = this.#database
      .prepare('SELECT folder, look FROM folder_looks WHERE profile_id = ? ORDER BY used_at')
      .all(profileId)
    return rows.flatMap((row) => {
      const folder = folderPath.safeParse(row['folder'])
      const look = folderLook.safeParse(parsed(String(row['look'])))
      return folder.success && look.success ? [{ folder: folder.data, ...look.data }] : []
    })
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
