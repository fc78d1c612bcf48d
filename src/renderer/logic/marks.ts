import type { Recording } from '#shared/models/recording.ts'
import type { Term } from '#shared/search/search-terms.ts'
import { dayOf, fold } from '#shared/search/search-text.ts'

/** A stretch of a text, in UTF-16 units; `to` is the first one after it. */
export interface Mark {
  readonly from: number
  readonly to: number
}

/** The parts of a text in which a search finds its words, in order; those that touch are one. */
export function marksIn(text: string, terms: readonly Term[]): readonly Mark[] {
  if (terms.length === 0) return []
  const folded = fold(text)
  const found: Mark[] = []
  for (const spelling of new Set(terms.flat())) {
    if (spelling === '') continue
    for (let at = folded.indexOf(spelling); at >= 0; at = folded.indexOf(spelling, at + 1))
      found.push({ from: at, to: at + spelling.length })
  }
  if (found.length === 0) return []
  const joined = join(found.sort((one, other) => one.from - other.from))
  if (isPlain(text)) return joined
  return join(joined.map(inOriginal(text, folded)))
}

/** Some word is in the day of the upload and nowhere else: that is why this is a result. */
export function isDayFound(
  { name, folder, createdAt }: Pick<Recording, 'name' | 'folder' | 'createdAt'>,
  terms: readonly Term[],
): boolean {
  if (terms.length === 0) return false
  const [text, place, day] = [fold(name), fold(folder), dayOf(createdAt)]
  const isIn = (where: string, term: Term): boolean => term.some((spelling) => where.includes(spelling))
  return terms.some((term) => !isIn(text, term) && !isIn(place, term) && isIn(day, term))
}

function join(sorted: readonly Mark[]): Mark[] {
  const joined: Mark[] = []
  for (const { from, to } of sorted) {
    const last = joined.at(-1)
    if (last !== undefined && from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, to) }
    else joined.push({ from, to })
  }
  return joined
}

/** Folding changes no length here. */
const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/u.test(text)

const characters = new Intl.Segmenter('und', { granularity: 'grapheme' })

/**
 * Folding makes one of two (`é` written with its accent apart) and two of one (`ﬁ`): a mark in the folded text becomes
 * one of the whole characters that it touches in the text that is shown.
 */
function inOriginal(text: string, folded: string): (mark: Mark) => Mark {
  const segments = Array.from(characters.segment(text), ({ segment }) => segment)
  const lengths = segments.map((segment) => fold(segment).length)
  const isSum = lengths.reduce((sum, length) => sum + length, 0) === folded.length
  /** Where each character begins, and the last one ends: in the text, and folded. */
  const begins = [0]
  const foldedBegins = [0]
  for (const [index, segment] of segments.entries()) {
    const begin = (begins[index] ?? 0) + segment.length
    const before = foldedBegins[index] ?? 0
    begins.push(begin)
    // Some characters fold otherwise beside others: then it is the text so far that counts.
    const end = isSum ? before + (lengths[index] ?? 0) : fold(text.slice(0, begin)).length
    foldedBegins.push(Math.max(before, end))
  }
  return ({ from, to }) => {
    const first = Math.max(
      0,
      foldedBegins.findLastIndex((begin) => begin <= from),
    )
    const end = foldedBegins.findIndex((begin) => begin >= to)
    return { from: begins[first] ?? 0, to: begins[end] ?? text.length }
  }
}

export interface Piece {
  readonly text: string
  readonly isMarked: boolean
}

/** A part of a text cut where marks begin and end. `offset`: where in the text of the marks it begins. */
export function piecesOf(part: string, marks: readonly Mark[], offset = 0): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  const add = (to: number, isMarked: boolean): void => {
    if (to > at) pieces.push({ text: part.slice(at, to), isMarked })
    at = Math.max(at, to)
  }
  for (const { from, to } of marks) {
    const [begin, end] = [from - offset, to - offset].map((place) =>
      Math.min(part.length, Math.max(0, place)),
    )
    if (begin === undefined || end === undefined || end <= begin) continue
    add(begin, false)
    add(end, true)
  }
  add(part.length, false)
  return pieces
}
