import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { CapacityGate } from '#main/transfers/capacity-gate.ts'
import { emulate } from '#tests/support/emulate.ts'
import { writeMp4 } from '#tests/support/mp4-files.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { transfersRig } from '#tests/support/transfers-rig.ts'

describe('a netDisk without room', () => {
  it('is not sent what is no smaller than what did not fit, for a while', () => {
    let now = 0
    const gate = new CapacityGate(() => now)
    gate.require('p', 100)
    gate.refused('p', 100)
    gate.require('p', 99)
    gate.require('other', 100)
    expect(() => gate.require('p', 100)).toThrow('api.noCapacity')
    gate.refused('p', 50)
    gate.refused('p', 70)
    expect(() => gate.require('p', 60)).toThrow('api.noCapacity')
    now = 5 * 60_000 + 1
    gate.require('p', 100)
    gate.refused('p', 100)
    gate.reopen()
    gate.require('p', 100)
  })

  it('is asked again in time although the computer’s clock was put back', () => {
    const startedAt = { date: Date.now(), monotonic: performance.now() }
    const gate = new CapacityGate()
    gate.refused('p', 100)
    vi.spyOn(Date, 'now').mockReturnValue(startedAt.date - 6 * 3_600_000)
    vi.spyOn(performance, 'now').mockReturnValue(startedAt.monotonic + 6 * 60_000)
    onTestFinished(() => void vi.restoreAllMocks())
    gate.require('p', 100)
  })

  it('refuses one of many, and the rest is not sent until someone says that it may fit', async () => {
    const emulator = await emulate({ capacityBytes: 200_000 })
    const rig = await transfersRig(emulator)
    const folder = await temporaryFolder()
    const files = await Promise.all(
      Array.from({ length: 10 }, (_, index) => writeMp4(folder, `${index}.mp4`, 300_000)),
    )
    const small = await writeMp4(folder, 'small.mp4', 100_000)
    const ids = await rig.upload([...files.map(({ file }) => file), small.file])
    for (const id of ids.slice(0, 10)) expect(await rig.outcome(id)).toBe('api.noCapacity')
    expect(await rig.outcome(ids[10])).toBe('done')
    // Two were on their way at once before the first answer.
    expect(emulator.state().requests.upload).toBeLessThanOrEqual(3)
    const state = rig.engine.get(ids[9] ?? '')?.state
    expect(state?.kind === 'failed' && state.error.params).toEqual({ actual: 300_000 })
    await emulator.removeFile('/small.mp4')
    const sent = emulator.state().requests.upload
    rig.uploads.roomMayBeFree()
    rig.engine.retry({ ids: [ids[0] ?? ''] })
    expect(await rig.outcome(ids[0])).toBe('api.noCapacity')
    expect(emulator.state().requests.upload).toBe(sent + 1)
  })
})
