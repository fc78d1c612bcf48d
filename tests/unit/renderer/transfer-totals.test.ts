import type { Transfer, TransfersDelta } from '#shared/models/transfer.ts'
import { describe, expect, it } from 'vitest'
import { Throughput } from '../../../src/renderer/logic/throughput.ts'
import { TransferBook } from '../../../src/renderer/logic/transfer-book.ts'
import { transfer } from './fixtures.ts'

const both = ['upload', 'download'] as const
const nothing: TransfersDelta = { upserted: [], progress: [], removed: [] }
const error = { code: 'internal', params: {}, retryable: false } as const
const running = { kind: 'running' } as const

function bookOf(...transfers: Transfer[]): TransferBook {
  const book = new TransferBook()
  book.load(transfers)
  return book
}

const upsert = (book: TransferBook, at: number, ...upserted: Transfer[]): boolean =>
  book.apply({ ...nothing, upserted }, at)

const move = (book: TransferBook, at: number, id: string, transferredBytes: number): boolean =>
  book.apply({ ...nothing, progress: [{ id, transferredBytes, bytesPerSecond: 0 }] }, at)

describe('totals', () => {
  it('count unfinished bytes, and keep what was finished until everything is', () => {
    const book = bookOf(transfer('a', { state: running }), transfer('b', { order: 1 }))
    move(book, 0, 'a', 400)
    expect(book.totals(both, 0)).toMatchObject({ transferredBytes: 400, totalBytes: 2000, unfinished: 2 })
    upsert(book, 1, transfer('a', { state: { kind: 'done', finishedAt: 1 }, transferredBytes: 1000 }))
    expect(book.totals(both, 1)).toMatchObject({ transferredBytes: 1000, totalBytes: 2000, unfinished: 1 })
    upsert(book, 2, transfer('b', { state: { kind: 'done', finishedAt: 2 }, transferredBytes: 1000 }))
    expect(book.totals(both, 2)).toMatchObject({ transferredBytes: 2000, totalBytes: 2000, unfinished: 0 })
    upsert(book, 3, transfer('c', { order: 2 }))
    expect(book.totals(both, 3)).toMatchObject({ transferredBytes: 0, totalBytes: 1000 })
  })

  it('leave out what failed, was cancelled or taken off the list, and take back what is retried', () => {
    const book = bookOf(transfer('a', { state: running }), transfer('b', { order: 1 }))
    move(book, 0, 'a', 400)
    upsert(book, 1, transfer('a', { state: { kind: 'failed', error, finishedAt: 1 }, transferredBytes: 400 }))
    expect(book.totals(both, 1)).toMatchObject({ transferredBytes: 0, totalBytes: 1000, jobs: { failed: 1 } })
    upsert(book, 2, transfer('a'))
    expect(book.totals(both, 2)).toMatchObject({ totalBytes: 2000, jobs: { failed: 0, waiting: 2 } })
    upsert(book, 3, transfer('b', { order: 1, state: { kind: 'cancelled', finishedAt: 3 } }))
    book.apply({ ...nothing, removed: ['a'] }, 4)
    expect(book.totals(both, 4)).toMatchObject({ totalBytes: 0, unfinished: 0 })
  })

  it('tell directions apart', () => {
    const book = bookOf(transfer('a', { direction: 'upload', totalBytes: 7 }), transfer('b', { order: 1 }))
    expect(book.totals(['upload'], 0)).toMatchObject({ totalBytes: 7, unfinished: 1 })
    expect(book.totals(['download'], 0)).toMatchObject({ totalBytes: 1000, unfinished: 1 })
    expect(book.totals(both, 0)).toMatchObject({ totalBytes: 1007, unfinished: 2 })
  })

  it('learn a size that becomes known', () => {
    const book = bookOf(transfer('a', { state: running, totalBytes: null }))
    move(book, 0, 'a', 30)
    expect(book.totals(both, 0)).toMatchObject({ transferredBytes: 30, totalBytes: 30 })
    upsert(book, 1, transfer('a', { state: running, totalBytes: 500, transferredBytes: 40 }))
    expect(book.totals(both, 1)).toMatchObject({ transferredBytes: 40, totalBytes: 500 })
  })
})

