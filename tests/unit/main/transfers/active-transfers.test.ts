import { expect, it } from 'vitest'
import { ActiveTransfers } from '#main/transfers/active-transfers.ts'
import { emulate } from '#tests/support/emulate.ts'
import { writeMp4 } from '#tests/support/mp4-files.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { transfersRig } from '#tests/support/transfers-rig.ts'

it('counts the transfers that have the network, not those that wait or are over', async () => {
  const emulator = await emulate()
  emulator.setFaults('stall@upload')
  const rig = await transfersRig(emulator)
  const active = new ActiveTransfers()
  const count = () => {
    for (const delta of rig.deltas.splice(0)) active.note(delta)
    return active.count
  }
  const folder = await temporaryFolder()
  const files = await Promise.all([1, 2, 3, 4].map((name) => writeMp4(folder, `${name}.mp4`, 20_000)))
  const ids = await rig.upload(files.map(({ file }) => file))
  await expect.poll(count).toBe(2)
  emulator.clearFaults()
  for (const id of ids) expect(await rig.outcome(id)).toBe('done')
  await expect.poll(count).toBe(0)
  active.note({
    upserted: rig.engine.list().map((job) => ({ ...job, state: { kind: 'running' } })),
    progress: [],
    removed: [],
  })
  expect(active.count).toBe(4)
  active.note({ upserted: [], progress: [], removed: ids.slice(1) })
  expect(active.count).toBe(1)
})
