import { appendFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { codeOf } from '#tests/support/app-error.ts'
import { emulate } from '#tests/support/emulate.ts'
import { filesBelow, sha256OfFile, writeMp4 } from '#tests/support/mp4-files.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import {
  refTo,
  transfersRig,
  type TransfersRig,
  type TransfersRigOptions,
} from '#tests/support/transfers-rig.ts'

/** A recording that was opened once: downloaded whole, and in the player. */
async function openedOnce(options: TransfersRigOptions = {}) {
  const emulator = await emulate()
  emulator.addFile('/A/video.mp4', 400_000)
  const rig = await transfersRig(emulator, options)
  const ref = refTo(emulator, '/A/video.mp4')
  const outcome = await rig.downloads.open(ref)
  const local = path.join(rig.downloadFolder, 'video.mp4')
  await expect.poll(() => rig.opened).toEqual([local])
  return { emulator, rig, ref, local, outcome }
}

const downloads = (rig: TransfersRig): number => rig.engine.list().length

describe('double-click', () => {
  it('downloads, then opens', async () => {
    const { emulator, rig, local, outcome } = await openedOnce()
    expect(outcome).toEqual({ kind: 'downloading', transferId: rig.engine.list()[0]?.id })
    expect(rig.engine.list()[0]).toMatchObject({ opensWhenDone: true, state: { kind: 'done' } })
    expect(await sha256OfFile(local)).toBe(await emulator.expectedSha256('/A/video.mp4'))
  })

  it('opens a whole local copy at once, without the server', async () => {
    const { emulator, rig, ref, local } = await openedOnce()
    emulator.setFaults('drop')
    emulator.resetCounters()
    expect(await rig.downloads.open(ref)).toEqual({ kind: 'opened' })
    expect(await rig.downloads.open({ ...ref, size: null, sizeIsExact: false })).toEqual({ kind: 'opened' })
    expect(rig.opened).toEqual([local, local, local])
    expect(emulator.state().requests).toMatchObject({ query: 0, download: 0 })
  })

  it('opens what an ordinary download has brought', async () => {
    const emulator = await emulate()
    emulator.addFile('/a.mp4', 300_000)
    const rig = await transfersRig(emulator)
    const [id] = rig.downloads.start([refTo(emulator, '/a.mp4')])
    await rig.ended(id)
    expect(rig.opened).toEqual([])
    await expect.poll(() => rig.downloads.open(refTo(emulator, '/a.mp4'))).toEqual({ kind: 'opened' })
  })

  it('while it is being downloaded makes that download open', async () => {
    const emulator = await emulate()
    emulator.addFile('/a.mp4', 300_000)
    emulator.setFaults('stall@download')
    const rig = await transfersRig(emulator)
    const ref = refTo(emulator, '/a.mp4')
    const [id = ''] = rig.downloads.start([ref])
    expect(await rig.downloads.open(ref)).toEqual({ kind: 'downloading', transferId: id })
    expect(await rig.downloads.open(ref)).toEqual({ kind: 'downloading', transferId: id })
    emulator.clearFaults()
    await expect.poll(() => rig.opened).toHaveLength(1)
    expect(downloads(rig)).toBe(1)
  })

  it('knows its copies after a restart', async () => {
    const folder = await temporaryFolder()
    const { emulator, ref, local, rig } = await openedOnce({ folder })
    await rig.engine.close()
    const next = await transfersRig(emulator, { folder })
    expect(await next.downloads.open(ref)).toEqual({ kind: 'opened' })
    expect(next.opened).toEqual([local])
  })

  it.each<readonly [string, (file: string) => Promise<void>]>([
    ['deleted', (file) => rm(file)],
    ['appended to', (file) => appendFile(file, 'x')],
    ['replaced by something of its size', (file) => writeFile(file, Buffer.alloc(400_000))],
    ['touched', (file) => utimes(file, new Date(), new Date(1_000_000))],
  ])('downloads again when the copy was %s, over nothing', async (what, change) => {
    const { emulator, rig, ref, local } = await openedOnce()
    await change(local)
    const outcome = await rig.downloads.open(ref)
    expect(outcome.kind).toBe('downloading')
    await expect.poll(() => rig.opened).toHaveLength(2)
    const second = what === 'deleted' ? local : path.join(rig.downloadFolder, 'video (1).mp4')
    expect(rig.opened[1]).toBe(second)
    expect(await sha256OfFile(second)).toBe(await emulator.expectedSha256('/A/video.mp4'))
  })

  it('downloads again when the server has another size by now', async () => {
    const { emulator, rig } = await openedOnce()
    await emulator.removeFile('/A/video.mp4')
    emulator.addFile('/A/video.mp4', 500_000)
    expect((await rig.downloads.open(refTo(emulator, '/A/video.mp4'))).kind).toBe('downloading')
    await expect.poll(() => rig.opened).toHaveLength(2)
    expect(await filesBelow(rig.downloadFolder)).toEqual(['video (1).mp4', 'video.mp4'])
  })
})

