import { fold } from './search-text.ts'

/** Something that a result must contain, in one of several spellings. Folded. */
export type Term = readonly string[]

/** More words than anyone types. */
const maxTerms = 12
const maxWordLength = 100

/**
 * What was typed → terms that must all match: words anywhere in name, folder or date, and dates in every spelling that
 * people use for them. `20261123` may be a day or a room number: both are looked for.
 */
export function parseTerms(typed: string): Term[] {
  const words = fold(typed)
    .split(/[\s\p{Cc}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.slice(0, maxWordLength))
  const terms = words.flatMap((word): Term[] => {
    const dates = datesIn(word)
    if (dates.length > 0) return [[...new Set([word, ...dates])]]
    return partsOf(word).map((part) => [part])
  })
  return terms.slice(0, maxTerms)
}

/** A path names folder and recording: the folder is looked for as far as its last slash. */
function partsOf(word: string): string[] {
  const cut = word.lastIndexOf('/') + 1
  return [word.slice(0, cut), word.slice(cut)].filter((part) => part !== '')
}

/** A word as dates and times in the form of the index: `2026-11-23`, `2026-11`, `-11-23`, `_13-47`. */
function datesIn(word: string): string[] {
  for (const [pattern, read] of spellings) {
    const match = pattern.exec(word)
    if (match) return read(match.slice(1).map((part: string | undefined) => part ?? ''))
  }
  return []
}

type Spelling = readonly [pattern: RegExp, read: (parts: string[]) => string[]]

const spellings: readonly Spelling[] = [
  [
    /^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?$/u,
    ([year = '', month = '', day = '']) => dates(year, month, day),
  ],
  [/^(\d{4})年$/u, ([year = '']) => (isYear(year) ? [`${year}-`] : [])],
  [/^(\d{4})(\d{2})(\d{2})$/u, ([year = '', month = '', day = '']) => dates(year, month, day)],
  [/^(\d{4})(\d{2})$/u, ([year = '', month = '']) => dates(year, month, '')],
  [
    /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/u,
    ([one = '', two = '', year = '']) => [...dates(year, one, two), ...dates(year, two, one)],
  ],
  [/^(\d{1,2})[-/.月](\d{1,2})日?$/u, ([month = '', day = '']) => dates('', month, day)],
  [
    /^(\d{1,2})[:：](\d{2})(?::(\d{2}))?$/u,
    ([hour = '', minute = '', second = '']) => [
      `_${two(hour)}-${minute}${second === '' ? '' : `-${second}`}`,
    ],
  ],
]

function dates(year: string, month: string, day: string): string[] {
  const isDate = (year === '' || isYear(year)) && isBetween(month, 12) && (day === '' || isBetween(day, 31))
  if (!isDate) return []
  return [[year, two(month), ...(day === '' ? [] : [two(day)])].join('-')]
}

const isYear = (text: string): boolean => Number(text) >= 1970 && Number(text) <= 2100
const isBetween = (text: string, high: number): boolean => Number(text) >= 1 && Number(text) <= high
const two = (text: string): string => text.padStart(2, '0')
