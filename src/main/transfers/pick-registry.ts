import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { PickedFile } from '#shared/models/transfer.ts'

/** Picks that are remembered; the oldest go first. Two full drops fit. */
const maxPicks = 20_000

/**
 * Local files and folders that the user chose or dropped, known to the page only by an id: a page can upload what a
 * person handed over, and cannot name any other file (design, section 3).
 */
export class PickRegistry {
  readonly #paths = new Map<string, string>()

  async add(files: readonly string[]): Promise<PickedFile[]> {
    return await Promise.all(files.map((file) => this.#addOne(file)))
  }

  /** null for an id that was never given out or is too old */
  pathOf(pickId: string): string | null {
    return this.#paths.get(pickId) ?? null
  }

  async #addOne(file: string): Promise<PickedFile> {
    const pickId = randomUUID()
    const oldest = this.#paths.keys().next()
    if (this.#paths.size >= maxPicks && !oldest.done) this.#paths.delete(oldest.value)
    this.#paths.set(pickId, file)
    const info = await stat(file).catch(() => null)
    const isFolder = info?.isDirectory() ?? false
    return { pickId, name: path.basename(file), size: info?.isFile() ? info.size : null, isFolder }
  }
}
