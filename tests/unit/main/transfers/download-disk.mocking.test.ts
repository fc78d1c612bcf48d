import { execFileSync } from 'node:child_process'
import type { MakeDirectoryOptions } from 'node:fs'
import type * as fs from 'node:fs/promises'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { StatementSync } from 'node:sqlite'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { emulate } from '#tests/support/emulate.ts'
import { filesBelow, sha256OfFile } from '#tests/support/mp4-files.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { refTo, transfersRig } from '#tests/support/transfers-rig.ts'

/** What the file system is made to fail with. */
const disk = vi.hoisted(() => ({
  link: null as string | null,
  rename: null as string | null,
  unlink: null as string | null,
  /** The root of a drive: to Windows there is no making it (EPERM), although it is there. */
  root: null as string | null,
}))

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>()
  const failing =
    <Run extends (...args: never[]) => Promise<void>>(name: 'link' | 'rename' | 'unlink', run: Run) =>
    (...args: Parameters<Run>) =>
      disk[name] === null
        ? run(...args)
        : Promise.reject(Object.assign(new Error(disk[name]), { code: disk[name] }))
  return {
    ...real,
    link: failing('link', real.link),
    mkdir: (folder: string, options?: MakeDirectoryOptions) =>
      folder === disk.root
        ? Promise.reject(Object.assign(new Error('EPERM'), { code: 'EPERM' }))
        : real.mkdir(folder, options),
    rename: failing('rename', real.rename),
    unlink: (file: string) =>
      file.endsWith('.part') ? failing('unlink', real.unlink)(file) : real.unlink(file),
  }
})

afterEach(() => {
  disk.link = null
  disk.rename = null
  disk.unlink = null
  disk.root = null
})

async function oneRecording(size = 300_000) {
  const emulator = await emulate()
  emulator.addFile('/a.mp4', size)
  return { emulator, ref: refTo(emulator, '/a.mp4') }
}

describe('a folder', () => {
  it('that cannot be made is not writable', async () => {
    const { emulator, ref } = await oneRecording()
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, 'file'), '')
    const rig = await transfersRig(emulator, { downloadFolder: path.join(folder, 'file', 'downloads') })
    const [id] = rig.downloads.start([ref])
    expect(await rig.outcome(id)).toBe('file.notWritable')
  })

  // Only Linux has a folder in which not even root can make files.
  it.runIf(process.platform === 'linux')('in which nothing can be made is not writable', async () => {
    const { emulator, ref } = await oneRecording()
    const rig = await transfersRig(emulator, { downloadFolder: '/proc' })
    const [id] = rig.downloads.start([ref])
    expect(await rig.outcome(id)).toBe('file.notWritable')
  })

  it('that is the root of a drive on Windows takes recordings and folders', async () => {
    const { emulator, ref } = await oneRecording()
    emulator.addFile('/A/b.mp4', 300_000)
    const rig = await transfersRig(emulator)
    await mkdir(rig.downloadFolder)
    disk.root = rig.downloadFolder
    const [id] = rig.downloads.start([ref])
    expect(await rig.outcome(id)).toBe('done')
    await rig.folders.start(['/A/'])
    await expect.poll(() => filesBelow(rig.downloadFolder)).toEqual(['A', 'A/b.mp4', 'a.mp4'])
  })

  it('on a file system without hard links gets its file all the same, over none', async () => {
    const { emulator, ref } = await oneRecording()
    const rig = await transfersRig(emulator)
    await mkdir(rig.downloadFolder, { recursive: true })
    await writeFile(path.join(rig.downloadFolder, 'a.mp4'), 'mine')
    // EISDIR: exFAT on Windows; EINVAL and UNKNOWN: shares.
    for (const code of ['EPERM', 'ENOTSUP', 'EISDIR', 'EINVAL', 'UNKNOWN']) {
      disk.link = code
      const [id] = rig.downloads.start([ref])
      const { localPath } = await rig.ended(id)
      expect(await sha256OfFile(localPath ?? '')).toBe(await emulator.expectedSha256('/a.mp4'))
    }
    const numbered = ['a (1).mp4', 'a (2).mp4', 'a (3).mp4', 'a (4).mp4', 'a (5).mp4', 'a.mp4']
    expect(await filesBelow(rig.downloadFolder)).toEqual(numbered)
  })

  it('whose part file is held by another program gets one name for the file, not thousands', async () => {
    const { emulator, ref } = await oneRecording()
    const rig = await transfersRig(emulator)
    disk.unlink = 'EPERM'
    const [id = ''] = rig.downloads.start([ref])
    // What macOS says where one is not let into a folder.
    const code = process.platform === 'darwin' ? 'file.notAllowed' : 'file.notWritable'
    expect(await rig.outcome(id)).toBe(code)
    expect(await filesBelow(rig.downloadFolder)).toEqual(['a.mp4.part'])
    disk.unlink = null
    rig.engine.retry({ ids: [id] })
    const { localPath } = await rig.ended(id)
    expect(await sha256OfFile(localPath ?? '')).toBe(await emulator.expectedSha256('/a.mp4'))
    expect(await filesBelow(rig.downloadFolder)).toEqual(['a.mp4'])
  })

  it('that refuses the final name keeps the part file for a retry, and nothing under that name', async () => {
    const { emulator, ref } = await oneRecording()
    const rig = await transfersRig(emulator)
    disk.link = 'EPERM'
    disk.rename = 'EACCES'
    const [id] = rig.downloads.start([ref])
    expect(await rig.outcome(id)).toBe('file.notWritable')
    expect(await filesBelow(rig.downloadFolder)).toEqual(['a.mp4.part'])
  })
})

