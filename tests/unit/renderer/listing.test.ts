import { describe, expect, it } from 'vitest'
import {
  loadingListing,
  refreshing,
  withBatches,
  withFailure,
  withOpening,
  withoutEntries,
  type Listing,
} from '../../../src/renderer/logic/listing.ts'
import { initialSort } from '../../../src/renderer/logic/sort-entries.ts'
import { batch, opening, recording } from './fixtures.ts'

const names = (listing: Listing): string[] => listing.entries.map((entry) => entry.name)
const recordings = (...of: string[]): ReturnType<typeof recording>[] => of.map((name) => recording(name))
const error = { code: 'network.timeout', params: {}, retryable: true } as const

const shown = (...of: string[]): Listing =>
  withOpening(loadingListing('/A/'), opening({ recordings: recordings(...of) }), initialSort)

describe('a first listing', () => {
  it('grows with batches in sorted order and says when it is complete', () => {
    const first = withOpening(
      loadingListing('/A/'),
      opening({ recordings: recordings('c'), total: 3, complete: false }),
      initialSort,
    )
    expect(first).toMatchObject({ loaded: 1, total: 3, complete: false })
    const rest = batch({ recordings: recordings('b', 'a'), loaded: 3, total: 3, complete: true })
    const whole = withBatches(first, [rest], initialSort)
    expect(names(whole)).toEqual(['a', 'b', 'c'])
    expect(whole.complete).toBe(true)
  })

  it('stays partial, with the reason, when a batch fails', () => {
    const first = withOpening(
      loadingListing('/A/'),
      opening({ recordings: recordings('a'), complete: false }),
      initialSort,
    )
    const failed = withBatches(first, [batch({ loaded: 1, total: 9, error })], initialSort)
    expect(failed).toMatchObject({ phase: 'shown', complete: false, total: 9, error })
  })

  it('has nothing to show when opening fails', () => {
    expect(withFailure(loadingListing('/A/'), error)).toMatchObject({ phase: 'failed', error })
  })
})

describe('a reload', () => {
  it('swaps at once when one page is everything', () => {
    const next = withOpening(
      refreshing(shown('a', 'b')),
      opening({ recordings: recordings('b', 'c') }),
      initialSort,
    )
    expect(names(next)).toEqual(['b', 'c'])
    expect(next.isRefreshing).toBe(false)
  })

  it('keeps old rows until the new listing is complete, then drops what is gone', () => {
    const page = opening({ recordings: recordings('a'), total: 2, complete: false })
    const during = withOpening(refreshing(shown('a', 'gone', 'z')), page, initialSort)
    expect(names(during)).toEqual(['a', 'gone', 'z'])
    expect(during.isRefreshing).toBe(true)
    const done = withBatches(
      during,
      [batch({ recordings: recordings('z'), loaded: 2, total: 2, complete: true })],
      initialSort,
    )
    expect(names(done)).toEqual(['a', 'z'])
    expect(done.isRefreshing).toBe(false)
  })

  it('shows no row twice', () => {
    const page = opening({ recordings: recordings('a'), total: 2, complete: false })
    const during = withOpening(refreshing(shown('a', 'b')), page, initialSort)
    const more = withBatches(
      during,
      [batch({ recordings: recordings('b'), loaded: 2, total: 2 })],
      initialSort,
    )
    expect(names(more)).toEqual(['a', 'b'])
  })

  it('that fails keeps the rows and says so', () => {
    const failed = withFailure(refreshing(shown('a')), error)
    expect(failed).toMatchObject({ phase: 'shown', complete: true, isRefreshing: false, error })
    expect(names(failed)).toEqual(['a'])
  })
})

it('takes deleted rows away from the counts too', () => {
  expect(withoutEntries(shown('a', 'b'), new Set(['/A/a']))).toMatchObject({ loaded: 1, total: 1 })
})
