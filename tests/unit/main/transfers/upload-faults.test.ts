import { appendFile, rename, truncate, utimes } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { EmulatorOptions } from '#emulator/server.ts'
import { emulate } from '#tests/support/emulate.ts'
import { writeMp4 } from '#tests/support/mp4-files.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { transfersRig } from '#tests/support/transfers-rig.ts'

/** Uploads one file under faults; how that ended, and what the server has. */
async function uploadUnder(faults: readonly string[], size = 300_000, options: EmulatorOptions = {}) {
  const emulator = await emulate(options)
  emulator.setFaults(...faults)
  const rig = await transfersRig(emulator)
  const { file, sha256 } = await writeMp4(await temporaryFolder(), 'a.mp4', size)
  const [id] = await rig.upload([file], '/A/')
  const outcome = await rig.outcome(id)
  return { emulator, rig, id, outcome, sha256, stored: await emulator.stored('/A/a.mp4') }
}

describe('a refusal', () => {
  it.each([
    [1, 'api.noPermission'],
    [2, 'api.accountNotFound'],
    [3, 'api.wrongSecret'],
    [4, 'api.badParameters'],
    [5, 'api.unknown'],
    [6, 'api.invalidFileType'],
    [7, 'api.fileTooLarge'],
    [8, 'api.streamReadFailed'],
    [9, 'api.alreadyExists'],
    [10, 'api.noCapacity'],
    [11, 'api.badFileName'],
    [77, 'api.unexpectedCode'],
  ])('with code %d is named', async (code, expected) => {
    const { outcome, stored, rig } = await uploadUnder([`rsp-code=${code}@upload`])
    expect(outcome).toBe(expected)
    expect(stored).toBeNull()
    expect(rig.changedFolders).toEqual([])
  })

  it('for real reasons is named, too', async () => {
    expect((await uploadUnder([], 300_000, { maxFileBytes: 200_000 })).outcome).toBe('api.fileTooLarge')
    expect((await uploadUnder([], 300_000, { capacityBytes: 200_000 })).outcome).toBe('api.noCapacity')
    expect((await uploadUnder([], 300_000, { dialect: 'no-create-folders' })).outcome).toBe(
      'api.badParameters',
    )
  })
})

describe('an answer that is lost', () => {
  it.each(['upload-drop-after-store', 'drop-answer@upload'])(
    'after the file was stored (%s) is found out, and the upload is done',
    async (fault) => {
      const { outcome, stored, sha256, emulator, rig } = await uploadUnder([fault])
      expect(outcome).toBe('done')
      expect(stored?.sha256).toBe(sha256)
      expect(emulator.state().requests.upload).toBe(1)
      expect(rig.changedFolders).toEqual(['/A/'])
    },
  )

  it('before the file was stored is a failure, and a retry starts over', async () => {
    const { outcome, stored, emulator, rig, id, sha256 } = await uploadUnder(['upload-drop-before-store*1'])
    expect(outcome).toBe('network.connectionLost')
    expect(stored).toBeNull()
    rig.engine.retry({ ids: [id ?? ''] })
    expect(await rig.outcome(id)).toBe('done')
    expect((await emulator.stored('/A/a.mp4'))?.sha256).toBe(sha256)
  })

  it.each(['html-page@upload', 'malformed-json@upload', 'empty-body@upload', 'status=502@upload'])(
    'in something unreadable (%s) is looked up',
    async (fault) => {
      const { outcome, stored, sha256 } = await uploadUnder([fault])
      // Faults that answer in the endpoint's place store nothing; the others do.
      if (stored === null) expect(outcome).toMatch(/^server\./u)
      else expect([outcome, stored.sha256]).toEqual(['done', sha256])
    },
  )

  it('of an upload that a slow server stores only while it is sent again, is found out from the refusal', async () => {
    const emulator = await emulate()
    const rig = await transfersRig(emulator)
    const size = 3_000_000
    const { file } = await writeMp4(await temporaryFolder(), 'a.mp4', size)
    emulator.setFaults('upload-drop-before-store*1')
    const [id = ''] = await rig.upload([file], '/A/')
    expect(await rig.outcome(id)).toBe('network.connectionLost')
    emulator.setFaults('upload-stall-at=50%')
    rig.engine.retry({ ids: [id] })
    await expect.poll(() => emulator.state().concurrent.upload.current).toBe(1)
    // The first body, which the server had been handed in full, has come to its place.
    emulator.addFile('/A/a.mp4', size)
    emulator.clearFaults()
    expect(await rig.outcome(id)).toBe('done')
  })

  it('together with the server is a failure', async () => {
    const { outcome } = await uploadUnder(['upload-drop-after-store', 'drop@query+1'])
    expect(outcome).toBe('network.connectionLost')
  })

  it.each(['upload-drop-at=1', 'upload-drop-at=50%'])('mid-way (%s) is a failure', async (fault) => {
    const { outcome, stored } = await uploadUnder([fault], 5_000_000)
    expect(outcome).toBe('network.connectionLost')
    expect(stored).toBeNull()
  })
})

