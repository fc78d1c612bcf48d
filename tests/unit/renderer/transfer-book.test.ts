import type { Transfer, TransfersDelta } from '#shared/models/transfer.ts'
import { describe, expect, it } from 'vitest'
import { TransferBook } from '../../../src/renderer/logic/transfer-book.ts'
import { transferSections } from '../../../src/renderer/logic/transfer-sections.ts'
import { seededRandom } from '../../support/random.ts'
import { transfer } from './fixtures.ts'

const nothing: TransfersDelta = { upserted: [], progress: [], removed: [] }
const error = { code: 'internal', params: {}, retryable: false } as const
const running = { kind: 'running' } as const
const failed = (finishedAt: number) => ({ kind: 'failed', error, finishedAt }) as const
const done = (finishedAt: number) => ({ kind: 'done', finishedAt }) as const

function bookOf(...transfers: Transfer[]): TransferBook {
  const book = new TransferBook()
  book.load(transfers)
  return book
}

/** Ids by section. */
function idsOf(book: TransferBook): Record<string, string[]> {
  return Object.fromEntries(
    transferSections.map((section) => [section, book.sections[section].map((job) => job.id)]),
  )
}

const moved = (id: string, transferredBytes: number): TransfersDelta => ({
  ...nothing,
  progress: [{ id, transferredBytes, bytesPerSecond: 1 }],
})

describe('TransferBook', () => {
  it('tells structural changes from moving counts', () => {
    const book = bookOf(transfer('a'))
    const before = book.sections
    expect(book.apply(moved('a', 5), 0)).toBe(false)
    expect(book.sections).toBe(before)
    expect(book.apply({ ...nothing, upserted: [transfer('b', { order: 1 })] }, 0)).toBe(true)
    expect(book.apply({ ...nothing, removed: ['a'] }, 0)).toBe(true)
    expect(idsOf(book)['waiting']).toEqual(['b'])
  })

  it('prefers the counts of a later upsert over an earlier progress message', () => {
    const job = transfer('a')
    const book = bookOf(job)
    book.apply(moved('a', 5), 0)
    expect(book.progressOf(job).transferredBytes).toBe(5)
    const restarted = transfer('a', { transferredBytes: 0 })
    book.apply({ ...nothing, upserted: [restarted] }, 0)
    expect(book.progressOf(restarted).transferredBytes).toBe(0)
  })

  it('answers the same counts as long as they have not moved', () => {
    const job = transfer('a')
    const book = bookOf(job, transfer('b', { order: 1 }))
    book.apply(moved('a', 5), 0)
    const before = book.progressOf(job)
    book.apply(moved('b', 9), 0)
    expect(book.progressOf(job)).toBe(before)
  })

  it('ignores progress and removal of jobs it does not know', () => {
    const book = bookOf()
    expect(book.apply(moved('x', 5), 0)).toBe(false)
    expect(book.apply({ ...nothing, removed: ['x'] }, 0)).toBe(false)
    expect(book.progressOf(transfer('x')).transferredBytes).toBe(0)
  })

  it('keeps what deltas told while the first list was under way', () => {
    const book = new TransferBook()
    book.apply({ ...nothing, upserted: [transfer('a', { state: running })], removed: ['c'] }, 0)
    book.load([transfer('a'), transfer('b', { order: 1 }), transfer('c', { order: 2 })])
    expect(book.get('a')?.state.kind).toBe('running')
    expect(book.get('c')).toBeUndefined()
  })

  it('shows what moves and what waits as the queue takes them, what is over newest first', () => {
    const book = bookOf(
      transfer('old', { state: done(1), order: 1 }),
      transfer('q2', { order: 4 }),
      transfer('paused', { state: { kind: 'paused' }, order: 3 }),
      transfer('new', { state: done(9), order: 2 }),
      transfer('gone', { state: { kind: 'cancelled', finishedAt: 5 }, order: 7 }),
      transfer('run', { state: running, order: 5 }),
      transfer('bad', { state: failed(3), order: 6 }),
    )
    expect(idsOf(book)).toEqual({
      active: ['run'],
      waiting: ['paused', 'q2'],
      failed: ['bad'],
      done: ['new', 'gone', 'old'],
    })
  })

  it('puts a job whose place in the queue changed where it belongs', () => {
    const jobs = ['a', 'b', 'c'].map((id, order) => transfer(id, { order }))
    const book = bookOf(...jobs)
    book.apply({ ...nothing, upserted: [transfer('c', { order: -1 })] }, 0)
    expect(idsOf(book)['waiting']).toEqual(['c', 'a', 'b'])
  })

  it('after any changes shows what sorting everything anew would show', () => {
    const random = seededRandom(7)
    const book = new TransferBook()
    const truth = new Map<string, Transfer>()
    book.load([])
    const states = [running, failed(3), done(1), done(4), { kind: 'queued' }, { kind: 'paused' }] as const
    for (let round = 0; round < 300; round++) {
      const ids = [...new Set(Array.from({ length: 4 }, () => `j${Math.floor(random() * 40)}`))]
      const removed = ids.filter(() => random() < 0.2)
      const upserted = ids
        .filter((id) => !removed.includes(id))
        .map((id) =>
          transfer(id, {
            order: Number(id.slice(1)) * (random() < 0.5 ? 1 : -1),
            state: states[Math.floor(random() * states.length)] ?? running,
          }),
        )
      book.apply({ ...nothing, upserted, removed }, round)
      for (const job of upserted) truth.set(job.id, job)
      for (const id of removed) truth.delete(id)
      expect(idsOf(book)).toEqual(idsOf(bookOf(...truth.values())))
      const { jobs } = book.totals(['upload', 'download'], round)
      expect(jobs).toEqual(bookOf(...truth.values()).totals(['upload', 'download'], 0).jobs)
    }
  })

  it('takes a message about three of 10,000 jobs without sorting them all', () => {
    const book = bookOf(...Array.from({ length: 10_000 }, (_, order) => transfer(`j${order}`, { order })))
    const from = performance.now()
    for (let turn = 0; turn < 200; turn++) {
      book.apply({ ...nothing, upserted: [transfer(`j${turn}`, { order: turn, state: done(turn) })] }, turn)
    }
    // 200 messages are 20 seconds of the app; sorting 10,000 each time would take far longer than this.
    expect(performance.now() - from).toBeLessThan(1000)
    expect(book.sections.done).toHaveLength(200)
    expect(book.sections.done[0]?.id).toBe('j199')
  })
})
