import { describe, expect, it } from 'vitest'
import {
  loadingListing,
  refreshing,
  withBatches,
  withChanges,
  withFailure,
  withOpening,
  type Listing,
} from '../../../src/renderer/logic/listing.ts'
import { initialSort } from '../../../src/renderer/logic/sort-entries.ts'
import { packRecordings } from '#shared/recording-columns.ts'
import { batch, folder, opening, recording } from './fixtures.ts'

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

describe('a folder that is known', () => {
  const known = withOpening(
    loadingListing('/A/'),
    opening({ recordings: recordings('a', 'b', 'c'), asOf: 1234, isOver: false }),
    initialSort,
  )

  it('shows the earlier state with its age while the server is asked', () => {
    expect(known).toMatchObject({ complete: true, asOf: 1234, isRefreshing: true, total: 3 })
  })

  it('keeps every row as it is when nothing has changed', () => {
    const over = withBatches(known, [batch({ loaded: 3, total: 3, complete: true })], initialSort)
    expect(over.entries).toBe(known.entries)
    expect(over).toMatchObject({ asOf: null, isRefreshing: false })
    const again = withOpening(
      refreshing(over),
      opening({ recordings: recordings('a', 'b', 'c') }),
      initialSort,
    )
    expect(again.entries).toBe(known.entries)
  })

  it('takes what is new, what has changed and what is gone, and leaves the other rows alone', () => {
    const next = withBatches(
      known,
      [
        batch({
          recordings: [recording('aa'), recording('c', { size: 5 })],
          folders: [folder('F')],
          asOf: 1234,
        }),
        batch({ removed: ['b'], loaded: 3, total: 3, complete: true }),
      ],
      initialSort,
    )
    expect(names(next)).toEqual(['F', 'a', 'aa', 'c'])
    expect(next.entries[1]).toBe(known.entries[0])
    const gone = batch({ removedFolders: ['/A/F/'], loaded: 3, total: 3, complete: true })
    expect(names(withBatches(next, [gone], initialSort))).toEqual(['a', 'aa', 'c'])
  })

  it('stays, with age and reason, when the server cannot be asked', () => {
    const failed = withBatches(
      known,
      [batch({ loaded: 3, total: 3, complete: true, asOf: 1234, error })],
      initialSort,
    )
    expect(failed).toMatchObject({ complete: true, asOf: 1234, isRefreshing: false, error })
    expect(failed.entries).toBe(known.entries)
  })

  it('the last word about a row counts', () => {
    const back = withBatches(
      known,
      [batch({ removed: ['a'] }), batch({ recordings: recordings('a', 'z') }), batch({ removed: ['z'] })],
      initialSort,
    )
    expect(names(back)).toEqual(['a', 'b', 'c'])
  })
})

describe('a change of our own', () => {
  const changes = { ...batch(), folders: [], removed: [] }

  it('is shown with the counts that follow from it', () => {
    const next = withChanges(
      shown('a', 'c'),
      {
        ...changes,
        recordings: packRecordings(recordings('b')),
        removed: ['a', 'unknown'],
        folders: [folder('F')],
      },
      initialSort,
    )
    expect(names(next)).toEqual(['F', 'b', 'c'])
    expect(next).toMatchObject({ loaded: 2, total: 2 })
    expect(withChanges(next, { ...changes, folders: [folder('F')] }, initialSort).entries).toBe(next.entries)
  })

  it('waits for a folder that is not shown yet', () => {
    expect(names(withChanges(loadingListing('/A/'), { ...changes, removed: ['a'] }, initialSort))).toEqual([])
  })
})
