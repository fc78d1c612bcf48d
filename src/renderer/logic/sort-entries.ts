import { isSameEntry, type Entry } from './entries.ts'

export type SortColumn = 'name' | 'size' | 'time'
export type SortDirection = 'ascending' | 'descending'

export interface SortOrder {
  readonly column: SortColumn
  readonly direction: SortDirection
}

export const initialSort: SortOrder = { column: 'name', direction: 'ascending' }

/** One collator for both languages: "2" before "10", Chinese by pinyin, Latin letters before Chinese. */
const collator = new Intl.Collator('zh-Hans-CN', { numeric: true, sensitivity: 'base' })

/**
 * Rows in display order: folders first, unknown sizes and times last in both directions, ties by name.
 * Given rows that are mostly in order already (a batch appended to a sorted list), this is close to linear,
 * because the engine's merge sort detects the ordered run.
 */
export function sortEntries(entries: readonly Entry[], order: SortOrder): Entry[] {
  return [...entries].sort(comparison(order))
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

function comparison(order: SortOrder): (a: Entry, b: Entry) => number {
  const sign = order.direction === 'ascending' ? 1 : -1
  return (a, b) => {
    if (a.kind !== b.kind) return a.kind === 'folder' ? -1 : 1
    if (a.kind === 'recording' && b.kind === 'recording' && order.column !== 'name') {
      const byValue = compareValues(valueOf(a, order.column), valueOf(b, order.column), sign)
      return byValue === 0 ? compareNames(a, b) : byValue
    }
    // A folder has neither size nor time: under those columns folders stay in name order.
    return compareNames(a, b) * (order.column === 'name' ? sign : 1)
  }
}

/** A click on a column header: another column starts with its most useful direction, the same one turns round. */
export function nextSort(current: SortOrder, column: SortColumn): SortOrder {
  if (current.column === column) {
    return { column, direction: current.direction === 'ascending' ? 'descending' : 'ascending' }
  }
  return { column, direction: column === 'name' ? 'ascending' : 'descending' }
}

function valueOf(entry: Extract<Entry, { kind: 'recording' }>, column: 'size' | 'time'): number | null {
  return column === 'size' ? entry.recording.size : entry.recording.createdAt
}

function compareValues(a: number | null, b: number | null, sign: number): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return (a - b) * sign
}

function compareNames(a: Entry, b: Entry): number {
  return collator.compare(a.name, b.name) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
}
