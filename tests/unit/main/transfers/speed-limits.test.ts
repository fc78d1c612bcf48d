import { describe, expect, it } from 'vitest'
import { defaultTransferLimits } from '#shared/models/settings.ts'
import { emulate } from '#tests/support/emulate.ts'
import { sha256OfFile, writeMp4 } from '#tests/support/mp4-files.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { refTo, transfersRig } from '#tests/support/transfers-rig.ts'

/** bytes per second */
const rate = 2_000_000
/** bytes of each of two files */
const size = 3_000_000
/** ms that they take together at that rate */
const expectedMs = (2 * size * 1000) / rate

/** Not above the limit, ever; below it only as far as a busy machine makes it. */
function expectRate(startedAt: number): void {
  const tookMs = performance.now() - startedAt
  expect(tookMs).toBeGreaterThan(expectedMs * 0.85)
  expect(tookMs).toBeLessThan(expectedMs * 3)
}

describe('a speed limit', () => {
  it('holds for all downloads together, over one connection and several', async () => {
    const emulator = await emulate()
    emulator.addFile('/one.mp4', size)
    emulator.addFile('/several.mp4', size)
    const rig = await transfersRig(emulator, {
      limits: { ...defaultTransferLimits, downloadBytesPerSecond: rate },
      segments: { segmentFrom: size, blockBytes: 500_000 },
    })
    const startedAt = performance.now()
    const ids = rig.downloads.start([refTo(emulator, '/one.mp4'), refTo(emulator, '/several.mp4')])
    const files = await Promise.all(ids.map((id) => rig.ended(id)))
    expectRate(startedAt)
    for (const { localPath, remotePath } of files) {
      expect(await sha256OfFile(localPath ?? '')).toBe(await emulator.expectedSha256(remotePath))
    }
  })

  it('holds for all uploads together', async () => {
    const emulator = await emulate()
    const rig = await transfersRig(emulator, {
      limits: { ...defaultTransferLimits, uploadBytesPerSecond: rate },
    })
    const folder = await temporaryFolder()
    const files = await Promise.all(['a.mp4', 'b.mp4'].map((name) => writeMp4(folder, name, size)))
    const startedAt = performance.now()
    const ids = await rig.upload(files.map(({ file }) => file))
    expect(await Promise.all(ids.map((id) => rig.outcome(id)))).toEqual(['done', 'done'])
    expectRate(startedAt)
    expect((await emulator.stored('/a.mp4'))?.sha256).toBe(files[0]?.sha256)
    expect((await emulator.stored('/b.mp4'))?.sha256).toBe(files[1]?.sha256)
  })

  it('can be lifted while a file is on its way', async () => {
    const emulator = await emulate()
    // At the limit this would take 20 minutes.
    emulator.addFile('/a.mp4', 20_000_000)
    const slow = { ...defaultTransferLimits, downloadBytesPerSecond: 16_384 }
    const rig = await transfersRig(emulator, { limits: slow })
    const [id = ''] = rig.downloads.start([refTo(emulator, '/a.mp4')])
    await expect.poll(() => rig.engine.get(id)?.transferredBytes).toBeGreaterThan(0)
    rig.limit(defaultTransferLimits)
    expect(await rig.outcome(id)).toBe('done')
  })

  it('does not keep a transfer from being stopped', async () => {
    const emulator = await emulate()
    emulator.addFile('/a.mp4', 20_000_000)
    const { file } = await writeMp4(await temporaryFolder(), 'up.mp4', 20_000_000)
    const rig = await transfersRig(emulator, {
      limits: { ...defaultTransferLimits, downloadBytesPerSecond: 16_384, uploadBytesPerSecond: 16_384 },
    })
    rig.downloads.start([refTo(emulator, '/a.mp4')])
    await rig.upload([file])
    await expect.poll(() => rig.engine.list().map(({ state }) => state.kind)).toEqual(['running', 'running'])
    rig.engine.pause({ all: 'both' })
    // Resolves once both have wound down.
    await rig.engine.close()
    expect(rig.engine.list().map(({ state }) => state.kind)).toEqual(['paused', 'paused'])
  })
})