describe('what is no video', () => {
  it.each(['/A/virus.exe', '/A/a.mp4.exe', '/A/a.mp4.lnk', '/A/mp4', '/A/a.mp4 ', '/A/a.mp4.'])(
    'by its name (%s) is neither fetched nor opened',
    async (remotePath) => {
      const emulator = await emulate()
      const rig = await transfersRig(emulator)
      const ref = { id: 1, path: remotePath, size: 1, sizeIsExact: true, createdAt: null }
      expect(await codeOf(rig.downloads.open(ref))).toBe('file.notVideo')
      expect([rig.opened, rig.engine.list()]).toEqual([[], []])
      expect(emulator.state().requests.query).toBe(0)
    },
  )

  it('by its content is downloaded, not opened, and the failure is told', async () => {
    const emulator = await emulate()
    emulator.addFile('/a.mp4', 300_000)
    // The first bytes of a file are its box size and "ftyp".
    emulator.setFaults('corrupt=5')
    const rig = await transfersRig(emulator)
    const outcome = await rig.downloads.open(refTo(emulator, '/a.mp4'))
    const id = outcome.kind === 'downloading' ? outcome.transferId : ''
    expect(await rig.outcome(id)).toBe('done')
    await expect.poll(() => rig.failures).toHaveLength(1)
    expect(rig.failures).toEqual([
      { subject: 'a.mp4', error: { code: 'file.notVideo', params: {}, retryable: false } },
    ])
    expect(rig.opened).toEqual([])
    expect(await codeOf(rig.downloads.openTransfer(id))).toBe('file.notVideo')
    expect(await codeOf(rig.downloads.open(refTo(emulator, '/a.mp4')))).toBe('file.notVideo')
    expect(rig.opened).toEqual([])
  })

  it('to the system is named, too', async () => {
    const { rig, ref } = await openedOnce({ openPath: () => Promise.resolve('No application found') })
    await expect.poll(() => rig.failures.map(({ error }) => error.code)).toEqual(['file.openFailed'])
    expect(await codeOf(rig.downloads.open(ref))).toBe('file.openFailed')
    expect(JSON.stringify(rig.failures)).not.toContain('application')
  })
})

describe('the list of transfers', () => {
  it('opens and shows finished downloads, nothing else', async () => {
    const { emulator, rig, local } = await openedOnce()
    const [{ id } = { id: '' }] = rig.engine.list()
    await rig.downloads.openTransfer(id)
    rig.downloads.revealTransfer(id)
    expect(rig.opened).toEqual([local, local])
    expect(rig.revealed).toEqual([local])
    const { file } = await writeMp4(await temporaryFolder(), 'up.mp4', 1000)
    const [upload = ''] = await rig.upload([file])
    emulator.setFaults('drop')
    const [failed = ''] = rig.downloads.start([{ ...refTo(emulator, '/A/video.mp4'), path: '/A/other.mp4' }])
    await rig.ended(upload)
    await rig.ended(failed)
    for (const other of [upload, failed, 'unknown']) {
      expect(await codeOf(rig.downloads.openTransfer(other))).toBe('transfer.unknown')
      expect(() => rig.downloads.revealTransfer(other)).toThrow('transfer.unknown')
    }
    await rm(local)
    expect(await codeOf(rig.downloads.openTransfer(id))).toBe('file.notFound')
  })
})

describe('local copies', () => {
  const here = { here: ['/A/video.mp4'], changed: [] }
  const none = { here: [], changed: [] }

  it('are told of those that are whole and unchanged', async () => {
    const { emulator, rig, ref, local } = await openedOnce()
    emulator.addFile('/A/other.mp4', 400_000)
    const other = refTo(emulator, '/A/other.mp4')
    expect(await rig.downloads.copiesOf([other, ref])).toEqual(here)
    expect(await rig.downloads.filesOf([other, ref])).toEqual([local])
    // Another size on the server: it is not the same recording any more.
    const changed = { here: [], changed: ['/A/video.mp4'] }
    expect(await rig.downloads.copiesOf([{ ...ref, size: 400_001 }])).toEqual(changed)
    // Nor when only the time of its upload is another.
    const replaced = { ...ref, createdAt: (ref.createdAt ?? 0) + 1000 }
    expect(await rig.downloads.copiesOf([replaced])).toEqual(changed)
    expect(await rig.downloads.filesOf([replaced])).toEqual([])
    expect(await codeOf(rig.downloads.revealCopy(replaced))).toBe('file.notFound')
    expect(await rig.downloads.copiesOf([{ ...ref, createdAt: null, sizeIsExact: false }])).toEqual(here)
    rig.downloads.forget('somebody else')
    expect(await rig.downloads.copiesOf([ref])).toEqual(here)
    await appendFile(local, 'x')
    expect(await rig.downloads.copiesOf([ref])).toEqual(none)
  })

  it('of an account that is removed are forgotten; the files stay', async () => {
    const { rig, ref, local } = await openedOnce()
    const [job] = rig.engine.list()
    rig.downloads.forget(job?.profileId ?? '')
    expect(await rig.downloads.copiesOf([ref])).toEqual(none)
    expect((await stat(local)).size).toBe(ref.size)
  })

  it('that are gone are shown nowhere', async () => {
    const { rig, ref, local } = await openedOnce()
    await rig.downloads.revealCopy(ref)
    await rm(local)
    expect(await rig.downloads.copiesOf([ref])).toEqual(none)
    expect(await codeOf(rig.downloads.revealCopy(ref))).toBe('file.notFound')
  })
})