/** A tiny file system of its own, or why there is none. */
function smallDisk(): { folder: string } | { reason: string } {
  if (process.platform !== 'linux') return { reason: 'tmpfs is a Linux file system' }
  if (process.getuid?.() !== 0) return { reason: 'mounting needs root' }
  const folder = path.join(tmpdir(), `cloudroom-small-disk-${process.pid}`)
  try {
    execFileSync('mkdir', ['-p', folder])
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' })
    return { folder }
  } catch {
    return { reason: 'this machine lets nobody mount' }
  }
}

it('a database that cannot be written to any more does not keep a download from its end', async () => {
  const { emulator, ref } = await oneRecording(2_000_000)
  emulator.setFaults('stall-at=50%')
  const rig = await transfersRig(emulator)
  const [id = ''] = rig.downloads.start([ref])
  await expect.poll(() => rig.engine.get(id)?.transferredBytes).toBeGreaterThan(500_000)
  // What SQLite says when its disk is full.
  const full = Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 })
  const run = vi.spyOn(StatementSync.prototype, 'run').mockImplementation(() => {
    throw full
  })
  onTestFinished(() => run.mockRestore())
  emulator.clearFaults()
  expect(await rig.outcome(id)).toBe('done')
  expect(await sha256OfFile(rig.engine.get(id)?.localPath ?? '')).toBe(
    await emulator.expectedSha256('/a.mp4'),
  )

  emulator.addFile('/b.mp4', 300_000)
  const [second = ''] = rig.downloads.start([refTo(emulator, '/b.mp4')])
  expect(await rig.outcome(second)).toBe('file.diskFull')
  run.mockRestore()
  rig.engine.retry({ ids: [second] })
  expect(await rig.outcome(second)).toBe('done')
  expect(await filesBelow(rig.downloadFolder)).toEqual(['a.mp4', 'b.mp4'])
})

describe('a full disk', () => {
  it('is found out before anything is written, and while it is', async ({ skip }) => {
    const small = smallDisk()
    if ('reason' in small) return skip(small.reason)
    const { folder } = small
    onTestFinished(() => {
      execFileSync('umount', [folder])
      execFileSync('rmdir', [folder])
    })
    const { emulator, ref } = await oneRecording(3_000_000)
    const rig = await transfersRig(emulator, { downloadFolder: folder })
    const [id = ''] = rig.downloads.start([ref])
    expect(await rig.outcome(id)).toBe('file.diskFull')
    expect(emulator.state().bytesServed['/a.mp4'] ?? 0).toBeLessThanOrEqual(3_000_000)
    expect(await filesBelow(folder)).toEqual([])

    // It fits when the download begins, and something else takes the room meanwhile.
    emulator.addFile('/b.mp4', 900_000)
    emulator.setFaults('stall-at=20%')
    const [second = ''] = rig.downloads.start([refTo(emulator, '/b.mp4')])
    // It has looked for room by then.
    await expect.poll(() => rig.engine.get(second)?.transferredBytes).toBeGreaterThan(0)
    await writeFile(path.join(folder, 'other'), Buffer.alloc(700_000))
    emulator.clearFaults()
    expect(await rig.outcome(second)).toBe('file.diskFull')
    expect(await filesBelow(folder)).toEqual(['b.mp4.part', 'other'])
  })
})
