import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { scriptedEngine, type ScriptedEngine } from '#tests/support/scripted-engine.ts'

const until = (check: () => void) => vi.waitFor(check, { interval: 1 })
const started = (rig: ScriptedEngine, id: string, times = 1) =>
  until(() => expect(rig.runs.filter(({ spec }) => spec.id === id)).toHaveLength(times))

/** A rig with one running job `a` that has been cancelled but still winds down. */
async function windingDown(): Promise<ScriptedEngine> {
  const rig = scriptedEngine({ concurrency: { upload: 1, download: 1 } })
  rig.add('a')
  await started(rig, 'a')
  rig.engine.cancel({ ids: ['a'] })
  return rig
}

/** The work of `a` notices that it was aborted. */
const windDown = (rig: ScriptedEngine) => rig.runOf('a').fail(new DOMException('', 'AbortError'))

/** Nothing can come after this that was still to come: a later job has run. */
async function settle(rig: ScriptedEngine): Promise<void> {
  const id = `probe ${rig.runs.length}`
  rig.add(id)
  await started(rig, id)
  rig.runOf(id).finish('/x')
  await until(() => expect(rig.kindOf(id)).toBe('done'))
}

describe('cancelling', () => {
  it('ends a queued job, which then never runs', async () => {
    const rig = scriptedEngine({ concurrency: { upload: 1, download: 1 } })
    rig.add('a')
    rig.add('b')
    rig.engine.cancel({ ids: ['b', 'b', 'unknown'] })
    expect(rig.kindOf('b')).toBe('cancelled')
    await started(rig, 'a')
    rig.runOf('a').finish('/x')
    await settle(rig)
    expect(rig.runs.map(({ spec }) => spec.id)).not.toContain('b')
    expect(rig.kindOf('b')).toBe('cancelled')
  })

  it('aborts a running job, and what it reports later counts no more', async () => {
    const rig = await windingDown()
    const { signal, report } = rig.runOf('a').context
    expect(signal.aborted).toBe(true)
    report({ state: { kind: 'running' }, transferredBytes: 77 })
    expect(rig.engine.get('a')).toMatchObject({ state: { kind: 'cancelled' }, transferredBytes: 0 })
    windDown(rig)
    await settle(rig)
    expect(rig.kindOf('a')).toBe('cancelled')
    expect(rig.engine.findActive('download', 'p', '/A/a.mp4')).toBeUndefined()
  })

  it('does not deny what has been done by then', async () => {
    const rig = await windingDown()
    rig.runOf('a').finish('/downloads/a.mp4')
    await until(() => expect(rig.kindOf('a')).toBe('done'))
    expect(rig.engine.get('a')?.localPath).toBe('/downloads/a.mp4')
  })

  it('leaves finished jobs as they are', async () => {
    const rig = scriptedEngine()
    rig.add('a')
    await started(rig, 'a')
    rig.runOf('a').finish('/x')
    await until(() => expect(rig.kindOf('a')).toBe('done'))
    rig.engine.cancel({ ids: ['a'] })
    rig.engine.retry({ ids: ['a'] })
    expect(rig.kindOf('a')).toBe('done')
  })
})

