import { stat } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'

export interface LocalCopy {
  readonly profileId: string
  /** `/A/b.mp4` */
  readonly remotePath: string
  readonly localPath: string
  /** bytes */
  readonly size: number
}

/** Which recordings have been downloaded whole, and where to. Survives restarts. */
export class LocalCopies {
  readonly #database: DatabaseSync
  readonly #find

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#find = database.prepare(
      'SELECT local_path, size, mtime_ms FROM local_copies WHERE profile_id = ? AND remote_path = ?',
    )
  }

  /** Records a finished download as it lies on disk now. */
  async record(copy: LocalCopy): Promise<void> {
    const info = await stat(copy.localPath)
    this.#database
      .prepare('INSERT OR REPLACE INTO local_copies VALUES (?, ?, ?, ?, ?)')
      .run(copy.profileId, copy.remotePath, copy.localPath, copy.size, Math.trunc(info.mtimeMs))
  }

  /** The account is no more. The files stay. */
  forget(profileId: string): void {
    this.#database.prepare('DELETE FROM local_copies WHERE profile_id = ?').run(profileId)
  }

  /**
   * The local file of a recording, if it is still what was downloaded: there, unchanged in size and time, and
   * the size that the server lists now (when it lists an exact one).
   *
   * @param remoteSize bytes, or null when the server's number is rounded or absent
   */
  async find(profileId: string, remotePath: string, remoteSize: number | null): Promise<string | null> {
    const row = this.#find.get(profileId, remotePath)
    if (!row || (remoteSize !== null && row['size'] !== remoteSize)) return null
    const file = String(row['local_path'])
    const info = await stat(file).catch(() => null)
    if (info?.isFile() && info.size === row['size'] && Math.trunc(info.mtimeMs) === row['mtime_ms'])
      return file
    return null
  }
}
