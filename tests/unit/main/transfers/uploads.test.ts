import { describe, expect, it } from 'vitest'
import { emulate } from '#tests/support/emulate.ts'
import { sha256OfFile, writeMp4, writeSparseMp4 } from '#tests/support/mp4-files.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { transfersRig } from '#tests/support/transfers-rig.ts'

describe('an upload', () => {
  it.each(['/', '/A/', '/会议录像/销售部/', '/new folder/with + and %/deep/'])(
    'into %s arrives byte for byte',
    async (folder) => {
      const emulator = await emulate()
      const rig = await transfersRig(emulator)
      const { file, sha256 } = await writeMp4(await temporaryFolder(), '新 录像 (1) +100%.mp4', 3_000_001)
      const [id] = await rig.upload([file], folder)
      expect(await rig.outcome(id)).toBe('done')
      expect(await emulator.stored(`${folder}新 录像 (1) +100%.mp4`)).toEqual({ size: 3_000_001, sha256 })
      expect(rig.engine.get(id ?? '')).toMatchObject({
        direction: 'upload',
        totalBytes: 3_000_001,
        transferredBytes: 3_000_001,
        localPath: null,
      })
      expect(rig.changedFolders).toEqual([folder])
    },
  )

  it('of many files runs two at a time, and all arrive', async () => {
    const emulator = await emulate()
    emulator.setFaults('stall@upload')
    const rig = await transfersRig(emulator)
    const folder = await temporaryFolder()
    const files = await Promise.all(
      Array.from({ length: 12 }, (_, index) => writeMp4(folder, `${index}.mp4`, 20_000 + index)),
    )
    const ids = await rig.upload(
      files.map(({ file }) => file),
      '/many/',
    )
    await expect.poll(() => emulator.state().concurrent.upload.current).toBe(2)
    emulator.clearFaults()
    for (const id of ids) expect(await rig.outcome(id)).toBe('done')
    for (const [index, { sha256 }] of files.entries()) {
      expect((await emulator.stored(`/many/${index}.mp4`))?.sha256).toBe(sha256)
    }
    expect(emulator.state().concurrent.upload.max).toBe(2)
  })

  it('of a name that is taken is refused before a byte is sent', async () => {
    const emulator = await emulate()
    emulator.addFile('/A/taken.mp4', 500_000)
    const before = await emulator.stored('/A/taken.mp4')
    const rig = await transfersRig(emulator)
    const { file } = await writeMp4(await temporaryFolder(), 'taken.mp4', 1000)
    const [id] = await rig.upload([file], '/A/')
    expect(await rig.outcome(id)).toBe('api.alreadyExists')
    expect(emulator.state().requests.upload).toBe(0)
    expect(await emulator.stored('/A/taken.mp4')).toEqual(before)
    expect(rig.changedFolders).toEqual([])
  })

  it('shows all bytes as sent only while it waits for the answer, and is done only after it', async () => {
    const emulator = await emulate()
    emulator.setFaults('stall@upload')
    const rig = await transfersRig(emulator)
    const { file } = await writeMp4(await temporaryFolder(), 'a.mp4', 2_000_000)
    const [id = ''] = await rig.upload([file])
    await expect.poll(() => rig.engine.get(id)?.state.kind).toBe('verifying')
    expect(rig.engine.get(id)).toMatchObject({ transferredBytes: 2_000_000, totalBytes: 2_000_000 })
    emulator.clearFaults()
    expect(await rig.outcome(id)).toBe('done')
  })
})

describe('cancelling an upload', () => {
  /** An upload that stands still with far more left than the buffers between here and there can hold. */
  async function midway() {
    const emulator = await emulate()
    emulator.setFaults('upload-stall-at=1000000')
    const rig = await transfersRig(emulator)
    const file = await writeSparseMp4(await temporaryFolder(), 'a.mp4', 80_000_000)
    const [id = ''] = await rig.upload([file])
    await expect.poll(() => rig.engine.get(id)?.transferredBytes).toBeGreaterThan(1_000_000)
    /** Lets the server read on, so that it meets the end of the connection. */
    const letGo = async () => {
      emulator.clearFaults()
      await expect.poll(() => emulator.state().concurrent.upload.current).toBe(0)
    }
    return { emulator, rig, file, id, letGo }
  }

  it('mid-way leaves nothing on the server, and it can be retried', async () => {
    const { emulator, rig, file, id, letGo } = await midway()
    rig.engine.cancel({ ids: [id] })
    expect(rig.engine.get(id)?.state.kind).toBe('cancelled')
    await letGo()
    expect(emulator.listing()).toEqual([])
    rig.engine.retry({ ids: [id] })
    expect(await rig.outcome(id)).toBe('done')
    expect((await emulator.stored('/a.mp4'))?.sha256).toBe(await sha256OfFile(file))
  })

  it('because its account signs out names the reason', async () => {
    const { emulator, rig, id, letGo } = await midway()
    rig.engine.stopProfile('profile-a')
    expect(await rig.outcome(id)).toBe('account.notSignedIn')
    await letGo()
    expect(emulator.listing()).toEqual([])
  })
})
