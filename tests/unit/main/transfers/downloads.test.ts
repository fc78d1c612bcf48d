import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { DIALECT_NAMES } from '#emulator/server.ts'
import { emulate } from '#tests/support/emulate.ts'
import { filesBelow, sha256OfFile } from '#tests/support/mp4-files.ts'
import { refTo, transfersRig } from '#tests/support/transfers-rig.ts'

const createdAt = Date.UTC(2021, 8, 24, 5, 47, 41)

describe('a download', () => {
  it.each([
    ['/a.mp4', 'a.mp4', 100_000],
    ['/会议录像/销售部/客户回访-华东区.mp4', '客户回访-华东区.mp4', 5_000_001],
    ['/A/100% + more & co.mp4', '100% + more & co.mp4', 300_000],
    ['/A/CON.mp4', '_CON.mp4', 300_000],
    ['/A/results: final?.mp4', 'results_ final_.mp4', 300_000],
  ])('of %s lies there as %s, byte for byte', async (remotePath, name, size) => {
    const emulator = await emulate()
    emulator.addFile(remotePath, size, createdAt)
    const rig = await transfersRig(emulator)
    const [id = ''] = rig.downloads.start([refTo(emulator, remotePath)])
    const { state, localPath, name: shown, totalBytes, transferredBytes } = await rig.ended(id)
    expect(state.kind).toBe('done')
    expect(localPath).toBe(path.join(rig.downloadFolder, name))
    expect([shown, totalBytes, transferredBytes]).toEqual([name, size, size])
    expect(await sha256OfFile(localPath ?? '')).toBe(await emulator.expectedSha256(remotePath))
    expect((await stat(localPath ?? '')).mtimeMs).toBe(createdAt)
    expect(await filesBelow(rig.downloadFolder)).toEqual([name])
  })

  it('never overwrites, whoever was there first', async () => {
    const emulator = await emulate()
    for (const folder of ['A', 'B', 'C']) emulator.addFile(`/${folder}/same.mp4`, 200_000)
    const rig = await transfersRig(emulator)
    await mkdir(rig.downloadFolder, { recursive: true })
    await writeFile(path.join(rig.downloadFolder, 'same.mp4'), 'mine')
    await writeFile(path.join(rig.downloadFolder, 'same (1).mp4.part'), 'also mine')
    const ids = rig.downloads.start(['A', 'B', 'C'].map((folder) => refTo(emulator, `/${folder}/same.mp4`)))
    const files = await Promise.all(ids.map(async (id) => (await rig.ended(id)).localPath ?? ''))
    expect(new Set(files).size).toBe(3)
    for (const [index, folder] of ['A', 'B', 'C'].entries()) {
      expect(await sha256OfFile(files[index] ?? '')).toBe(
        await emulator.expectedSha256(`/${folder}/same.mp4`),
      )
    }
    expect(await readFile(path.join(rig.downloadFolder, 'same.mp4'), 'utf8')).toBe('mine')
    expect(await readFile(path.join(rig.downloadFolder, 'same (1).mp4.part'), 'utf8')).toBe('also mine')
    expect(await filesBelow(rig.downloadFolder)).toEqual([
      'same (1).mp4',
      'same (1).mp4.part',
      'same (2).mp4',
      'same (3).mp4',
      'same.mp4',
    ])
  })

  it('of many recordings runs three at a time, each once', async () => {
    const emulator = await emulate()
    emulator.setFaults('stall@download')
    for (let index = 0; index < 20; index++) emulator.addFile(`/A/${index}.mp4`, 100_000 + index)
    const rig = await transfersRig(emulator)
    const refs = Array.from({ length: 20 }, (_, index) => refTo(emulator, `/A/${index}.mp4`))
    const ids = rig.downloads.start([...refs, ...refs])
    expect(new Set(ids).size).toBe(20)
    await expect.poll(() => emulator.state().concurrent.download.current).toBe(3)
    emulator.clearFaults()
    for (const id of new Set(ids)) expect(await rig.outcome(id)).toBe('done')
    for (const { path: remotePath } of refs) {
      const local = path.join(rig.downloadFolder, path.basename(remotePath))
      expect(await sha256OfFile(local)).toBe(await emulator.expectedSha256(remotePath))
    }
    expect(emulator.state().concurrent.download.max).toBe(3)
    expect(emulator.state().requests.download).toBe(20)
  })

  it.each(DIALECT_NAMES)('works with a server that speaks %s', async (dialect) => {
    const emulator = await emulate({ dialect })
    const remotePath = '/会议 录像/新 +100%.mp4'
    emulator.addFile(remotePath, 1_500_000, createdAt)
    const rig = await transfersRig(emulator)
    const [id] = rig.downloads.start([refTo(emulator, remotePath)])
    const { state, localPath } = await rig.ended(id)
    expect(state.kind).toBe('done')
    expect(await sha256OfFile(localPath ?? '')).toBe(await emulator.expectedSha256(remotePath))
  })

  it('carries nothing that names the account', async () => {
    const emulator = await emulate()
    emulator.addFile('/a.mp4', 100_000)
    const rig = await transfersRig(emulator)
    const [id] = rig.downloads.start([refTo(emulator, '/a.mp4')])
    await rig.ended(id)
    const requests = emulator.state().log.filter(({ endpoint }) => endpoint === 'download')
    expect(requests).toHaveLength(1)
    expect(Object.keys(requests[0]?.headers ?? {}).toSorted()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'range',
      'user-agent',
    ])
  })

  it('shows its progress in few messages, and its end in the last', async () => {
    const emulator = await emulate({ rateKbps: 40_000 })
    emulator.addFile('/a.mp4', 2_500_000)
    const rig = await transfersRig(emulator)
    const started = performance.now()
    const [id = ''] = rig.downloads.start([refTo(emulator, '/a.mp4')])
    await rig.ended(id)
    const elapsed = performance.now() - started
    await expect.poll(() => rig.deltas.at(-1)?.upserted[0]?.state.kind).toBe('done')
    expect(rig.deltas.length).toBeLessThanOrEqual(elapsed / 100 + 2)
    const counters = rig.deltas.flatMap(({ progress, upserted }) =>
      [...progress, ...upserted].map(({ transferredBytes }) => transferredBytes),
    )
    expect(counters).toEqual(counters.toSorted((a, b) => a - b))
    expect(counters.at(-1)).toBe(2_500_000)
  })
})

