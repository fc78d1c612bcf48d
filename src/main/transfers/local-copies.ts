import { stat } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import { isSameTime } from '../storage/same-time.ts'

export interface LocalCopy {
  readonly profileId: string
  /** `/A/b.mp4` */
  readonly remotePath: string
  readonly localPath: string
  /** bytes */
  readonly size: number
  /** When what was downloaded had been uploaded, epoch ms; null when the server does not say. */
  readonly createdAt: number | null
}

/** What tells whether the server still has what was downloaded: it has no checksum. */
export interface ListedAs {
  /** bytes; null when the server's number is rounded or absent */
  readonly size: number | null
  /** epoch ms */
  readonly createdAt: number | null
}

/** `changed`: there is another recording on the server by now. */
export interface FoundCopy {
  readonly state: 'here' | 'changed'
  readonly file: string
}

/** Which recordings have been downloaded whole, and where to. Survives restarts. */
export class LocalCopies {
  readonly #database: DatabaseSync
  readonly #find

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#find = database.prepare(
      'SELECT local_path, size, mtime_ms, created_at FROM local_copies WHERE profile_id = ? AND remote_path = ?',
    )
  }

  /** Records a finished download as it lies on disk now. */
  async record(copy: LocalCopy): Promise<void> {
    const info = await stat(copy.localPath)
    this.#database
      .prepare('INSERT OR REPLACE INTO local_copies VALUES (?, ?, ?, ?, ?, ?)')
      .run(
        copy.profileId,
        copy.remotePath,
        copy.localPath,
        copy.size,
        Math.trunc(info.mtimeMs),
        copy.createdAt === null ? null : Math.trunc(copy.createdAt),
      )
  }

  /** The account is no more. The files stay. */
  forget(profileId: string): void {
    this.#database.prepare('DELETE FROM local_copies WHERE profile_id = ?').run(profileId)
  }

  /**
   * The local file of a recording, if it is still what was downloaded, and what the server lists now.
   *
   * @param listed as the server lists the recording
   */
  async find(profileId: string, remotePath: string, listed: ListedAs): Promise<string | null> {
    const found = await this.look(profileId, remotePath, listed)
    return found?.state === 'here' ? found.file : null
  }

  /** The local file of a recording, if it is still what was downloaded: there, unchanged in size and time. */
  async look(profileId: string, remotePath: string, listed: ListedAs): Promise<FoundCopy | null> {
    const row = this.#find.get(profileId, remotePath)
    if (!row) return null
    const file = String(row['local_path'])
    const info = await stat(file).catch(() => null)
    if (!info?.isFile() || info.size !== row['size']) return null
    if (!isSameTime(Number(row['mtime_ms']), Math.trunc(info.mtimeMs))) return null
    const isSame = isAlike(row['size'], listed.size) && isAlike(row['created_at'], listed.createdAt)
    return { state: isSame ? 'here' : 'changed', file }
  }
}

/** What only one side knows tells nothing. */
function isAlike(kept: unknown, listed: number | null): boolean {
  return kept === null || listed === null || kept === Math.trunc(listed)
}
