import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { createMemoryJobStore } from '#tests/support/memory-job-store.ts'
import { downloadSpec, scriptedEngine, type ScriptedEngine } from '#tests/support/scripted-engine.ts'

const until = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 1 })
const day = 24 * 60 * 60 * 1000
const ids = (rig: ScriptedEngine) => rig.engine.list().map(({ id }) => id)

/** A store with jobs that were done so many days ago, in this order. */
function storeOf(daysAgo: Readonly<Record<string, number>>) {
  const store = createMemoryJobStore()
  for (const [index, [id, days]] of Object.entries(daysAgo).entries()) {
    store.save({
      spec: downloadSpec(id),
      state: { kind: 'done', finishedAt: Date.now() - days * day },
      totalBytes: 1,
      transferredBytes: 1,
      name: id,
      localPath: `/downloads/${id}`,
      mayHaveArrived: false,
      replacing: null,
      order: index,
    })
  }
  return store
}

describe('the history', () => {
  it('lets go at the start what was over more than 30 days ago', () => {
    const rig = scriptedEngine({ store: storeOf({ old: 31, new: 29, newest: 0 }) })
    rig.engine.restore()
    expect(ids(rig)).toEqual(['new', 'newest'])
    expect(rig.store.all().map(({ spec }) => spec.id)).toEqual(['new', 'newest'])
    expect(rig.discarded).toEqual(['old'])
  })

  it('keeps so many at the start, those that were over last, in the order in which they were added', () => {
    const store = storeOf({ a: 1, b: 5, c: 2, d: 4 })
    const rig = scriptedEngine({ store, history: { jobs: 2, ageMs: 30 * day } })
    rig.engine.restore()
    expect(ids(rig)).toEqual(['a', 'c'])
  })

  it('lets the oldest go as new ones come, never what is unfinished', async () => {
    const rig = scriptedEngine({ history: { jobs: 2, ageMs: day } })
    for (const id of ['unfinished', 'a', 'b', 'c']) rig.add(id)
    await until(() => expect(rig.runs).toHaveLength(3))
    rig.engine.pause({ ids: ['unfinished'] })
    rig.engine.cancel({ ids: ['b'] })
    rig.engine.cancel({ ids: ['a'] })
    expect(ids(rig)).toEqual(['unfinished', 'a', 'b', 'c'])
    rig.engine.cancel({ ids: ['c'] })
    expect(ids(rig)).toEqual(['unfinished', 'a', 'c'])
    expect(rig.events.at(-1)).toBe('removed b')
    expect(rig.store.all().map(({ spec }) => spec.id)).toEqual(['unfinished', 'a', 'c'])
  })

  it('counts from the end of a job, and starts over when it is tried again', async () => {
    const rig = scriptedEngine({ history: { jobs: 2, ageMs: day } })
    for (const id of ['a', 'b', 'c']) rig.add(id)
    await until(() => expect(rig.runs).toHaveLength(3))
    for (const id of ['a', 'b']) rig.runOf(id).fail(new AppError('file.diskFull'))
    await until(() => expect(rig.kindOf('b')).toBe('failed'))
    rig.engine.retry({ ids: ['a'] })
    rig.engine.cancel({ ids: ['a'] })
    rig.engine.cancel({ ids: ['c'] })
    expect(ids(rig)).toEqual(['a', 'c'])
  })

  it('takes away what a job has left on disk with it, once its run has wound down', async () => {
    const rig = scriptedEngine()
    rig.add('a')
    await until(() => expect(rig.runs).toHaveLength(1))
    rig.engine.stopProfile('p')
    rig.engine.clearFinished()
    expect(rig.discarded).toEqual([])
    rig.runOf('a').fail(new AppError('aborted'))
    await until(() => expect(rig.discarded).toEqual(['a']))
  })
})
