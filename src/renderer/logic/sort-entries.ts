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
  const folders: Entry[] = []
  const recordings: RecordingEntry[] = []
  for (const entry of named) {
    if (entry.kind === 'folder') folders.push(entry)
    else recordings.push(entry)
  }
  if (column === 'name') return [...folders, ...recordings]
  const sign = direction === 'ascending' ? 1 : -1
  const values = column === 'platform' ? platformRanks(recordings) : numbersOf(recordings, column)
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? unknown
    values[index] = Number.isNaN(value) ? Infinity : value * sign
  }
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
    const [one = unknown, other = unknown] =
      column === 'platform' ? platformRanks([a, b]) : numbersOf([a, b], column)
    if (Object.is(one, other)) return compareNames(a, b)
    if (Number.isNaN(one) || Number.isNaN(other)) return Number.isNaN(one) ? 1 : -1
    return (one - other) * sign || compareNames(a, b)
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

/** In place of a number that is not known. */
const unknown = Number.NaN

function numbersOf(rows: readonly RecordingEntry[], column: NumberColumn): Float64Array {
  if (column === 'room') return roomNumbers(rows)
  const numbers = new Float64Array(rows.length)
  for (let index = 0; index < numbers.length; index++) {
    const recording = rows[index]?.recording
    const number =
      column === 'size'
        ? recording?.size
        : column === 'time'
          ? recording?.createdAt
          : recording?.named?.startedAt
    numbers[index] = number ?? unknown
  }
  return numbers
}

/**
 * Room numbers are digits. The texts are collected before they are read: rows, recordings and texts lie all over the
 * memory, and the processor fetches many of them at once only while nothing is done with them. That is five times as fast.
 */
function roomNumbers(rows: readonly RecordingEntry[]): Float64Array {
  const texts = new Array<string | null>(rows.length)
  for (let index = 0; index < rows.length; index++) texts[index] = rows[index]?.recording.named?.room ?? null
  const numbers = new Float64Array(rows.length)
  for (let index = 0; index < numbers.length; index++) numbers[index] = roomNumber(texts[index] ?? null)
  return numbers
}

/** Up to here digits are read exactly one by one, faster than by `Number`. */
const exactDigits = 15

/** Beyond {@link exactDigits}, those that only differ at the end are in name order. */
function roomNumber(digits: string | null): number {
  if (digits === null) return unknown
  if (digits.length > exactDigits) return Number(digits)
  let number = 0
  for (let index = 0; index < digits.length; index++) number = number * 10 + digits.charCodeAt(index) - 0x30
  return number
}

/** Each row's place among the platforms there are. */
function platformRanks(rows: readonly RecordingEntry[]): Float64Array {
  const ranks = new Float64Array(rows.length)
  const met = new Map<string, number>()
  for (let index = 0; index < ranks.length; index++) {
    const platform = rows[index]?.recording.named?.platform
    const place = platform === undefined ? unknown : (met.get(platform) ?? met.size)
    if (platform !== undefined && place === met.size) met.set(platform, place)
    ranks[index] = place
  }
  const rankOf = ranksOf([...met.keys()])
  for (let index = 0; index < ranks.length; index++) ranks[index] = rankOf[ranks[index] ?? unknown] ?? unknown
  return ranks
}

/** The rank of each platform in their order; those that the collator takes for equal share one. */
function ranksOf(texts: readonly string[]): number[] {
  const ranks: number[] = []
  let rank = 0
  let before = ''
  for (const [index, text] of [...texts.entries()].sort(([, a], [, b]) => platforms.compare(a, b))) {
    if (platforms.compare(before, text) !== 0) rank++
    before = text
    ranks[index] = rank
  }
  return ranks
}
