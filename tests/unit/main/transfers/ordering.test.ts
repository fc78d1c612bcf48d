import { describe, expect, it, vi } from 'vitest'
import { scriptedEngine, type ScriptedEngine } from '#tests/support/scripted-engine.ts'

const until = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 1 })

/** Ids in the order of the queue. */
const inOrder = (rig: ScriptedEngine): string =>
  rig.engine
    .list()
    .toSorted((a, b) => a.order - b.order)
    .map(({ id }) => id)
    .join('')

/** `a` runs, the others wait. */
async function queueOf(ids: string): Promise<ScriptedEngine> {
  const rig = scriptedEngine({ concurrency: { upload: 1, download: 1 } })
  for (const id of ids) rig.add(id)
  await until(() => expect(rig.runs).toHaveLength(1))
  return rig
}

describe('the order of the queue', () => {
  it('can be changed, and jobs run in it', async () => {
    const rig = await queueOf('abcde')
    rig.engine.move(['e', 'd'], 'first')
    rig.engine.move(['b'], 'last')
    expect(inOrder(rig)).toBe('deacb')
    rig.engine.move(['c'], 'later')
    for (let run = 1; run < 5; run++) {
      rig.runs.at(-1)?.finish()
      await until(() => expect(rig.runs).toHaveLength(run + 1))
    }
    expect(rig.runs.map(({ spec }) => spec.id).join('')).toBe('adebc')
  })

  it('leaves running and finished jobs, and those of the other direction, where they are', async () => {
    const rig = await queueOf('abc')
    rig.addUpload('u', 'u.mp4')
    rig.addUpload('v', 'v.mp4')
    await until(() => expect(rig.runs).toHaveLength(2))
    rig.engine.cancel({ ids: ['b'] })
    const before = rig.engine.list()
    rig.engine.move(['a', 'b', 'unknown'], 'last')
    rig.engine.move(['c', 'v'], 'earlier')
    expect(rig.engine.list()).toEqual(before)
  })

  it('holds for paused jobs, too: a resumed one has its place', async () => {
    const rig = await queueOf('abcd')
    rig.engine.pause({ ids: ['d'] })
    rig.engine.move(['d'], 'earlier')
    rig.engine.resume({ ids: ['d'] })
    rig.runOf('a').finish()
    await until(() => expect(rig.runs).toHaveLength(2))
    rig.runOf('b').finish()
    await until(() => expect(rig.runs.map(({ spec }) => spec.id).join('')).toBe('abd'))
  })

  it('survives a restart', async () => {
    const rig = await queueOf('abcd')
    rig.engine.move(['d'], 'first')
    const second = scriptedEngine({ store: rig.store, concurrency: { upload: 1, download: 1 } })
    second.engine.restore()
    expect(inOrder(second)).toBe('dabc')
    second.add('e')
    expect(inOrder(second)).toBe('dabce')
    second.engine.resumeProfile('p')
    await until(() => expect(second.runs.map(({ spec }) => spec.id)).toEqual(['d']))
  })

  it('tells only of jobs that have another place now', async () => {
    const rig = await queueOf('abcdef')
    rig.events.length = 0
    rig.engine.move(['d'], 'earlier')
    expect(rig.events.toSorted()).toEqual(['changed c queued', 'changed d queued'])
    rig.events.length = 0
    rig.engine.move(['f'], 'first')
    expect(rig.events).toEqual(['changed f queued'])
  })
})

describe('how many run at once', () => {
  it('can be raised and lowered while they run', async () => {
    const rig = await queueOf('abcdef')
    rig.engine.limit('download', 3)
    await until(() => expect(rig.runs).toHaveLength(3))
    rig.engine.limit('download', 1)
    rig.runOf('a').finish()
    rig.runOf('b').finish()
    await until(() => expect(rig.kindOf('b')).toBe('done'))
    expect(rig.runs).toHaveLength(3)
    rig.runOf('c').finish()
    await until(() => expect(rig.runs).toHaveLength(4))
    expect(rig.runs.map(({ context }) => context.signal.aborted)).not.toContain(true)
  })
})

describe('all jobs at once', () => {
  it('are paused, resumed, cancelled, retried and removed by direction', async () => {
    const rig = await queueOf('abc')
    rig.addUpload('u', 'u.mp4')
    await until(() => expect(rig.runs).toHaveLength(2))
    const kinds = () => rig.engine.list().map(({ state }) => state.kind)
    rig.engine.pause({ all: 'download' })
    expect(kinds()).toEqual(['paused', 'paused', 'paused', 'preparing'])
    rig.engine.resume({ all: 'upload' })
    rig.engine.pause({ all: 'both' })
    expect(kinds()).toEqual(['paused', 'paused', 'paused', 'paused'])
    rig.engine.resume({ all: 'both' })
    rig.engine.cancel({ all: 'download' })
    rig.engine.retry({ all: 'both' })
    expect(kinds()).toEqual(['cancelled', 'cancelled', 'cancelled', 'queued'])
    rig.engine.remove({ all: 'both' })
    expect(rig.engine.list().map(({ id }) => id)).toEqual(['u'])
  })
})