describe('retrying', () => {
  it('runs failed and cancelled jobs again, a download showing what it has', async () => {
    const rig = scriptedEngine()
    rig.add('a')
    rig.add('b')
    rig.engine.cancel({ ids: ['b'] })
    await started(rig, 'a')
    rig.runOf('a').context.report({ state: { kind: 'running' }, transferredBytes: 50 })
    rig.runOf('a').fail(new AppError('network.connectionLost'))
    await until(() => expect(rig.kindOf('a')).toBe('failed'))
    rig.engine.retry({ ids: ['a', 'b', 'unknown'] })
    expect(rig.engine.get('a')?.transferredBytes).toBe(50)
    await started(rig, 'a', 2)
    await started(rig, 'b')
    rig.runOf('a').finish('/a')
    rig.runOf('b').finish('/b')
    await until(() => expect(['a', 'b'].map(rig.kindOf)).toEqual(['done', 'done']))
  })

  it('waits for a cancelled run to wind down, and says that the job is queued', async () => {
    const rig = await windingDown()
    rig.engine.retry({ ids: ['a'] })
    expect(rig.kindOf('a')).toBe('queued')
    expect(rig.engine.findActive('download', 'p', '/A/a.mp4')?.id).toBe('a')
    expect(rig.runs).toHaveLength(1)
    windDown(rig)
    await started(rig, 'a', 2)
    rig.runOf('a').finish('/a')
    await until(() => expect(rig.kindOf('a')).toBe('done'))
    expect(rig.done).toHaveLength(1)
  })

  it('does not do again what was done while winding down', async () => {
    const rig = await windingDown()
    rig.engine.retry({ ids: ['a'] })
    rig.runOf('a').finish('/downloads/a.mp4')
    await settle(rig)
    expect(rig.kindOf('a')).toBe('done')
    expect(rig.runs.filter(({ spec }) => spec.id === 'a')).toHaveLength(1)
  })

  it('is taken back by cancelling again', async () => {
    const rig = await windingDown()
    rig.engine.retry({ ids: ['a'] })
    rig.engine.cancel({ ids: ['a'] })
    windDown(rig)
    await settle(rig)
    expect(rig.kindOf('a')).toBe('cancelled')
    expect(rig.runs.filter(({ spec }) => spec.id === 'a')).toHaveLength(1)
  })

  it('can come after that, too', async () => {
    const rig = await windingDown()
    rig.engine.retry({ ids: ['a'] })
    rig.engine.cancel({ ids: ['a'] })
    rig.engine.retry({ ids: ['a'] })
    expect(rig.runs).toHaveLength(1)
    windDown(rig)
    await started(rig, 'a', 2)
  })

  it('does not run beside another job for the same file', async () => {
    const rig = scriptedEngine()
    rig.addUpload('u', 'same.mp4')
    await started(rig, 'u')
    rig.runOf('u').fail(new AppError('network.connectionLost'))
    await until(() => expect(rig.kindOf('u')).toBe('failed'))
    rig.addUpload('v', 'same.mp4')
    await started(rig, 'v')
    rig.engine.retry({ ids: ['u'] })
    expect(rig.kindOf('u')).toBe('failed')
    expect(rig.engine.findActive('upload', 'p', '/A/same.mp4')?.id).toBe('v')
    rig.runOf('v').fail(new AppError('network.connectionLost'))
    await until(() => expect(rig.kindOf('v')).toBe('failed'))
    rig.engine.retry({ ids: ['u', 'v'] })
    expect(rig.engine.findActive('upload', 'p', '/A/same.mp4')?.id).toBe('u')
    expect(rig.kindOf('v')).toBe('failed')
  })
})

describe('stopping', () => {
  it('fails the jobs of one account only', async () => {
    const rig = scriptedEngine({ concurrency: { upload: 1, download: 2 } })
    rig.add('a', { profileId: 'gone' })
    rig.add('b', { profileId: 'stays' })
    rig.add('c', { profileId: 'gone' })
    await started(rig, 'b')
    rig.engine.stopProfile('gone')
    expect(['a', 'b', 'c'].map(rig.kindOf)).toEqual(['failed', 'preparing', 'failed'])
    expect(rig.engine.get('a')?.state).toMatchObject({ error: { code: 'account.notSignedIn' } })
    expect(rig.runOf('a').context.signal.aborted).toBe(true)
    expect(rig.runOf('b').context.signal.aborted).toBe(false)
  })

  it('closes only when all work has wound down, and starts nothing more', async () => {
    const rig = await windingDown()
    rig.add('b')
    rig.engine.retry({ ids: ['a'] })
    let isClosed = false
    const closed = rig.engine.close().then(() => (isClosed = true))
    await Promise.resolve()
    expect(isClosed).toBe(false)
    windDown(rig)
    await closed
    expect(rig.store.all().map(({ state }) => state.kind)).toEqual(['queued', 'queued'])
    expect(rig.runs).toHaveLength(1)
  })
})

describe('ten thousand jobs', () => {
  it('are added, cancelled and cleared without ado', async () => {
    const rig = scriptedEngine()
    for (let index = 0; index < 10_000; index++) rig.add(`job-${index}`)
    expect(rig.engine.list()).toHaveLength(10_000)
    await started(rig, 'job-0')
    rig.engine.cancel({ ids: rig.engine.list().map(({ id }) => id) })
    expect(new Set(rig.engine.list().map(({ state }) => state.kind))).toEqual(new Set(['cancelled']))
    for (const run of rig.runs) run.fail(new DOMException('', 'AbortError'))
    await rig.engine.close()
    expect(rig.runs).toHaveLength(3)
    rig.engine.clearFinished()
    expect(rig.engine.list()).toEqual([])
    expect(rig.store.all()).toEqual([])
  })
})
