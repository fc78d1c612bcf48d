import type { ErrorCode } from '#shared/errors.ts'
import type { Listing } from './listing.ts'

/** What servers answer for a folder that is not there, where they do not answer an empty list. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'api.badParameters',
  'api.unknown',
  'api.badFileName',
  'api.unexpectedCode',
])

/**
 * Whether the folder that a session begins in is still there. One with nothing in it is as good as gone: folders come
 * with what is put into them, and no server says which of both it is. An outage says nothing about the folder.
 */
export function standingOf({
  phase,
  error,
  complete,
  asOf,
  entries,
  isRefreshing,
}: Listing): 'there' | 'gone' | 'unknown' {
  if (error !== null) return refusals.has(error.code) ? 'gone' : 'there'
  if (phase !== 'shown' || !complete || asOf !== null || isRefreshing) return 'unknown'
  return entries.length === 0 ? 'gone' : 'there'
}