describe('success without proof', () => {
  it('is a failure: the file is never listed', async () => {
    const { outcome, rig } = await uploadUnder(['rsp-code=0@upload'])
    expect(outcome).toBe('server.uploadNotConfirmed')
    expect(rig.changedFolders).toEqual([])
  })
})

describe('a file that changes while it is sent', () => {
  /** Starts an upload that stands still after some bytes, changes the file, and lets it go on. */
  async function changeMidway(change: (file: string) => Promise<void>) {
    const emulator = await emulate()
    emulator.setFaults('upload-stall-at=30%')
    const rig = await transfersRig(emulator)
    const { file, sha256 } = await writeMp4(await temporaryFolder(), 'a.mp4', 30_000_000)
    const [id = ''] = await rig.upload([file])
    await expect.poll(() => rig.engine.get(id)?.transferredBytes).toBeGreaterThan(1_000_000)
    await change(file)
    emulator.clearFaults()
    const outcome = await rig.outcome(id)
    return { outcome, rig, id, sha256, emulator, stored: await emulator.stored('/a.mp4') }
  }

  it.each<readonly [string, (file: string) => Promise<void>]>([
    ['grown', (file) => appendFile(file, 'more')],
    ['truncated', (file) => truncate(file, 15_000_000)],
  ])('%s fails, and the server keeps no part of it', async (_what, change) => {
    const { outcome, stored, rig } = await changeMidway(change)
    expect(outcome).toBe('file.changedDuringUpload')
    expect(stored).toBeNull()
    expect(rig.changedFolders).toEqual([])
  })

  it('written to fails, says that the server has a copy, and a retry replaces that one', async () => {
    const { outcome, rig, id, emulator, stored } = await changeMidway((file) =>
      utimes(file, new Date(), new Date(1_000_000)),
    )
    expect(outcome).toBe('file.changedButStored')
    expect(rig.engine.list().map(({ state }) => state.kind)).toEqual(['failed'])
    expect(rig.changedFolders).toEqual(['/'])
    rig.engine.retry({ ids: [id] })
    expect(await rig.outcome(id)).toBe('done')
    expect(emulator.state().requests).toMatchObject({ delete: 1, upload: 2 })
    expect((await emulator.stored('/a.mp4'))?.sha256).toBe(stored?.sha256)
  })

  it('and is told apart from one that somebody else put there meanwhile', async () => {
    const { outcome, rig, id, emulator } = await changeMidway((file) =>
      utimes(file, new Date(), new Date(1_000_000)),
    )
    expect(outcome).toBe('file.changedButStored')
    await emulator.removeFile('/a.mp4')
    emulator.addFile('/a.mp4', 400_000)
    const theirs = await emulator.stored('/a.mp4')
    rig.engine.retry({ ids: [id] })
    expect(await rig.outcome(id)).toBe('api.alreadyExists')
    expect(await emulator.stored('/a.mp4')).toEqual(theirs)
  })

  it('moved away is sent whole all the same', async () => {
    const { outcome, stored, sha256 } = await changeMidway((file) => rename(file, `${file}.moved`))
    expect(outcome).toBe('done')
    expect(stored?.sha256).toBe(sha256)
  })

  it('before its turn comes fails as what it is then', async () => {
    const emulator = await emulate()
    emulator.setFaults('stall@query')
    const rig = await transfersRig(emulator)
    const folder = await temporaryFolder()
    const busy = await Promise.all(['x.mp4', 'y.mp4'].map((name) => writeMp4(folder, name, 100)))
    await rig.upload(busy.map(({ file }) => file))
    const { file } = await writeMp4(folder, 'a.mp4', 1000)
    const [id] = await rig.upload([file])
    await truncate(file, 0)
    emulator.clearFaults()
    expect(await rig.outcome(id)).toBe('file.empty')
  })
})
