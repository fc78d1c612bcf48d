import type { DatabaseSync } from 'node:sqlite'

/** Of the recordings that were watched last. */
const maxPositions = 5000

/** How far a recording has been watched. Survives restarts. */
export class PositionStore {
  readonly #database: DatabaseSync
  readonly #limit: number

  constructor(database: DatabaseSync, limit = maxPositions) {
    this.#database = database
    this.#limit = limit
  }

  /** Seconds from the start; 0 when nothing is known. */
  get(profileId: string, remotePath: string): number {
    const row = this.#database
      .prepare('SELECT seconds FROM playback_positions WHERE profile_id = ? AND remote_path = ?')
      .get(profileId, remotePath)
    return Number(row?.['seconds'] ?? 0)
  }

  /** The account is no more. */
  forget(profileId: string): void {
    this.#database.prepare('DELETE FROM playback_positions WHERE profile_id = ?').run(profileId)
  }

  /** @param seconds from the start; 0 forgets it, as for what was watched to its end */
  set(profileId: string, remotePath: string, seconds: number, now = Date.now()): void {
    if (seconds === 0) {
      this.#database
        .prepare('DELETE FROM playback_positions WHERE profile_id = ? AND remote_path = ?')
        .run(profileId, remotePath)
      return
    }
    this.#database
      .prepare('INSERT OR REPLACE INTO playback_positions VALUES (?, ?, ?, ?)')
      .run(profileId, remotePath, seconds, now)
    this.#database
      .prepare(
        `DELETE FROM playback_positions WHERE (profile_id, remote_path) IN
           (SELECT profile_id, remote_path FROM playback_positions ORDER BY noted_at DESC LIMIT -1 OFFSET ?)`,
      )
      .run(this.#limit)
  }
}
