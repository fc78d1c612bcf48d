import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MoovPlace } from '../content/long-movie.ts'

/** What one line of the journal says. Times are logical times in epoch ms, sizes are bytes. */
export type JournalRecord =
  | { readonly kind: 'head'; readonly version: 1; readonly seed: string }
  | { readonly kind: 'folder'; readonly id: number; readonly path: string; readonly at: number }
  | {
      readonly kind: 'file'
      readonly id: number
      readonly path: string
      readonly size: number
      readonly ctimeMs: number
      readonly at: number
      /** File name under `files/`, absent for synthesised bytes. */
      readonly blob?: string
      /** For a synthesised movie. */
      readonly movie?: MoovPlace
    }
  | { readonly kind: 'delete'; readonly id: number; readonly at: number }

/**
 * What happened to the tree since it was seeded, one JSON line per change. Appending a line is atomic enough to
 * survive a killed process; a torn last line is dropped on the next start.
 */
export class Journal {
  readonly #path: string

  constructor(dataDir: string) {
    this.#path = join(dataDir, 'journal.jsonl')
  }

  /** All readable records, oldest first. */
  read(): JournalRecord[] {
    if (!existsSync(this.#path)) return []
    return readFileSync(this.#path, 'utf8')
      .split('\n')
      .flatMap((line) => {
        try {
          return line === '' ? [] : [JSON.parse(line) as JournalRecord]
        } catch {
          return []
        }
      })
  }

  append(record: JournalRecord): void {
    appendFileSync(this.#path, JSON.stringify(record) + '\n')
  }

  /** Replaces the whole journal, so that a crash leaves either the old one or the new one. */
  rewrite(records: readonly JournalRecord[]): void {
    const temporary = `${this.#path}.new`
    writeFileSync(temporary, records.map((record) => JSON.stringify(record) + '\n').join(''))
    renameSync(temporary, this.#path)
  }
}

/** Leaves out files that were made and deleted again; keeps the order of the rest. */
export function compact(records: readonly JournalRecord[]): JournalRecord[] {
  const made = new Set<number>()
  const deleted = new Set<number>()
  for (const record of records) {
    if (record.kind === 'file') made.add(record.id)
    if (record.kind === 'delete') deleted.add(record.id)
  }
  return records.filter((record) => {
    if (record.kind === 'file') return !deleted.has(record.id)
    if (record.kind === 'delete') return !made.has(record.id)
    return true
  })
}
