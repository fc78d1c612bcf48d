import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { scriptedEngine, type ScriptedEngine } from '#tests/support/scripted-engine.ts'

const lost = () => new AppError('network.connectionLost')

/** An engine on a clock of the test's own, with a network that the test switches. */
function rigWithNetwork() {
  const network = { isOnline: true }
  const rig = scriptedEngine({
    isOnline: () => network.isOnline,
    retryDelay: (failures) => (failures < 3 ? 60_000 : null),
    concurrency: { upload: 1, download: 2 },
  })
  return {
    rig,
    network,
    reconnect: (): void => {
      network.isOnline = true
      rig.engine.setOnline(true)
    },
  }
}

const stateOf = (rig: ScriptedEngine, id: string) => rig.engine.get(id)?.state
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'],
  })
})
afterEach(() => void vi.useRealTimers())

describe('without a network', () => {
  it('what fails waits for it, without using up tries, and goes on at once when it is back', async () => {
    const { rig, network, reconnect } = rigWithNetwork()
    rig.add('a')
    for (let outage = 1; outage <= 5; outage++) {
      await settle()
      expect(rig.runs).toHaveLength(outage)
      network.isOnline = false
      rig.runOf('a').fail(lost())
      await settle()
      expect(stateOf(rig, 'a')).toMatchObject({
        kind: 'waiting',
        until: null,
        error: { code: 'network.offline' },
      })
      expect(rig.store.all()[0]?.state).toEqual(stateOf(rig, 'a'))
      reconnect()
    }
  })

  it('nothing more is started: what is queued stays so', async () => {
    const { rig, network, reconnect } = rigWithNetwork()
    for (const id of ['a', 'b', 'c', 'd']) rig.add(id)
    rig.addUpload('u', 'u.mp4')
    await settle()
    network.isOnline = false
    rig.runOf('a').fail(lost())
    rig.runOf('b').fail(lost())
    await settle(1000)
    expect(['a', 'b', 'c', 'd'].map(rig.kindOf)).toEqual(['waiting', 'waiting', 'queued', 'queued'])
    // What still runs is left alone: the system may be wrong.
    expect(rig.kindOf('u')).toBe('preparing')
    reconnect()
    await settle()
    expect(rig.runs.map(({ spec }) => spec.id)).toEqual(['a', 'b', 'u', 'a', 'b'])
  })

  it('other failures are what they are', async () => {
    const { rig, network } = rigWithNetwork()
    for (const id of ['a', 'b']) rig.add(id)
    await settle()
    network.isOnline = false
    rig.runOf('a').fail(new AppError('file.diskFull'))
    rig.runOf('b').fail(new AppError('server.busy'))
    await settle()
    expect(stateOf(rig, 'a')).toMatchObject({ kind: 'failed', error: { code: 'file.diskFull' } })
    expect(stateOf(rig, 'b')).toMatchObject({ kind: 'waiting', error: { code: 'server.busy' } })
  })

  it('a system that calls any network none is not believed for longer than 30 seconds', async () => {
    const { rig, network } = rigWithNetwork()
    network.isOnline = false
    rig.add('a')
    await settle()
    rig.runOf('a').fail(lost())
    await settle(29_000)
    expect(rig.runs).toHaveLength(1)
    await settle(2000)
    expect(rig.runs).toHaveLength(2)
    rig.runOf('a').finish('/a.mp4')
    await settle()
    expect(rig.kindOf('a')).toBe('done')
  })

  it('the user can try at once', async () => {
    const { rig, network } = rigWithNetwork()
    network.isOnline = false
    rig.add('a')
    await settle()
    rig.runOf('a').fail(lost())
    await settle()
    rig.engine.retry({ ids: ['a'] })
    await settle()
    expect(rig.runs).toHaveLength(2)
  })

  it('what has not moved for ten seconds is no longer waited for', async () => {
    const { rig, network } = rigWithNetwork()
    rig.add('moving')
    rig.add('stuck')
    await settle()
    for (const { context } of rig.runs) context.report({ state: { kind: 'running' } })
    network.isOnline = false
    for (let second = 1; second <= 12; second++) {
      rig.runOf('moving').context.report({ transferredBytes: second })
      await settle(1000)
    }
    expect(rig.kindOf('moving')).toBe('running')
    expect(stateOf(rig, 'stuck')).toMatchObject({ kind: 'waiting', error: { code: 'network.offline' } })
    expect(rig.runOf('stuck').context.signal.aborted).toBe(true)
  })
})

