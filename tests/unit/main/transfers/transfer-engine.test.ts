import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { scriptedEngine, type ScriptedEngine } from '#tests/support/scripted-engine.ts'

const until = (check: () => void) => vi.waitFor(check, { interval: 1 })

/** Waits until the job's work has begun. */
const started = (rig: ScriptedEngine, id: string, times = 1) =>
  until(() => expect(rig.runs.filter(({ spec }) => spec.id === id)).toHaveLength(times))

describe('the transfer queue', () => {
  it('runs so many downloads and uploads at once, the rest in the order of arrival', async () => {
    const rig = scriptedEngine()
    for (const id of ['a', 'b', 'c', 'd', 'e']) rig.add(id)
    for (const id of ['u', 'v', 'w']) rig.addUpload(id, `${id}.mp4`)
    await until(() => expect(rig.runs).toHaveLength(5))
    expect(rig.runs.map(({ spec }) => spec.id).toSorted()).toEqual(['a', 'b', 'c', 'u', 'v'])
    expect(['d', 'e', 'w'].map(rig.kindOf)).toEqual(['queued', 'queued', 'queued'])
    rig.runOf('b').finish('/downloads/b.mp4')
    await started(rig, 'd')
    rig.runOf('a').fail(new AppError('network.refused'))
    await started(rig, 'e')
    rig.runOf('u').finish()
    await started(rig, 'w')
    expect(rig.runs).toHaveLength(8)
  })

  it('tells of each state once it is stored, and of counters apart', async () => {
    const rig = scriptedEngine()
    rig.add('a')
    await started(rig, 'a')
    const { report } = rig.runOf('a').context
    report({ totalBytes: 50 })
    report({ state: { kind: 'running' }, name: 'a (1).mp4' })
    report({ transferredBytes: 20 })
    report({ state: { kind: 'verifying' } })
    rig.runOf('a').finish('/downloads/a (1).mp4')
    await until(() => expect(rig.kindOf('a')).toBe('done'))
    expect(rig.events).toEqual([
      'changed a queued',
      'changed a preparing',
      'changed a preparing',
      'changed a running',
      'moved a',
      'changed a verifying',
      'changed a done',
    ])
    expect(rig.engine.get('a')).toMatchObject({
      name: 'a (1).mp4',
      localPath: '/downloads/a (1).mp4',
      totalBytes: 50,
      transferredBytes: 50,
      bytesPerSecond: 0,
    })
    expect(rig.store.all().map(({ state }) => state.kind)).toEqual(['done'])
    expect(rig.done.map(({ localPath }) => localPath)).toEqual(['/downloads/a (1).mp4'])
  })

  it.each([
    [new AppError('file.diskFull', { params: { bytes: 9 } }), 'file.diskFull'],
    [new Error('/home/someone/secret'), 'internal'],
    ['text', 'internal'],
  ])('fails with the reason of %s', async (thrown, code) => {
    const rig = scriptedEngine()
    rig.add('a')
    await started(rig, 'a')
    rig.runOf('a').fail(thrown)
    await until(() => expect(rig.kindOf('a')).toBe('failed'))
    expect(rig.engine.get('a')?.state).toMatchObject({ error: { code } })
    expect(JSON.stringify(rig.engine.list())).not.toContain('someone')
  })

  it('lets a job whose account is not signed in wait for that', async () => {
    const rig = scriptedEngine({
      clientFor: () => {
        throw new AppError('account.notSignedIn')
      },
    })
    rig.add('a')
    await until(() => expect(rig.kindOf('a')).toBe('waiting'))
    expect(rig.runs).toEqual([])
  })

  it('knows the unfinished job for a remote file, by direction and account', async () => {
    const rig = scriptedEngine()
    rig.add('a')
    expect(rig.engine.findActive('download', 'p', '/A/a.mp4')?.id).toBe('a')
    expect(rig.engine.findActive('upload', 'p', '/A/a.mp4')).toBeUndefined()
    expect(rig.engine.findActive('download', 'q', '/A/a.mp4')).toBeUndefined()
    expect(rig.engine.findActive('download', 'p', '/a.mp4')).toBeUndefined()
    await started(rig, 'a')
    expect(rig.engine.findActive('download', 'p', '/A/a.mp4')?.id).toBe('a')
    rig.runOf('a').finish('/downloads/a.mp4')
    await until(() => expect(rig.engine.findActive('download', 'p', '/A/a.mp4')).toBeUndefined())
  })

  it('keeps to downloads when asked to open something', () => {
    const rig = scriptedEngine()
    rig.add('a')
    rig.addUpload('u', 'u.mp4')
    for (const id of ['a', 'u', 'unknown']) rig.engine.openWhenDone(id)
    expect(rig.engine.list().map((job) => job.opensWhenDone)).toEqual([true, false])
  })
})

