import type { Folder } from '#shared/models/folder.ts'
import type { ResultColumn, ResultOrder, SearchPage } from '#shared/models/search.ts'
import { unpackRecordings } from '#shared/recording-columns.ts'
import type { RecordingEntry } from './entries.ts'
import { startDirection } from './sort-entries.ts'

/** The results in one folder, as far as they are loaded. */
export interface ResultGroup {
  readonly folder: Folder
  /** Results in this folder, loaded or not. */
  readonly count: number
  readonly entries: readonly RecordingEntry[]
}

/** The pages of a search that are loaded, put together. */
export interface SearchResults extends Pick<
  SearchPage,
  'total' | 'folders' | 'bytes' | 'bytesAreExact' | 'scope'
> {
  readonly groups: readonly ResultGroup[]
  /** All that is loaded as one list; null when results are under their folders. */
  readonly list: readonly RecordingEntry[] | null
  readonly loaded: number
  /** Where the next page begins. */
  readonly next: number
  readonly isComplete: boolean
}

/** Results with their next page; null: the page is the first. What comes twice, as the index changes, is there once. */
export function withPage(before: SearchResults | null, page: SearchPage): SearchResults {
  const groups = new Map((before?.groups ?? []).map((group) => [group.folder.path, group]))
  let received = 0
  const onPage: (RecordingEntry | undefined)[] = []
  for (const { folder, count, recordings } of page.groups) {
    const old = groups.get(folder.path)?.entries ?? []
    const known = new Set(old.map(({ key }) => key))
    const fresh: RecordingEntry[] = []
    for (const recording of unpackRecordings(folder.path, recordings)) {
      const place = page.places?.[received]
      received++
      if (known.has(recording.path)) continue
      const entry: RecordingEntry = {
        kind: 'recording',
        key: recording.path,
        name: recording.name,
        recording,
      }
      fresh.push(entry)
      if (place !== undefined) onPage[place] = entry
    }
    groups.set(folder.path, { folder, count, entries: old.length === 0 ? fresh : [...old, ...fresh] })
  }
  const next = (before?.next ?? 0) + received
  const all = [...groups.values()]
  const { total, folders, bytes, bytesAreExact, scope } = page
  const added = onPage.filter((entry) => entry !== undefined)
  return {
    groups: all,
    list: page.places === null ? null : [...(before?.list ?? []), ...added],
    loaded: all.reduce((sum, { entries }) => sum + entries.length, 0),
    total,
    folders,
    bytes,
    bytesAreExact,
    scope,
    next,
    isComplete: next >= total || received === 0,
  }
}

/** Results without recordings that are no more; `results` itself when it has none of them. */
export function withoutRecordings(results: SearchResults, gone: ReadonlySet<string>): SearchResults {
  if (gone.size === 0) return results
  let lost = 0
  let bytes = 0
  const groups: ResultGroup[] = []
  for (const group of results.groups) {
    const entries = group.entries.filter(({ key }) => !gone.has(key))
    const lostHere = group.entries.length - entries.length
    if (lostHere > 0) {
      lost += lostHere
      for (const { key, recording } of group.entries) if (gone.has(key)) bytes += recording.size ?? 0
    }
    const count = group.count - lostHere
    if (count > 0) groups.push(lostHere === 0 ? group : { ...group, count, entries })
  }
  if (lost === 0) return results
  return {
    ...results,
    groups,
    list: results.list?.filter(({ key }) => !gone.has(key)) ?? null,
    loaded: results.loaded - lost,
    total: results.total - lost,
    folders: results.folders - (results.groups.length - groups.length),
    bytes: results.bytes - bytes,
    next: results.next - lost,
  }
}

/** A click on a column's header: one way, the other way, and the best matches first again. */
export function nextResultOrder(current: ResultOrder | null, column: ResultColumn): ResultOrder | null {
  const first = startDirection(column)
  if (current?.column !== column) return { column, direction: first }
  if (current.direction !== first) return null
  return { column, direction: first === 'ascending' ? 'descending' : 'ascending' }
}

/** A line of the list of results. */
export type ResultLine =
  | { readonly kind: 'folder'; readonly key: string; readonly group: ResultGroup }
  | { readonly kind: 'recording'; readonly key: string; readonly entry: RecordingEntry }

export interface ShownResults {
  readonly lines: readonly ResultLine[]
  readonly entries: readonly RecordingEntry[]
  /** The place of a recording among the lines. */
  readonly lineOf: ReadonlyMap<string, number>
  /** The places of the folders among the lines. */
  readonly folderLines: readonly number[]
}

/** The lines to draw: each folder with its results below it, or one list. */
export function shownResults(results: SearchResults | null): ShownResults {
  const lines: ResultLine[] = []
  const entries: RecordingEntry[] = []
  const lineOf = new Map<string, number>()
  const folderLines: number[] = []
  const draw = (entry: RecordingEntry): void => {
    lineOf.set(entry.key, lines.length)
    lines.push({ kind: 'recording', key: entry.key, entry })
    entries.push(entry)
  }
  for (const entry of results?.list ?? []) draw(entry)
  for (const group of results?.list === null ? results.groups : []) {
    // What it has is on a later page.
    if (group.entries.length === 0) continue
    folderLines.push(lines.length)
    lines.push({ kind: 'folder', key: group.folder.path, group })
    for (const entry of group.entries) draw(entry)
  }
  return { lines, entries, lineOf, folderLines }
}

/** The results among lines `from` … before `to`, without the folders' own lines. */
export function keysInLines(lines: readonly ResultLine[], from: number, to: number): string[] {
  return lines.slice(from, to).flatMap((line) => (line.kind === 'recording' ? [line.key] : []))
}

/**
 * The folder whose line is scrolled away while results of it are at the top; null when there is none. `shift`: px that
 * the next folder's line pushes it up, as a negative number.
 *
 * @param scrollTop px that are scrolled away
 */
export function stuckFolder(
  lines: readonly ResultLine[],
  folderLines: readonly number[],
  scrollTop: number,
  rowHeight: number,
): { readonly group: ResultGroup; readonly line: number; readonly shift: number } | null {
  if (scrollTop <= 0) return null
  let [low, high] = [0, folderLines.length]
  // The first folder that begins below the top.
  while (low < high) {
    const middle = (low + high) >> 1
    if ((folderLines[middle] ?? 0) * rowHeight <= scrollTop) low = middle + 1
    else high = middle
  }
  const line = folderLines[low - 1]
  const found = line === undefined ? undefined : lines[line]
  if (line === undefined || found?.kind !== 'folder') return null
  const next = (folderLines[low] ?? Infinity) * rowHeight - scrollTop
  return { group: found.group, line, shift: Math.min(0, next - rowHeight) }
}
