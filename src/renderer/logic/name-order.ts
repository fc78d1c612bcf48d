import { CollationKeys } from './collation-keys.ts'
import type { Entry } from './entries.ts'
import { radixOrder } from './radix-order.ts'

const collation = new CollationKeys()
/** Names are compared again with each batch that arrives; their keys go with the rows. */
let keys = { version: -1, of: new WeakMap<Entry, string>() }
/** Places of rows in the name order that was worked out last: the same rows are put in that order without comparing. */
let ranks = new WeakMap<Entry, number>()

/** Rows by name; two of one name by path. Not seen before, 100,000 take about 100 ms; else a few. */
export function inNameOrder<Row extends Entry>(rows: readonly Row[]): Row[] {
  const known = new Float64Array(rows.length)
  let areKnown = true
  for (let index = 0; index < rows.length && areKnown; index++) {
    const rank = ranks.get(rows[index] as Row)
    if (rank === undefined) areKnown = false
    else known[index] = rank
  }
  if (areKnown) return arrange(rows, radixOrder(known))
  learnNames(rows)
  const names = rows.map(nameKey)
  // Rows that are mostly in order already cost little more than a look at each: the engine's sort detects runs.
  const order = Array.from(rows, (_, index) => index).sort(
    (a, b) => compareText(names[a], names[b]) || compareText(rows[a]?.key, rows[b]?.key),
  )
  const sorted = arrange(rows, order)
  ranks = new WeakMap()
  for (const [rank, row] of sorted.entries()) ranks.set(row, rank)
  return sorted
}

/** Compares two rows as `inNameOrder` does; `learnNames` must have seen both. */
export function compareNames(a: Entry, b: Entry): number {
  return compareText(nameKey(a), nameKey(b)) || compareText(a.key, b.key)
}

/** Makes the names of new rows comparable. */
export function learnNames(rows: readonly Entry[]): void {
  collation.learn(rows.filter((row) => !keys.of.has(row)).map(({ name }) => name))
  if (keys.version !== collation.version) keys = { version: collation.version, of: new WeakMap() }
}

/** The rows at these positions. */
export function arrange<Row>(rows: readonly Row[], order: ArrayLike<number>): Row[] {
  const arranged = new Array<Row>(order.length)
  for (let place = 0; place < order.length; place++) arranged[place] = rows[order[place] ?? 0] as Row
  return arranged
}

function nameKey(row: Entry): string {
  const known = keys.of.get(row)
  if (known !== undefined) return known
  const key = collation.of(row.name)
  keys.of.set(row, key)
  return key
}

const compareText = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0)
