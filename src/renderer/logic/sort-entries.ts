import type { Recording } from '#shared/models/recording.ts'
import type { ListColumn, SortColumn, SortDirection, SortOrder } from '#shared/models/settings.ts'
import { columnNumbers, inNumberOrder, unknown } from '#shared/order/column-numbers.ts'
import { isSameEntry, type Entry, type RecordingEntry } from './entries.ts'
import { compareNames, inNameOrder, learnNames } from './name-order.ts'

export const initialSort: SortOrder = { column: 'name', direction: 'ascending' }

/** The name order of rows that were sorted here: half of what it takes to sort them by another column. */
const nameOrders = new WeakMap<readonly Entry[], readonly Entry[]>()

/**
 * Rows in display order: folders first, what is not known last in both directions, ties by name. A folder has a name
 * only: under other columns folders stay in name order.
 */
export function sortEntries(entries: readonly Entry[], { column, direction }: SortOrder): Entry[] {
  const byName = nameOrders.get(entries) ?? inNameOrder(entries)
  const sorted = sortNamed(byName, { column, direction })
  nameOrders.set(sorted, byName)
  return sorted
}

interface Parts {
  readonly folders: readonly Entry[]
  readonly entries: readonly RecordingEntry[]
  readonly recordings: readonly Recording[]
}

/** Of rows in name order: to look at each of 100,000 takes a third of what it takes to sort them by a column. */
const partsByName = new WeakMap<readonly Entry[], Parts>()

function partsOf(byName: readonly Entry[]): Parts {
  const known = partsByName.get(byName)
  if (known !== undefined) return known
  const folders: Entry[] = []
  const entries: RecordingEntry[] = []
  for (const entry of byName) {
    if (entry.kind === 'folder') folders.push(entry)
    else entries.push(entry)
  }
  const parts = { folders, entries, recordings: entries.map(({ recording }) => recording) }
  partsByName.set(byName, parts)
  return parts
}

function sortNamed(byName: readonly Entry[], { column, direction }: SortOrder): Entry[] {
  const { folders, entries, recordings } = partsOf(byName)
  if (column !== 'name')
    return [...folders, ...inNumberOrder(entries, columnNumbers(recordings, column), direction)]
  return direction === 'ascending'
    ? [...folders, ...entries]
    : [...folders.toReversed(), ...entries.toReversed()]
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
    const [one = unknown, other = unknown] = columnNumbers([a.recording, b.recording], column)
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
  return { column, direction: startDirection(column) }
}

/** The largest, the longest and the newest are what one looks for by number, and texts from their beginning. */
export function startDirection(column: ListColumn): SortDirection {
  const isText = column === 'name' || column === 'folder' || column === 'room' || column === 'platform'
  return isText ? 'ascending' : 'descending'
}