describe('when the network is back', () => {
  it('what was backing off goes on at once, too', async () => {
    const { rig, reconnect } = rigWithNetwork()
    rig.add('a')
    await settle()
    rig.runOf('a').fail(lost())
    await settle()
    expect(stateOf(rig, 'a')).toMatchObject({ kind: 'waiting', until: expect.any(Number) as number })
    reconnect()
    await settle()
    expect(rig.runs).toHaveLength(2)
    await settle(120_000)
    expect(rig.runs).toHaveLength(2)
  })

  it('what hangs on an old connection starts over, what moves goes on', async () => {
    const { rig, reconnect } = rigWithNetwork()
    rig.add('moving')
    rig.add('stuck')
    await settle()
    for (const { context } of rig.runs) context.report({ state: { kind: 'running' } })
    await settle(5000)
    rig.runOf('moving').context.report({ transferredBytes: 5 })
    reconnect()
    rig.runOf('stuck').fail(new AppError('aborted'))
    await settle()
    expect(rig.runs.map(({ spec }) => spec.id)).toEqual(['moving', 'stuck', 'stuck'])
    expect(rig.runOf('moving').context.signal.aborted).toBe(false)
  })

  it('what waits for a sign-in or was paused does not', async () => {
    const { rig, reconnect } = rigWithNetwork()
    rig.add('paused')
    rig.engine.pause({ ids: ['paused'] })
    const second = scriptedEngine({ store: rig.store })
    second.engine.restore()
    reconnect()
    second.engine.setOnline(true)
    await settle()
    expect([...rig.runs, ...second.runs]).toEqual([])
  })
})

describe('a computer that sleeps', () => {
  it('stops what runs, keeps it and starts nothing; awake again it goes on at once', async () => {
    const { rig } = rigWithNetwork()
    for (const id of ['a', 'b', 'c']) rig.add(id)
    await settle()
    rig.runOf('a').context.report({ state: { kind: 'running' }, transferredBytes: 40 })
    rig.engine.suspend()
    expect(stateOf(rig, 'a')).toMatchObject({
      kind: 'waiting',
      until: null,
      error: { code: 'transfer.suspended' },
    })
    expect(rig.store.all().map(({ state }) => state.kind)).toEqual(['waiting', 'waiting', 'queued'])
    for (const run of [...rig.runs]) run.fail(new AppError('aborted'))
    await settle(5000)
    expect(rig.runs).toHaveLength(2)
    expect(rig.engine.get('a')?.transferredBytes).toBe(40)
    expect(rig.discarded).toEqual([])
    rig.engine.wake()
    await settle()
    expect(rig.runs.map(({ spec }) => spec.id)).toEqual(['a', 'b', 'a', 'b'])
  })

  it('that wakes up before all has wound down loses and doubles nothing', async () => {
    const { rig } = rigWithNetwork()
    rig.add('a')
    await settle()
    rig.engine.suspend()
    rig.engine.wake()
    expect(rig.kindOf('a')).toBe('queued')
    expect(rig.runs).toHaveLength(1)
    rig.runOf('a').fail(new AppError('aborted'))
    await settle()
    expect(rig.runs).toHaveLength(2)
  })

  it('keeps the doubt about an upload that was being sent', async () => {
    const { rig } = rigWithNetwork()
    rig.addUpload('u', 'u.mp4')
    await settle()
    rig.runOf('u').context.report({ state: { kind: 'running' } })
    rig.engine.suspend()
    rig.runOf('u').fail(new AppError('aborted'))
    rig.engine.wake()
    await settle()
    expect(rig.runOf('u').context.mayHaveArrived).toBe(true)
  })

  it('and after all does not, or says nothing when it wakes up, goes on by itself', async () => {
    const { rig } = rigWithNetwork()
    rig.add('a')
    await settle()
    rig.engine.suspend()
    rig.runOf('a').fail(new AppError('aborted'))
    await settle(31_000)
    expect(rig.runs).toHaveLength(2)
  })

  it('stays asleep when the network comes back', async () => {
    const { rig, reconnect } = rigWithNetwork()
    rig.add('a')
    await settle()
    rig.engine.suspend()
    rig.runOf('a').fail(new AppError('aborted'))
    reconnect()
    await settle(1000)
    expect(rig.runs).toHaveLength(1)
    rig.engine.wake()
    await settle()
    expect(rig.runs).toHaveLength(2)
  })
})

describe('failures', () => {
  it('of a download that gets further each time are no reason to give up', async () => {
    const { rig } = rigWithNetwork()
    rig.add('a')
    for (let run = 1; run <= 6; run++) {
      await settle()
      expect(rig.runs).toHaveLength(run)
      rig.runOf('a').context.report({ state: { kind: 'running' }, transferredBytes: run * 10 })
      rig.runOf('a').fail(lost())
      await settle(60_000)
    }
    // From here on it gets no further.
    rig.runOf('a').fail(lost())
    await settle(60_000)
    rig.runOf('a').fail(lost())
    await settle(60_000)
    expect(rig.kindOf('a')).toBe('failed')
  })

  it('of an upload count, however far it came: it starts over each time', async () => {
    const { rig } = rigWithNetwork()
    rig.addUpload('u', 'u.mp4')
    for (let run = 1; run <= 3; run++) {
      await settle()
      rig.runOf('u').context.report({ state: { kind: 'running' }, transferredBytes: run * 10 })
      rig.runOf('u').fail(lost())
      await settle(60_000)
    }
    expect(rig.kindOf('u')).toBe('failed')
  })
})
