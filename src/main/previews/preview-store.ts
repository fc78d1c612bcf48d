import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { previewKey, type MovieFacts } from '#shared/models/preview.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import { isRefusedWrite } from '../storage/storage-error.ts'

const codec = z.string().max(64)
const factsSchema = z.object({
  durationMs: z.number().nullable(),
  video: z.object({ codec, width: z.number(), height: z.number() }).nullable(),
  audioCodec: codec.nullable(),
})

/** What is kept of a recording. */
export interface KeptPreview {
  /** null: no movie that could be read */
  readonly facts: MovieFacts | null
  /** `untried`: there is none yet; `none`: none can be made */
  readonly image: 'untried' | 'none' | 'here'
}

export interface PreviewLimits {
  /** Recordings that something is known of. */
  readonly recordings: number
  /** Of all images. Bytes */
  readonly imageBytes: number
  /** The limits are looked at each so many changes: it takes a look at everything. */
  readonly changes: number
}

const defaultLimits: PreviewLimits = { recordings: 50_000, imageBytes: 100 * 2 ** 20, changes: 64 }
/** Use is noted no more often than this. ms */
const noteEveryMs = 3_600_000

/**
 * What recordings look like, and what their tables say: facts in the database, images as files in a folder. Both are
 * bounded; what was in sight last is kept. All of it can be made again.
 */
export class PreviewStore {
  readonly #database: DatabaseSync
  readonly #folder: string
  readonly #limits: PreviewLimits
  readonly #now: () => number
  #changes = 0

  /** @param folder for the images, and nothing else */
  constructor(
    database: DatabaseSync,
    folder: string,
    { limits = defaultLimits, now = Date.now }: { limits?: PreviewLimits; now?: () => number } = {},
  ) {
    this.#database = database
    this.#folder = folder
    this.#limits = limits
    this.#now = now
  }

  /** Names a recording of an account; says nothing of either. */
  idOf(profileId: string, recording: RecordingRef): string {
    return createHash('sha256')
      .update(`${profileId}\n${previewKey(recording)}`)
      .digest('hex')
  }

  find(id: string): KeptPreview | null {
    const row = this.#database
      .prepare('SELECT facts, image_bytes, used_at FROM previews WHERE id = ?')
      .get(id)
    if (row === undefined) return null
    const now = this.#now()
    if (now - Number(row['used_at']) > noteEveryMs) this.#noteUse(id, now)
    const { facts, image_bytes: bytes } = row
    return {
      facts: typeof facts === 'string' ? factsOf(facts) : null,
      image: bytes === null ? 'untried' : bytes === 0 ? 'none' : 'here',
    }
  }

  /** A hint for what to delete first. A full disk does not take it, which is no reason to show nothing. */
  #noteUse(id: string, now: number): void {
    try {
      this.#database.prepare('UPDATE previews SET used_at = ? WHERE id = ?').run(now, id)
    } catch (error) {
      if (!isRefusedWrite(error)) throw error
    }
  }

  /** @param facts null when it is no movie, which then has no image either */
  saveFacts(id: string, profileId: string, facts: MovieFacts | null): void {
    this.#database
      .prepare(
        `INSERT INTO previews VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET facts = excluded.facts, used_at = excluded.used_at`,
      )
      .run(
        id,
        profileId,
        facts === null ? null : JSON.stringify(facts),
        facts === null ? 0 : null,
        this.#now(),
      )
  }

  /** @param image null when none can be made. Its facts are there already. */
  async saveImage(id: string, image: Uint8Array | null): Promise<void> {
    if (image !== null) {
      await mkdir(this.#folder, { recursive: true })
      await writeFile(this.#fileOf(id), image)
    }
    this.#database.prepare('UPDATE previews SET image_bytes = ? WHERE id = ?').run(image?.length ?? 0, id)
    if (++this.#changes % this.#limits.changes === 0) await this.#trim()
  }

  /** A JPEG; null when there is none, which is then made again. */
  async image(id: string): Promise<Uint8Array | null> {
    if (this.find(id)?.image !== 'here') return null
    try {
      return await readFile(this.#fileOf(id))
    } catch {
      this.#database.prepare('UPDATE previews SET image_bytes = NULL WHERE id = ?').run(id)
      return null
    }
  }

  /** An account was removed: nothing that it has seen stays here. */
  async forget(profileId: string): Promise<void> {
    const rows = this.#database.prepare('SELECT id FROM previews WHERE profile_id = ?').all(profileId)
    await this.#remove(rows.map(({ id }) => String(id)))
  }

  /** Deletes images that nothing refers to, as after a kill. Call once, at the start. */
  async sweep(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => [])
    for (const name of names) {
      const id = name.slice(0, -path.extname(name).length)
      if (this.find(id)?.image !== 'here') await rm(path.join(this.#folder, name), { force: true })
    }
    await this.#trim()
  }

  /** What was not in sight for the longest time goes first. */
  async #trim(): Promise<void> {
    const { recordings, imageBytes } = this.#limits
    const old = this.#database
      .prepare(
        `SELECT id FROM (
           SELECT id, row_number() OVER newest AS place, sum(coalesce(image_bytes, 0)) OVER newest AS bytes
           FROM previews WINDOW newest AS (ORDER BY used_at DESC, id)
         ) WHERE place > ? OR bytes > ?`,
      )
      .all(recordings, imageBytes)
    await this.#remove(old.map(({ id }) => String(id)))
  }

  async #remove(ids: readonly string[]): Promise<void> {
    const statement = this.#database.prepare('DELETE FROM previews WHERE id = ?')
    for (const id of ids) {
      statement.run(id)
      await rm(this.#fileOf(id), { force: true })
    }
  }

  #fileOf(id: string): string {
    return path.join(this.#folder, `${id}.jpg`)
  }
}

function factsOf(text: string): MovieFacts | null {
  try {
    return factsSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
