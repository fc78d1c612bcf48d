import type { ListColumn, ListLook } from '#shared/models/settings.ts'
import { isSameEntry, type Entry, type RecordingEntry } from './entries.ts'
import { arrange, compareNames, inNameOrder, learnNames } from './name-order.ts'
import { radixOrder } from './radix-order.ts'

export type SortColumn = ListColumn
export type SortOrder = ListLook['sort']

export const initialSort: SortOrder = { column: 'name', direction: 'ascending' }

/** Platforms are few: they are compared as texts, and only with each other. */
const platforms = new Intl.Collator('en', { sensitivity: 'base' })

/**
 * Rows in display order: folders first, what is not known last in both directions, ties by name. A folder has a name
 * only: under other columns folders stay in name order.
 */
export function sortEntries(entries: readonly Entry[], { column, direction }: SortOrder): Entry[] {
  const named = inNameOrder(entries)
  if (column === 'name' && direction === 'descending') named.reverse()
  const folders = named.filter(({ kind }) => kind === 'folder')
  const recordings = named.filter((entry) => entry.kind === 'recording')
  if (column === 'name') return [...folders, ...recordings]
  const sign = direction === 'ascending' ? 1 : -1
  const numbers = column === 'platform' ? platformRanks(recordings) : numbersOf(recordings, column)
  const values = new Float64Array(numbers.length)
  for (let index = 0; index < values.length; index++)
    values[index] = (numbers[index] ?? sign * Infinity) * sign
  return [...folders, ...arrange(recordings, radixOrder(values))]
}

/**
 * Puts changed and new rows into rows that are in display order, and takes others out: the cost is that of sorting what
 * is new and of one walk. Rows that are not concerned stay the objects they were; `sorted` itself comes back when
 * nothing is different.
 */
export function mergeEntries(
  sorted: readonly Entry[],
  fresh: readonly Entry[],
  gone: ReadonlySet<string>,
  order: SortOrder,
): readonly Entry[] {
  if (fresh.length === 0 && gone.size === 0) return sorted
  const replaced = new Map(fresh.map((entry) => [entry.key, entry]))
  const kept = sorted.filter((entry) => {
    const next = replaced.get(entry.key)
    // A row that comes again as it was stays where and what it is.
    if (next !== undefined && isSameEntry(entry, next)) replaced.delete(entry.key)
    else if (next !== undefined) return false
    return !gone.has(entry.key)
  })
  if (replaced.size === 0) return kept.length === sorted.length ? sorted : kept
  const compare = comparison(order)
  learnNames(kept)
  learnNames([...replaced.values()])
  const added = [...replaced.values()].sort(compare)
  const merged: Entry[] = []
  let next = 0
  for (const entry of kept) {
    for (let candidate = added[next]; candidate !== undefined && compare(candidate, entry) < 0;) {
      merged.push(candidate)
      candidate = added[++next]
    }
    merged.push(entry)
  }
  return [...merged, ...added.slice(next)]
}

/** The order of `sortEntries` for two rows whose names are learnt. */
function comparison({ column, direction }: SortOrder): (a: Entry, b: Entry) => number {
  const sign = direction === 'ascending' ? 1 : -1
  return (a, b) => {
    if (a.kind !== b.kind) return a.kind === 'folder' ? -1 : 1
    if (column === 'name') return compareNames(a, b) * sign
    if (a.kind === 'folder' || b.kind === 'folder') return compareNames(a, b)
    const [one = null, other = null] =
      column === 'platform' ? platformRanks([a, b]) : numbersOf([a, b], column)
    if (one === other) return compareNames(a, b)
    if (one === null || other === null) return one === null ? 1 : -1
    return (one - other) * sign
  }
}

/** A click on a column header: another column starts with its most useful direction, the same one turns round. */
export function nextSort(current: SortOrder, column: SortColumn): SortOrder {
  if (current.column === column) {
    return { column, direction: current.direction === 'ascending' ? 'descending' : 'ascending' }
  }
  const isText = column === 'name' || column === 'room' || column === 'platform'
  return { column, direction: isText ? 'ascending' : 'descending' }
}

type NumberColumn = Exclude<SortColumn, 'name' | 'platform'>

function numbersOf(rows: readonly RecordingEntry[], column: NumberColumn): (number | null)[] {
  switch (column) {
    case 'size':
      return rows.map(({ recording }) => recording.size)
    case 'time':
      return rows.map(({ recording }) => recording.createdAt)
    case 'start':
      return rows.map(({ recording }) => recording.named?.startedAt ?? null)
    case 'room':
      // Room numbers are digits; beyond 15 of them, those that only differ at the end are in name order.
      return rows.map(({ recording: { named } }) => (named === null ? null : Number(named.room)))
  }
}

/** Each row's place among the platforms there are. */
function platformRanks(rows: readonly RecordingEntry[]): (number | null)[] {
  const met = new Set<string>()
  for (const { recording } of rows) if (recording.named) met.add(recording.named.platform)
  const texts = [...met].sort(platforms.compare)
  const ranks = new Map<string, number>()
  let rank = 0
  for (const [index, text] of texts.entries()) {
    const before = texts[index - 1]
    if (before !== undefined && platforms.compare(before, text) !== 0) rank++
    ranks.set(text, rank)
  }
  return rows.map(({ recording: { named } }) => (named === null ? null : (ranks.get(named.platform) ?? null)))
}
