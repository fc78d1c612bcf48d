import type { SearchQuery } from '#shared/models/search.ts'
import { parseTerms, type Term } from '#shared/search/search-terms.ts'
import type { SearchFolder, SearchMemory, SearchRow } from './search-memory.ts'

/** The results in one folder. */
export interface MatchGroup {
  readonly folder: string
  /** In no order: {@link rowsOf} has the best. */
  readonly rows: readonly SearchRow[]
  /** For each row its place among them, the highest first: words in the name before words elsewhere, then the newest. */
  readonly scores: readonly number[]
  /** The highest score. */
  readonly best: number
  /** bytes */
  readonly bytes: number
  readonly bytesAreExact: boolean
}

/** Beyond every time: puts those with all words in the name before all others. */
export const nameBonus = 2 ** 50

/** All results of a search, by folder: those with a match in a name first, then by the newest result. */
export function matchGroups(memory: SearchMemory, query: SearchQuery): MatchGroup[] {
  // The longest word first: it is the one that most recordings do not have.
  const terms = parseTerms(query.text).sort((one, other) => lengthOf(other) - lengthOf(one))
  const passes = filterOf(query)
  const groups: MatchGroup[] = []
  for (const folder of memory.folders()) {
    if (query.within !== null && !folder.path.startsWith(query.within)) continue
    const group = groupIn(folder, terms, passes)
    if (group !== null) groups.push(group)
  }
  return groups.sort((one, other) => other.best - one.best || (one.folder < other.folder ? -1 : 1))
}

const lengthOf = (term: Term): number => Math.min(...term.map(({ length }) => length))

function groupIn(
  folder: SearchFolder,
  terms: readonly Term[],
  passes: (row: SearchRow) => boolean,
): MatchGroup | null {
  const isInFolder = terms.map((term) => isIn(folder.text, term))
  const rows: SearchRow[] = []
  const scores: number[] = []
  let best = 0
  let bytes = 0
  let bytesAreExact = true
  for (const row of folder.rows.values()) {
    const bonus = passes(row) ? bonusOf(row, terms, isInFolder) : null
    if (bonus === null) continue
    const score = row.moment + bonus
    rows.push(row)
    scores.push(score)
    best = Math.max(best, score)
    bytes += row.size ?? 0
    bytesAreExact &&= row.sizeIsExact
  }
  return rows.length === 0 ? null : { folder: folder.path, rows, scores, best, bytes, bytesAreExact }
}

/** null: a word is nowhere. Runs for every recording there is: no iterators, no closures. */
function bonusOf(row: SearchRow, terms: readonly Term[], isInFolder: readonly boolean[]): number | null {
  let bonus = nameBonus
  for (let index = 0; index < terms.length; index++) {
    const term = terms[index] ?? []
    if (isIn(row.text, term)) continue
    if (isInFolder[index] !== true && !isIn(row.day, term)) return null
    bonus = 0
  }
  return bonus
}

function isIn(text: string, term: Term): boolean {
  for (let index = 0; index < term.length; index++) if (text.includes(term[index] ?? '')) return true
  return false
}

function filterOf({ from, until, minSize, maxSize }: SearchQuery): (row: SearchRow) => boolean {
  if (from === null && until === null && minSize === null && maxSize === null) return () => true
  const isBetween = (value: number | null, low: number | null, high: number | null): boolean =>
    (low === null && high === null) ||
    (value !== null && value >= (low ?? -Infinity) && value <= (high ?? Infinity))
  return ({ moment, size }) =>
    isBetween(moment === 0 ? null : moment, from, until === null ? null : until - 1) &&
    isBetween(size, minSize, maxSize)
}

/** More rows than this are sorted only as far as needed. */
const fewRows = 2000

/** The group's rows from `skip` on, in order. */
export function rowsOf({ rows, scores }: MatchGroup, skip: number, take: number): SearchRow[] {
  const low = rows.length <= fewRows ? -Infinity : nthHighest(scores, skip + take)
  const needed: { readonly row: SearchRow; readonly score: number }[] = []
  for (const [index, row] of rows.entries()) {
    const score = scores[index] ?? 0
    if (score >= low) needed.push({ row, score })
  }
  return needed
    .sort((one, other) => other.score - one.score || (one.row.name < other.row.name ? -1 : 1))
    .slice(skip, skip + take)
    .map(({ row }) => row)
}

/** A typed array sorts numbers many times faster than an array sorts objects. */
function nthHighest(scores: readonly number[], nth: number): number {
  const sorted = Float64Array.from(scores).sort()
  return sorted[Math.max(0, sorted.length - nth)] ?? -Infinity
}
