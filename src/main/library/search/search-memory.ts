import { parseRecordingName } from '#shared/recording-name.ts'
import type { RecordingFacts } from '#shared/recording-columns.ts'
import { dayOf, fold } from '#shared/search/search-text.ts'

/** A recording as search sees it. */
export interface SearchRow extends RecordingFacts {
  /** `/A/` */
  readonly folder: string
  /** The folded name. */
  readonly text: string
  /** Day of the upload, for those who type a date that is not in the name; empty where it is. */
  readonly day: string
  /** When it was recorded, or else uploaded; epoch ms, 0 when neither is known. */
  readonly moment: number
}

export interface SearchFolder {
  /** `/A/` */
  readonly path: string
  /** The folded path. */
  readonly text: string
  readonly rows: ReadonlyMap<string, SearchRow>
}

interface OwnFolder extends SearchFolder {
  readonly rows: Map<string, SearchRow>
}

/**
 * What a search looks at, in memory: about 30 MB for 100,000 recordings. Looking through all of it takes a few ms
 * whatever was typed, also for one Chinese character, which no index of words or trigrams can look up; see
 * docs/architecture.md for what was measured.
 */
export class SearchMemory {
  readonly #folders = new Map<string, OwnFolder>()
  #version = 0

  /** Another one after each change. */
  get version(): number {
    return this.#version
  }

  folders(): Iterable<SearchFolder> {
    return this.#folders.values()
  }

  put(folder: string, facts: RecordingFacts): void {
    const { name, createdAt } = facts
    const folded = fold(name)
    // Mostly the same characters: then one string serves for both.
    const text = folded === name ? name : folded
    const day = dayOf(createdAt)
    const moment = parseRecordingName(name)?.startedAt ?? createdAt ?? 0
    const { path, rows } = this.#ensure(folder)
    rows.set(name, { ...facts, folder: path, text, day: text.includes(day) ? '' : day, moment })
    this.#version++
  }

  remove(folder: string, name: string): void {
    this.#folders.get(folder)?.rows.delete(name)
    this.#version++
  }

  /** Forgets a folder; those below are not looked for. */
  removeFolder(folder: string): void {
    this.#folders.delete(folder)
    this.#version++
  }

  #ensure(path: string): OwnFolder {
    const known = this.#folders.get(path)
    if (known !== undefined) return known
    const made: OwnFolder = { path, text: fold(path), rows: new Map() }
    this.#folders.set(path, made)
    return made
  }
}
