import type { Entry } from './entries.ts'

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
  const sign = order.direction === 'ascending' ? 1 : -1
  return [...entries].sort((a, b) => {
    if (a.kind !== b.kind) return a.kind === 'folder' ? -1 : 1
    if (a.kind === 'recording' && b.kind === 'recording' && order.column !== 'name') {
      const byValue = compareValues(valueOf(a, order.column), valueOf(b, order.column), sign)
      return byValue === 0 ? compareNames(a, b) : byValue
    }
    // A folder has neither size nor time: under those columns folders stay in name order.
    return compareNames(a, b) * (order.column === 'name' ? sign : 1)
  })
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
