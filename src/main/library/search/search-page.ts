import type { SearchGroup, SearchPage, SearchQuery } from '#shared/models/search.ts'
import { nameOf } from '#shared/paths.ts'
import { packRecordings } from '#shared/recording-columns.ts'
import { MatchOrder } from './match-order.ts'
import { matchGroups, rowsOf, type MatchGroup } from './match-rows.ts'
import type { SearchMemory, SearchRow } from './search-memory.ts'

type Page = Omit<SearchPage, 'scope'>

/** All results of a search in their order. */
interface Answer {
  readonly groups: readonly MatchGroup[]
  /** Where folders are no order; null: the groups are. */
  readonly list: readonly SearchRow[] | null
  /** A folder's results from `skip` on. */
  readonly rowsIn: (group: MatchGroup, skip: number, take: number) => readonly SearchRow[]
}

/** Answers searches, see {@link SearchQuery}. The answer given last is kept for its next page. */
export class SearchPages {
  readonly #memory: SearchMemory
  readonly #order = new MatchOrder()
  #last: { readonly question: string; readonly version: number; readonly answer: Answer } | null = null

  constructor(memory: SearchMemory) {
    this.#memory = memory
  }

  page(query: SearchQuery): Page {
    const { groups, list, rowsIn } = this.#answer(query)
    const page =
      list === null
        ? { groups: groupsOnPage(groups, query, rowsIn), places: null }
        : listOnPage(groups, list.slice(query.offset, query.offset + query.limit))
    return {
      ...page,
      total: groups.reduce((total, { rows }) => total + rows.length, 0),
      folders: groups.length,
      bytes: groups.reduce((total, { bytes }) => total + bytes, 0),
      bytesAreExact: groups.every(({ bytesAreExact }) => bytesAreExact),
    }
  }

  #answer(query: SearchQuery): Answer {
    const question = JSON.stringify({ ...query, offset: 0, limit: 0 })
    const { version } = this.#memory
    if (this.#last?.question === question && this.#last.version === version) return this.#last.answer
    const answer = this.#arrange(matchGroups(this.#memory, query), query)
    this.#last = { question, version, answer }
    return answer
  }

  #arrange(groups: readonly MatchGroup[], { order, isGrouped }: SearchQuery): Answer {
    if (isGrouped && order === null) return { groups, list: null, rowsIn: rowsOf }
    const list = this.#order.sort(groups, order)
    if (!isGrouped) return { groups, list, rowsIn: rowsOf }
    const byFolder = Map.groupBy(list, ({ folder }) => folder)
    const known = new Map(groups.map((group) => [group.folder, group]))
    return {
      // A map keeps the order in which its keys came.
      groups: [...byFolder.keys()].flatMap((folder) => known.get(folder) ?? []),
      list: null,
      rowsIn: ({ folder }, skip, take) => byFolder.get(folder)?.slice(skip, skip + take) ?? [],
    }
  }
}

/** The groups that a page reaches into, with their results on it. */
function groupsOnPage(
  groups: readonly MatchGroup[],
  { offset, limit }: SearchQuery,
  rowsIn: Answer['rowsIn'],
): SearchGroup[] {
  const parts: SearchGroup[] = []
  let skip = offset
  let left = limit
  for (const group of groups) {
    if (left === 0) break
    const take = Math.min(left, group.rows.length - skip)
    if (take > 0) {
      parts.push(packed(group, rowsIn(group, skip, take)))
      left -= take
    }
    skip = Math.max(0, skip - group.rows.length)
  }
  return parts
}

/** A stretch of one list: by folder all the same, so that a folder's path crosses once, with the place of each row. */
function listOnPage(
  groups: readonly MatchGroup[],
  rows: readonly SearchRow[],
): Pick<Page, 'groups' | 'places'> {
  const known = new Map(groups.map((group) => [group.folder, group]))
  const byFolder = Map.groupBy(rows.entries(), ([, { folder }]) => folder)
  const parts = [...byFolder].flatMap(([folder, numbered]) => {
    const group = known.get(folder)
    return group === undefined ? [] : [{ group, numbered }]
  })
  return {
    groups: parts.map(({ group, numbered }) =>
      packed(
        group,
        numbered.map(([, row]) => row),
      ),
    ),
    places: Uint32Array.from(parts.flatMap(({ numbered }) => numbered.map(([place]) => place))),
  }
}

const packed = (group: MatchGroup, rows: readonly SearchRow[]): SearchGroup => ({
  folder: { path: group.folder, name: nameOf(group.folder) },
  count: group.rows.length,
  bytes: group.bytes,
  bytesAreExact: group.bytesAreExact,
  recordings: packRecordings(rows),
})
