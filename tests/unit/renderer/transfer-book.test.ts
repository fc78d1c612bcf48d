import { describe, expect, it } from 'vitest'
import { summaryOf, TransferBook } from '../../../src/renderer/logic/transfer-book.ts'
import { transfer } from './fixtures.ts'

const nothing = { upserted: [], progress: [], removed: [] }
const failed = {
  kind: 'failed',
  error: { code: 'internal', params: {}, retryable: false },
  finishedAt: 0,
} as const

function bookOf(...transfers: ReturnType<typeof transfer>[]): TransferBook {
  const book = new TransferBook()
  book.load(transfers)
  return book
}

describe('TransferBook', () => {
  it('tells structural changes from moving counts', () => {
    const book = bookOf(transfer('a'))
    expect(book.apply({ ...nothing, progress: [{ id: 'a', transferredBytes: 5, bytesPerSecond: 1 }] })).toBe(
      false,
    )
    expect(book.apply({ ...nothing, upserted: [transfer('b')] })).toBe(true)
    expect(book.apply({ ...nothing, removed: ['a'] })).toBe(true)
    expect(book.sorted().map((job) => job.id)).toEqual(['b'])
  })

  it('prefers the counts of a later upsert over an earlier progress message', () => {
    const job = transfer('a')
    const book = bookOf(job)
    book.apply({ ...nothing, progress: [{ id: 'a', transferredBytes: 5, bytesPerSecond: 1 }] })
    expect(book.progressOf(job).transferredBytes).toBe(5)
    const restarted = transfer('a', { transferredBytes: 0 })
    book.apply({ ...nothing, upserted: [restarted] })
    expect(book.progressOf(restarted).transferredBytes).toBe(0)
  })

  it('ignores progress of jobs it does not know', () => {
    const book = bookOf()
    book.apply({ ...nothing, progress: [{ id: 'x', transferredBytes: 5, bytesPerSecond: 1 }] })
    expect(book.progressOf(transfer('x')).transferredBytes).toBe(0)
  })

  it('keeps what deltas told while the first list was under way', () => {
    const book = new TransferBook()
    book.apply({ ...nothing, upserted: [transfer('a', { state: { kind: 'running' } })] })
    book.load([transfer('a'), transfer('b')])
    expect(book.get('a')?.state.kind).toBe('running')
  })

  it('shows what moves, then what waits in queue order, then what is over, newest first', () => {
    const book = bookOf(
      transfer('old', { state: failed, createdAt: 1 }),
      transfer('q2', { createdAt: 4 }),
      transfer('q1', { createdAt: 3 }),
      transfer('new', { state: { kind: 'done', finishedAt: 9 }, createdAt: 2 }),
      transfer('run', { state: { kind: 'running' }, createdAt: 5 }),
    )
    expect(book.sorted().map((job) => job.id)).toEqual(['run', 'q1', 'q2', 'new', 'old'])
  })
})

it('counts unfinished jobs by direction', () => {
  const jobs = [
    transfer('a', { direction: 'upload', state: { kind: 'verifying' } }),
    transfer('b'),
    transfer('c', { state: failed }),
  ]
  expect(summaryOf(jobs)).toEqual({ uploads: 1, downloads: 1, failed: 1, finished: 1 })
})