describe('removing jobs', () => {
  it('takes finished ones only', async () => {
    const rig = scriptedEngine({ concurrency: { upload: 1, download: 3 } })
    for (const id of ['done', 'failed', 'running', 'cancelled', 'queued']) rig.add(id)
    rig.engine.cancel({ ids: ['cancelled'] })
    await started(rig, 'running')
    rig.runOf('done').finish('/x')
    rig.runOf('failed').fail(new AppError('network.refused'))
    await started(rig, 'queued')
    rig.engine.remove({ ids: ['done', 'running', 'queued', 'unknown'] })
    expect(rig.engine.list().map(({ id }) => id)).toEqual(['failed', 'running', 'cancelled', 'queued'])
    rig.engine.clearFinished()
    expect(rig.engine.list().map(({ id }) => id)).toEqual(['running', 'queued'])
    expect(rig.events.filter((event) => event.startsWith('removed'))).toEqual([
      'removed done',
      'removed failed',
      'removed cancelled',
    ])
    expect(rig.store.all().map(({ spec }) => spec.id)).toEqual(['running', 'queued'])
  })

  it('is final for a cancelled job that has not wound down yet', async () => {
    const rig = scriptedEngine()
    rig.add('a')
    await started(rig, 'a')
    rig.engine.cancel({ ids: ['a'] })
    rig.engine.remove({ ids: ['a'] })
    rig.runOf('a').finish('/downloads/a.mp4')
    rig.add('after')
    await started(rig, 'after')
    await until(() => expect(rig.store.all().map(({ spec }) => spec.id)).toEqual(['after']))
    expect(
      rig.events.slice(rig.events.indexOf('removed a') + 1).filter((event) => event.includes(' a ')),
    ).toEqual([])
  })
})

describe('the speed of a job', () => {
  it('is shown while bytes move, and starts over with a retry', async () => {
    const rig = scriptedEngine()
    rig.add('a')
    await started(rig, 'a')
    const first = rig.runOf('a').context
    first.report({ state: { kind: 'running' } })
    first.report({ transferredBytes: 0 })
    await until(() => {
      first.report({ transferredBytes: 10_000_000 })
      expect(rig.engine.get('a')?.bytesPerSecond).toBeGreaterThan(0)
    })
    rig.runOf('a').fail(new AppError('network.connectionLost'))
    await until(() => expect(rig.kindOf('a')).toBe('failed'))
    expect(rig.engine.get('a')?.bytesPerSecond).toBe(0)
    rig.engine.retry({ ids: ['a'] })
    await started(rig, 'a', 2)
    const second = rig.runOf('a').context
    second.report({ state: { kind: 'running' } })
    second.report({ transferredBytes: 1000 })
    expect(rig.engine.get('a')).toMatchObject({ transferredBytes: 1000, bytesPerSecond: 0 })
    await until(() => {
      second.report({ transferredBytes: 2000 })
      expect(rig.engine.get('a')?.bytesPerSecond).toBeGreaterThan(0)
    })
    rig.runOf('a').finish('/downloads/a.mp4')
  })
})