describe('speed and time left', () => {
  /** `a` has moved 100 bytes per second for 10 seconds, to 1000 of 3000. */
  function steady(changes: Partial<Transfer> = {}): TransferBook {
    const book = bookOf(transfer('a', { state: running, totalBytes: 3000, ...changes }))
    for (let second = 0; second <= 10; second++) move(book, second * 1000, 'a', second * 100)
    return book
  }

  it('come from the bytes of the last seconds', () => {
    const { bytesPerSecond, secondsLeft } = steady().totals(both, 10_000)
    expect(bytesPerSecond.download).toBeGreaterThan(90)
    expect(bytesPerSecond.download).toBeLessThan(130)
    expect(secondsLeft).toBeGreaterThan(15)
    expect(secondsLeft).toBeLessThan(23)
  })

  it('fall to nothing when nothing moves, and say so', () => {
    const book = steady()
    expect(book.totals(both, 30_000)).toMatchObject({ bytesPerSecond: { download: 0 }, secondsLeft: null })
    upsert(book, 30_000, transfer('a', { state: { kind: 'paused' }, totalBytes: 3000 }))
    expect(book.totals(both, 30_000).bytesPerSecond.download).toBe(0)
  })

  it('are right for small files that are over before a speed of theirs was told', () => {
    const count = 100
    const book = bookOf(...Array.from({ length: count }, (_, order) => transfer(`j${order}`, { order })))
    // Ten a second, of 1000 bytes, each seen queued and then done.
    for (let index = 0; index < 50; index++) {
      const state = { kind: 'done', finishedAt: index } as const
      const next = transfer(`j${index + 1}`, { order: index + 1, state: running })
      upsert(book, index * 100, transfer(`j${index}`, { state, transferredBytes: 1000 }), next)
    }
    const { bytesPerSecond, secondsLeft } = book.totals(both, 5000)
    expect(bytesPerSecond.download).toBeGreaterThan(9000)
    expect(bytesPerSecond.download).toBeLessThan(11_500)
    expect(secondsLeft).toBeGreaterThan(4)
    expect(secondsLeft).toBeLessThan(6)
  })

  it('do not take a resumed part for speed', () => {
    const book = bookOf(transfer('a', { state: running, totalBytes: 3_000_000 }))
    move(book, 0, 'a', 2_000_000)
    upsert(book, 100, transfer('a', { state: { kind: 'paused' }, transferredBytes: 2_000_000 }))
    upsert(book, 200, transfer('a', { totalBytes: 3_000_000 }))
    upsert(book, 300, transfer('a', { state: running, totalBytes: 3_000_000, transferredBytes: 2_000_000 }))
    move(book, 1300, 'a', 2_000_100)
    expect(book.totals(both, 2300).bytesPerSecond.download).toBeLessThan(200)
  })

  it('leave out of the time what does not go on by itself', () => {
    const book = steady()
    const before = book.totals(both, 10_000).secondsLeft
    upsert(
      book,
      10_000,
      transfer('p', { order: 1, state: { kind: 'paused' }, totalBytes: 1e9 }),
      transfer('w', { order: 2, state: { kind: 'waiting', until: null, error }, totalBytes: 1e9 }),
    )
    expect(book.totals(both, 10_000).secondsLeft).toBe(before)
    upsert(book, 10_000, transfer('q', { order: 3, totalBytes: 3000 }))
    expect(book.totals(both, 10_000).secondsLeft).toBeGreaterThan(before ?? Infinity)
  })

  it('are the longer of the two directions, and unknown while one of them is', () => {
    const book = steady()
    const down = book.totals(both, 10_000).secondsLeft ?? 0
    upsert(
      book,
      10_000,
      transfer('u', { direction: 'upload', state: running, order: 1, totalBytes: 100_000 }),
    )
    expect(book.totals(both, 10_000).secondsLeft).toBeNull()
    move(book, 10_000, 'u', 100)
    move(book, 11_000, 'u', 200)
    expect(book.totals(both, 11_000).secondsLeft).toBeGreaterThan(down * 2)
    upsert(book, 11_000, transfer('x', { order: 2, totalBytes: null }))
    expect(book.totals(both, 11_000).secondsLeft).toBeNull()
  })
})

describe('Throughput', () => {
  it('says nothing at once, and forgets what is long past', () => {
    const meter = new Throughput()
    meter.add(500, 0)
    expect(meter.rate(100)).toBe(0)
    expect(meter.rate(1000)).toBe(500)
    expect(meter.rate(20_000)).toBe(0)
    meter.reset()
    meter.add(100, 20_000)
    expect(meter.rate(21_000)).toBe(100)
  })
})
