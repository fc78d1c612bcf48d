import { expect, it } from 'vitest'
import { TransferSigns, type FinishedWork } from '#main/desktop/transfer-signs.ts'
import { workNotice } from '#main/desktop/work-notice.ts'
import { emulate } from '#tests/support/emulate.ts'
import { refTo, transfersRig, type TransfersRig } from '#tests/support/transfers-rig.ts'

/** What the desktop is told of a rig's transfers, as the app wires it; the clock is the only fake. */
function watched(rig: TransfersRig, isFocused = false) {
  let now = 0
  let read = 0
  const shares: (number | null)[] = []
  const awake: boolean[] = []
  const notices: FinishedWork[] = []
  const badges: number[] = []
  const signs = new TransferSigns({
    setProgress: (progress) => shares.push(progress?.share ?? null),
    setBadge: (failed) => badges.push(failed),
    keepAwake: (on) => awake.push(on),
    notify: (work) => notices.push(work),
    isFocused: () => isFocused,
    now: () => now,
  })
  return {
    ...{ shares, awake, notices, badges },
    /** Takes in what the window has been told since the last time. @param ms that this took */
    follow(ms: number): void {
      now += ms
      for (; read < rig.deltas.length; read++) {
        const delta = rig.deltas[read]
        if (delta !== undefined) signs.note(delta)
      }
    },
  }
}

it('a long download that ends while nobody looks is told of, with the file that came of it', async () => {
  const emulator = await emulate({ faults: ['bandwidth=16000@download'] })
  emulator.addFile('/A/long.mp4', 6_000_000)
  const rig = await transfersRig(emulator)
  const desktop = watched(rig)
  const [id] = rig.downloads.start([refTo(emulator, '/A/long.mp4')])
  await expect
    .poll(() => {
      desktop.follow(0)
      return desktop.awake
    })
    .toEqual([true])
  const { localPath } = await rig.ended(id)
  await expect.poll(() => rig.deltas.at(-1)?.upserted.some(({ state }) => state.kind === 'done')).toBe(true)
  desktop.follow(12_000)
  expect(desktop.notices).toEqual([{ done: 1, failed: 0, localPath }])
  expect(desktop.awake).toEqual([true, false])
  const shown = desktop.shares.filter((share) => share !== null)
  expect(shown.length).toBeGreaterThan(3)
  expect(shown).toEqual(shown.toSorted((a, b) => a - b))
  expect(desktop.shares.at(-1)).toBeNull()
  expect(workNotice({ done: 1, failed: 0, localPath }, 'zh-CN')).toEqual({
    title: '传输已完成',
    body: '1 个已完成',
  })
})

it('failures are counted on the icon until somebody looks; short work is told of to nobody', async () => {
  const emulator = await emulate({ faults: ['status=403@download'] })
  emulator.addFile('/A/refused.mp4', 400_000)
  const rig = await transfersRig(emulator, { retryDelay: () => null })
  const desktop = watched(rig)
  const [id] = rig.downloads.start([refTo(emulator, '/A/refused.mp4')])
  await rig.ended(id)
  await expect.poll(() => rig.deltas.at(-1)?.upserted.some(({ state }) => state.kind === 'failed')).toBe(true)
  desktop.follow(50)
  expect(desktop.badges).toEqual([1])
  expect(desktop.notices).toEqual([])
})