describe('cancelling a download', () => {
  it('leaves nothing on the disk, and it can be retried', async () => {
    const emulator = await emulate()
    emulator.addFile('/a.mp4', 5_000_000)
    emulator.setFaults('stall-at=50%')
    const rig = await transfersRig(emulator)
    const [id = ''] = rig.downloads.start([refTo(emulator, '/a.mp4')])
    await expect.poll(() => rig.engine.get(id)?.transferredBytes).toBeGreaterThan(2_000_000)
    expect(await filesBelow(rig.downloadFolder)).toEqual(['a.mp4.part'])
    rig.engine.cancel({ ids: [id] })
    rig.engine.retry({ ids: [id] })
    emulator.clearFaults()
    const { state, localPath } = await rig.ended(id)
    expect(state.kind).toBe('done')
    expect(await sha256OfFile(localPath ?? '')).toBe(await emulator.expectedSha256('/a.mp4'))
    expect(await filesBelow(rig.downloadFolder)).toEqual(['a.mp4'])
  })

  it('of all when the app closes keeps what there is for the next start', async () => {
    const emulator = await emulate()
    const names = Array.from({ length: 6 }, (_, index) => `/${index}.mp4`)
    for (const name of names) emulator.addFile(name, 5_000_000)
    emulator.setFaults('stall-at=50%')
    const rig = await transfersRig(emulator)
    rig.downloads.start(names.map((name) => refTo(emulator, name)))
    await expect.poll(() => filesBelow(rig.downloadFolder)).toHaveLength(3)
    await rig.engine.close()
    expect((await filesBelow(rig.downloadFolder)).toSorted()).toEqual([
      '0.mp4.part',
      '1.mp4.part',
      '2.mp4.part',
    ])
    await expect.poll(() => emulator.state().concurrent.download.current).toBe(0)
  })
})
