import type { SearchPage, SearchQuery } from '#shared/models/search.ts'
import { nameOf } from '#shared/paths.ts'
import { packRecordings } from '#shared/recording-columns.ts'
import { matchGroups, rowsOf, type MatchGroup } from './match-rows.ts'
import type { SearchMemory } from './search-memory.ts'

/** Answers a search, see {@link SearchQuery}. */
export function searchPage(memory: SearchMemory, query: SearchQuery): Omit<SearchPage, 'scope'> {
  const groups = matchGroups(memory, query)
  return {
    groups: partsOf(groups, query).map(({ group, skip, take }) => ({
      folder: { path: group.folder, name: nameOf(group.folder) },
      count: group.rows.length,
      bytes: group.bytes,
      bytesAreExact: group.bytesAreExact,
      recordings: packRecordings(rowsOf(group, skip, take)),
    })),
    total: groups.reduce((total, { rows }) => total + rows.length, 0),
    folders: groups.length,
    bytes: groups.reduce((total, { bytes }) => total + bytes, 0),
    bytesAreExact: groups.every(({ bytesAreExact }) => bytesAreExact),
  }
}

interface Part {
  readonly group: MatchGroup
  readonly skip: number
  readonly take: number
}

/** The groups that a page reaches into, and how far. */
function partsOf(groups: readonly MatchGroup[], { offset, limit }: SearchQuery): Part[] {
  const parts: Part[] = []
  let skip = offset
  let left = limit
  for (const group of groups) {
    if (left === 0) break
    const take = Math.min(left, group.rows.length - skip)
    if (take > 0) {
      parts.push({ group, skip, take })
      left -= take
    }
    skip = Math.max(0, skip - group.rows.length)
  }
  return parts
}
