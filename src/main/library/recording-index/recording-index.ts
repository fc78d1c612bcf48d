import type { DatabaseSync } from 'node:sqlite'
import type { SearchPage, SearchQuery } from '#shared/models/search.ts'
import {
  factsOf,
  packRecordings,
  type RecordingColumns,
  type RecordingFacts,
} from '#shared/recording-columns.ts'
import { SearchMemory } from '../search/search-memory.ts'
import { SearchPages } from '../search/search-page.ts'
import { FolderTable, type TotalsChange } from './folder-table.ts'
import type { CrawlWindow, FolderChange, IndexCounts, KnownFolder } from './index.types.ts'
import { knownFolder } from './known-folder.ts'
import { RecordingTable } from './recording-table.ts'

/** Rows that one transaction writes at most: a few ms, after which a reader gets its turn. */
const rowsPerStep = 500
const loadedRowsPerStep = 5000

/** The index of one profile on its database. Everything here blocks: it lives in a thread of its own. */
export class RecordingIndex {
  readonly #database: DatabaseSync
  readonly #folders: FolderTable
  readonly #recordings: RecordingTable
  readonly #memory = new SearchMemory()
  readonly #pages = new SearchPages(this.#memory)
  readonly #loading: Generator<undefined, void>

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#folders = new FolderTable(database)
    this.#recordings = new RecordingTable(database)
    this.#loading = this.#loadMemory()
  }

  openFolder(path: string, limit: number): KnownFolder | null {
    return knownFolder({ folders: this.#folders, recordings: this.#recordings }, path, limit)
  }

  rowsAfter(path: string, name: string, limit: number): RecordingColumns {
    const folder = this.#folders.find(path)
    return packRecordings(folder === null ? [] : this.#recordings.after(folder.id, name, limit))
  }

  /** One step of getting ready to search. @returns false when there is nothing left to do */
  prepareSearch(): boolean {
    return this.#loading.next().done !== true
  }

  search(query: SearchQuery): SearchPage {
    while (this.prepareSearch());
    const { folders, listedFolders, recordings } = this.#folders.counts()
    const scope = { folders, foldersLeft: folders - listedFolders, recordings }
    return { ...this.#pages.page(query), scope }
  }

  counts(): IndexCounts {
    return this.#folders.counts()
  }

  nextToCrawl(window: CrawlWindow): string | null {
    return this.#folders.nextToCrawl(window)
  }

  noteCrawlFailure(path: string, now: number): void {
    this.#folders.noteFailure(path, now)
  }

  /**
   * Keeps a change in transactions of at most {@link rowsPerStep} rows, one for each step. What makes the folder whole
   * comes with the last one. Whoever stops in between must not go on later.
   */
  *apply(change: FolderChange): Generator<undefined, void> {
    for (const path of change.removedFolders) yield* this.#removeFolder(path)
    const { folder: path } = change
    const id = this.#folders.ensure(path)
    const edits: Edit[] = [
      ...change.removed.map((name) => ({ kind: 'remove' as const, name })),
      ...factsOf(change.recordings).map((facts) => ({ kind: 'put' as const, facts })),
    ]
    let done = 0
    for (; edits.length - done > rowsPerStep; done += rowsPerStep) {
      this.#write(id, path, edits.slice(done, done + rowsPerStep))
      yield
    }
    this.#write(id, path, edits.slice(done), () => {
      for (const child of change.folders) this.#folders.ensure(child.path)
      if (change.total !== undefined) this.#folders.noteTotal(id, change.total)
      if (change.listedAt === undefined) return
      this.#folders.noteListed(id, change.listedAt)
      this.#folders.sumUp(id)
    })
  }

  *#removeFolder(removed: string): Generator<undefined, void> {
    for (const { id, path } of this.#folders.withBelow(removed)) {
      const next = (): string[] => this.#recordings.someNames(id, rowsPerStep)
      for (let names = next(); names.length > 0; names = next()) {
        this.#write(
          id,
          path,
          names.map((name) => ({ kind: 'remove', name })),
        )
        yield
      }
      this.#folders.delete(id)
      this.#memory.removeFolder(path)
    }
  }

  #write(folderId: number, folder: string, edits: readonly Edit[], andThen?: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const changes = edits.map((edit) =>
        edit.kind === 'put'
          ? this.#recordings.put(folderId, edit.facts)
          : this.#recordings.remove(folderId, edit.name),
      )
      this.#folders.addToTotals(folderId, totalOf(changes))
      andThen?.()
      this.#database.exec('COMMIT')
    } catch (error) {
      // After some errors SQLite has already rolled back.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
    for (const edit of edits) {
      if (edit.kind === 'put') this.#memory.put(folder, edit.facts)
      else this.#memory.remove(folder, edit.name)
    }
  }

  /** Writes go to memory from the first, so that what is loaded meanwhile is neither old nor missing. */
  *#loadMemory(): Generator<undefined, void> {
    let rows = 0
    for (const { id, path } of this.#folders.all()) {
      const page = (after: string): RecordingFacts[] => this.#recordings.after(id, after, loadedRowsPerStep)
      for (let facts = page(''); facts.length > 0; facts = page(facts.at(-1)?.name ?? '')) {
        for (const each of facts) this.#memory.put(path, each)
        rows += facts.length
        if (rows < loadedRowsPerStep) continue
        rows = 0
        yield
      }
    }
  }
}

type Edit =
  | { readonly kind: 'put'; readonly facts: RecordingFacts }
  | { readonly kind: 'remove'; readonly name: string }

function totalOf(changes: readonly TotalsChange[]): TotalsChange {
  return changes.reduce(
    (total, { recordings, bytes, bytesAreExact }) => ({
      recordings: total.recordings + recordings,
      bytes: total.bytes + bytes,
      bytesAreExact: total.bytesAreExact && bytesAreExact,
    }),
    { recordings: 0, bytes: 0, bytesAreExact: true },
  )
}
