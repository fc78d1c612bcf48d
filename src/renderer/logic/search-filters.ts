import type { SearchQuery } from '#shared/models/search.ts'

export const searchAges = ['any', 'today', 'week', 'month', 'year', 'custom'] as const
export type SearchAge = (typeof searchAges)[number]
export const searchSizes = ['any', 'small', 'medium', 'large', 'huge'] as const
export type SearchSize = (typeof searchSizes)[number]

/** What narrows a search beside its words. */
export interface SearchFilters {
  readonly age: SearchAge
  /** Of `custom`: `2026-11-23`, as date fields have it, both inclusive; '' = no bound. */
  readonly from: string
  readonly until: string
  readonly size: SearchSize
  /** Only in the folder that the search began in, and below. */
  readonly isHere: boolean
}

export const noFilters: SearchFilters = { age: 'any', from: '', until: '', size: 'any', isHere: false }

/** Whether a filter narrows anything. */
export function isFiltering({ age, from, until, size, isHere }: SearchFilters): boolean {
  const hasDates = age === 'custom' ? from !== '' || until !== '' : age !== 'any'
  return hasDates || size !== 'any' || isHere
}

type Bounds = Pick<SearchQuery, 'from' | 'until' | 'minSize' | 'maxSize'>

/**
 * Filters as bounds of a query. Days are those of this computer's time zone.
 *
 * @param byteBase what a KB is to the user's file manager, 1000 or 1024
 */
export function boundsOf(filters: SearchFilters, now: Date, byteBase: number): Bounds {
  return { ...timesOf(filters, now), ...sizesOf(filters.size, byteBase ** 2) }
}

function timesOf({ age, from, until }: SearchFilters, now: Date): Pick<Bounds, 'from' | 'until'> {
  const midnight = (daysAgo: number): number =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo).getTime()
  switch (age) {
    case 'any':
      return { from: null, until: null }
    case 'today':
      return { from: midnight(0), until: null }
    case 'week':
      return { from: midnight(6), until: null }
    case 'month':
      return { from: midnight(29), until: null }
    case 'year':
      return { from: new Date(now.getFullYear(), 0, 1).getTime(), until: null }
    case 'custom': {
      // Dates that were entered the wrong way round mean what is between them all the same.
      const [first, last] = from !== '' && until !== '' && from > until ? [until, from] : [from, until]
      return { from: dayStart(first, 0), until: dayStart(last, 1) }
    }
  }
}

/** The midnight at the beginning of a day, or so many days later; null for no day. */
function dayStart(day: string, later: number): number | null {
  const [, year, month, date] = /^(\d{4,6})-(\d\d)-(\d\d)$/u.exec(day) ?? []
  if (year === undefined) return null
  const time = new Date(Number(year), Number(month) - 1, Number(date) + later).getTime()
  return Number.isNaN(time) ? null : time
}

function sizesOf(size: SearchSize, megabyte: number): Pick<Bounds, 'minSize' | 'maxSize'> {
  switch (size) {
    case 'any':
      return { minSize: null, maxSize: null }
    case 'small':
      return { minSize: null, maxSize: 10 * megabyte - 1 }
    case 'medium':
      return { minSize: 10 * megabyte, maxSize: 100 * megabyte - 1 }
    case 'large':
      return { minSize: 100 * megabyte, maxSize: 500 * megabyte - 1 }
    case 'huge':
      return { minSize: 500 * megabyte, maxSize: null }
  }
}
