import type { ResultOrder } from '#shared/models/search.ts'
import { columnNumbers, inNumberOrder, type Sortable } from '#shared/order/column-numbers.ts'
import { compareText, NameOrder } from '#shared/order/name-order.ts'
import { parseRecordingName } from '#shared/recording-name.ts'
import { nameBonus, type MatchGroup } from './match-rows.ts'
import type { SearchRow } from './search-memory.ts'

/** Puts results in the order that folders have them in: names as people order them, what is not known last, ties by name. */
export class MatchOrder {
  readonly #names = new NameOrder<SearchRow>({
    nameOf: ({ name }) => name,
    compareTies: (one, other) => compareText(one.folder, other.folder) || compareText(one.name, other.name),
  })

  /** The rows of all groups in one order; null: words in the name before words elsewhere, then the newest. */
  sort(groups: readonly MatchGroup[], order: ResultOrder | null): SearchRow[] {
    const named = this.#names.sort(rowsOfAll(groups))
    if (order === null) return inNumberOrder(named, scoresOf(groups, named), 'descending')
    const { column, direction } = order
    if (column === 'name') return direction === 'descending' ? named.reverse() : named
    const numbers =
      column === 'folder' ? folderPlaces(groups, named) : columnNumbers(sortables(named, column), column)
    return inNumberOrder(named, numbers, direction)
  }
}

/** One array of its length from the first: `flat` grows one. */
function rowsOfAll(groups: readonly MatchGroup[]): SearchRow[] {
  const rows = new Array<SearchRow>(groups.reduce((count, group) => count + group.rows.length, 0))
  let next = 0
  for (const group of groups) for (const row of group.rows) rows[next++] = row
  return rows
}

/** What a row's score has beyond its moment says whether the words are in its name: most often so in all of them, or in none. */
function scoresOf(groups: readonly MatchGroup[], rows: readonly SearchRow[]): Float64Array {
  const plain = new Set<SearchRow>()
  for (const group of groups)
    for (let index = 0; index < group.rows.length; index++) {
      const row = group.rows[index]
      if (row !== undefined && group.scores[index] === row.moment) plain.add(row)
    }
  const scores = new Float64Array(rows.length)
  for (let index = 0; index < scores.length; index++) {
    const row = rows[index]
    if (row !== undefined) scores[index] = row.moment + (plain.size > 0 && plain.has(row) ? 0 : nameBonus)
  }
  return scores
}

/** The place of each row's folder among the folders. */
function folderPlaces(groups: readonly MatchGroup[], rows: readonly SearchRow[]): Float64Array {
  const order = new NameOrder<MatchGroup>({
    nameOf: ({ folder }) => folder,
    compareTies: (one, other) => compareText(one.folder, other.folder),
  })
  const places = new Map(order.sort(groups).map(({ folder }, place) => [folder, place]))
  return Float64Array.from(rows, ({ folder }) => places.get(folder) ?? 0)
}

/** What a name says is read when it is asked for: it is not kept for every recording there is. */
function sortables(rows: readonly SearchRow[], column: ResultOrder['column']): readonly Sortable[] {
  if (column === 'size' || column === 'time')
    return rows.map(({ size, createdAt }) => ({ size, createdAt, named: null }))
  return rows.map(({ name }) => ({ size: null, createdAt: null, named: parseRecordingName(name) }))
}
