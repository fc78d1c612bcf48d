import { describe, expect, it } from 'vitest'
import { ProgressPublisher } from '#main/transfers/progress-publisher.ts'
import type { Transfer, TransfersDelta, TransferState } from '#shared/models/transfer.ts'

/** A publisher whose clock and jobs belong to the test. */
function rig() {
  const jobs = new Map<string, Transfer>()
  const sent: { at: number; delta: TransfersDelta }[] = []
  const timers: { at: number; run: () => void }[] = []
  let now = 0
  const publisher = new ProgressPublisher({
    publish: (delta) => sent.push({ at: now, delta }),
    transferOf: (id) => jobs.get(id),
    schedule: (run, ms) => void timers.push({ at: now + ms, run }),
  })
  const put = (id: string, state: TransferState, transferredBytes = 0): void => {
    jobs.set(id, { ...job, id, state, transferredBytes })
  }
  const advance = (ms: number): void => {
    now += ms
    for (const timer of timers.splice(0)) {
      if (timer.at <= now) timer.run()
      else timers.push(timer)
    }
  }
  return { publisher, jobs, sent, put, advance, timers }
}

const job: Transfer = {
  id: '',
  direction: 'download',
  profileId: 'p',
  name: 'a.mp4',
  remotePath: '/a.mp4',
  localPath: null,
  totalBytes: 100,
  transferredBytes: 0,
  bytesPerSecond: 0,
  state: { kind: 'queued' },
  order: 0,
  replacing: null,
  opensWhenDone: false,
  createdAt: 0,
}

describe('the progress publisher', () => {
  it('sends nothing when nothing has changed', () => {
    const { sent, timers } = rig()
    expect(sent).toEqual([])
    expect(timers).toEqual([])
  })

  it('sends at most one message in 110 ms, whatever the number of jobs and reports', () => {
    const { publisher, sent, put, advance } = rig()
    for (let tick = 0; tick < 1000; tick++) {
      for (const id of ['a', 'b', 'c', 'd']) {
        put(id, { kind: 'running' }, tick)
        publisher.moved(id)
        if (tick % 3 === 0) publisher.changed(id)
      }
      advance(1)
    }
    advance(110)
    expect(sent.length).toBeLessThanOrEqual(11)
    const gaps = sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(110)
    expect(sent.at(-1)?.delta.upserted.length).toBe(4)
  })

  it('carries only what changed, and a counter only once', () => {
    const { publisher, sent, put, advance } = rig()
    for (const id of ['a', 'b', 'c']) put(id, { kind: 'running' }, 7)
    publisher.moved('a')
    publisher.moved('a')
    publisher.changed('b')
    publisher.moved('b')
    advance(110)
    expect(sent.map(({ delta }) => delta)).toEqual([
      {
        upserted: [expect.objectContaining({ id: 'b', transferredBytes: 7 })],
        progress: [{ id: 'a', transferredBytes: 7, bytesPerSecond: 0 }],
        removed: [],
      },
    ])
  })

  it('ends with the terminal state, also when it comes right after counters and right after a message', () => {
    const { publisher, sent, put, advance } = rig()
    put('a', { kind: 'running' }, 50)
    publisher.moved('a')
    advance(110)
    put('a', { kind: 'running' }, 100)
    publisher.moved('a')
    put('a', { kind: 'done', finishedAt: 1 }, 100)
    publisher.changed('a')
    advance(110)
    expect(sent.at(-1)?.delta.upserted[0]?.state.kind).toBe('done')
    expect(sent.at(-1)?.delta.progress).toEqual([])
    advance(1000)
    expect(sent).toHaveLength(2)
  })

  it('spreads ten thousand changes over messages, each job once and as it is when it is told of', () => {
    const { publisher, sent, put, advance } = rig()
    const ids = Array.from({ length: 10_000 }, (_, index) => `job-${index}`)
    for (const id of ids) {
      put(id, { kind: 'queued' })
      publisher.changed(id)
    }
    advance(110)
    put('job-9999', { kind: 'running' }, 5)
    publisher.changed('job-9999')
    publisher.moved('job-9999')
    advance(110)
    for (let message = 3; message <= 6; message++) advance(110)
    expect(sent.map(({ delta }) => delta.upserted.length)).toEqual([2000, 2000, 2000, 2000, 2000])
    expect(sent.flatMap(({ delta }) => delta.upserted.map(({ id }) => id))).toEqual(ids)
    expect(sent.at(-1)?.delta.upserted.at(-1)?.state.kind).toBe('running')
  })

  it('says that a job is gone after it has changed, and nothing else of it', () => {
    const { publisher, jobs, sent, put, advance } = rig()
    put('a', { kind: 'done', finishedAt: 1 })
    publisher.changed('a')
    publisher.moved('a')
    jobs.delete('a')
    publisher.removed('a')
    advance(110)
    expect(sent.map(({ delta }) => delta)).toEqual([{ upserted: [], progress: [], removed: ['a'] }])
  })

  it('uses a real timer when it is given none', async () => {
    const { promise, resolve } = Promise.withResolvers<TransfersDelta>()
    const publisher = new ProgressPublisher({ publish: resolve, transferOf: () => job })
    publisher.moved('')
    expect((await promise).progress).toHaveLength(1)
  })
})
