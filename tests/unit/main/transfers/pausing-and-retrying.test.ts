import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { backoffDelay } from '#main/transfers/backoff.ts'
import { scriptedEngine } from '#tests/support/scripted-engine.ts'

const until = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 5 })

describe('pausing', () => {
  it('stops a running job and goes on when resumed', async () => {
    const rig = scriptedEngine()
    rig.add('a')
    await until(() => expect(rig.runs).toHaveLength(1))
    rig.engine.pause({ ids: ['a'] })
    expect(rig.kindOf('a')).toBe('paused')
    expect(rig.runOf('a').context.signal.aborted).toBe(true)
    rig.runOf('a').fail(new AppError('aborted'))
    rig.engine.resume({ ids: ['a'] })
    await until(() => expect(rig.runs).toHaveLength(2))
    rig.runOf('a').finish()
    await until(() => expect(rig.kindOf('a')).toBe('done'))
  })

  it('gives its place to the next job, and waits its turn when resumed', async () => {
    const rig = scriptedEngine({ concurrency: { upload: 1, download: 1 } })
    rig.add('a')
    rig.add('b')
    await until(() => expect(rig.runs).toHaveLength(1))
    rig.engine.pause({ ids: ['a'] })
    rig.runOf('a').fail(new AppError('aborted'))
    await until(() => expect(rig.runOf('b').spec.id).toBe('b'))
    rig.engine.resume({ ids: ['a'] })
    expect(rig.kindOf('a')).toBe('queued')
  })

  it('holds a queued job back, and can be cancelled', async () => {
    const rig = scriptedEngine({ concurrency: { upload: 1, download: 1 } })
    rig.add('a')
    rig.add('b')
    await until(() => expect(rig.runs).toHaveLength(1))
    rig.engine.pause({ ids: ['b'] })
    rig.runOf('a').finish()
    await until(() => expect(rig.kindOf('a')).toBe('done'))
    expect(rig.kindOf('b')).toBe('paused')
    rig.engine.cancel({ ids: ['b'] })
    expect(rig.kindOf('b')).toBe('cancelled')
    expect(rig.runs).toHaveLength(1)
  })
})

describe('trying again', () => {
  const retryable = () => new AppError('network.connectionLost')

  it('waits and runs again by itself after what may pass', async () => {
    const rig = scriptedEngine({ retryDelay: () => 1 })
    rig.add('a')
    await until(() => expect(rig.runs).toHaveLength(1))
    rig.runOf('a').fail(retryable())
    await until(() => expect(rig.runs).toHaveLength(2))
    expect(rig.events).toContain('changed a waiting')
    rig.runOf('a').finish()
    await until(() => expect(rig.kindOf('a')).toBe('done'))
  })

  it('gives up after as many failures as the policy allows', async () => {
    const rig = scriptedEngine({ retryDelay: (failures) => (failures < 3 ? 1 : null) })
    rig.add('a')
    for (let run = 1; run <= 3; run++) {
      await until(() => expect(rig.runs).toHaveLength(run))
      rig.runOf('a').fail(retryable())
    }
    await until(() => expect(rig.kindOf('a')).toBe('failed'))
    expect(rig.runs).toHaveLength(3)
  })

  it('does not try again what cannot succeed', async () => {
    const rig = scriptedEngine({ retryDelay: () => 1 })
    rig.add('a')
    await until(() => expect(rig.runs).toHaveLength(1))
    rig.runOf('a').fail(new AppError('file.diskFull'))
    await until(() => expect(rig.kindOf('a')).toBe('failed'))
  })

  it.each(['cancel', 'pause'] as const)('%s ends the waiting', async (action) => {
    const rig = scriptedEngine({ retryDelay: () => 20 })
    rig.add('a')
    await until(() => expect(rig.runs).toHaveLength(1))
    rig.runOf('a').fail(retryable())
    await until(() => expect(rig.kindOf('a')).toBe('waiting'))
    rig.engine[action]({ ids: ['a'] })
    rig.add('b')
    await until(() => expect(rig.runs).toHaveLength(2))
    expect(rig.kindOf('a')).toBe(action === 'cancel' ? 'cancelled' : 'paused')
  })

  it('goes at once when the user says so', async () => {
    const rig = scriptedEngine({ retryDelay: () => 3_600_000 })
    rig.add('a')
    await until(() => expect(rig.runs).toHaveLength(1))
    rig.runOf('a').fail(retryable())
    await until(() => expect(rig.kindOf('a')).toBe('waiting'))
    rig.engine.retry({ ids: ['a'] })
    await until(() => expect(rig.runs).toHaveLength(2))
  })

  it('keeps the doubt about an upload only while no clear answer has come', async () => {
    const rig = scriptedEngine()
    rig.addUpload('a', 'a.mp4')
    await until(() => expect(rig.runs).toHaveLength(1))
    rig.runOf('a').context.report({ state: { kind: 'running' } })
    rig.runOf('a').fail(retryable())
    await until(() => expect(rig.kindOf('a')).toBe('failed'))
    rig.engine.retry({ ids: ['a'] })
    await until(() => expect(rig.runs).toHaveLength(2))
    expect(rig.runOf('a').context.mayHaveArrived).toBe(true)
    rig.runOf('a').fail(new AppError('api.noCapacity'))
    await until(() => expect(rig.kindOf('a')).toBe('failed'))
    rig.engine.retry({ ids: ['a'] })
    await until(() => expect(rig.runs).toHaveLength(3))
    expect(rig.runOf('a').context.mayHaveArrived).toBe(false)
  })
})

describe('the backoff', () => {
  it('doubles from 2 s, is capped at a minute, and spreads over half of it', () => {
    const longest = [1, 2, 3, 4, 5, 6, 7].map((failures) => backoffDelay(failures, 0))
    expect(longest).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000])
    expect(backoffDelay(1, 0.999)).toBe(1001)
    expect(backoffDelay(8, 0)).toBeNull()
  })
})
