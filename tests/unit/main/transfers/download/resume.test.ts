import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFile,
  copyFile,
  mkdir,
  open,
  readFile,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { ByteRanges } from '#main/transfers/download/byte-ranges.ts'
import { discardDownload, runDownload } from '#main/transfers/download-job.ts'
import type { PartStore } from '#main/transfers/download/part-store.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { canLink } from '#tests/support/can-link.ts'
import { clientOf } from '#tests/support/emulate.ts'
import { seededRandom } from '#tests/support/random.ts'
import { downloadRig, jobId, modes, type Mode, type Rig } from './rig.ts'

const size = 6_000_000
/** What a connection may have under way when it is cut: the sockets' buffers at both ends, and a batch in memory. */
const inFlightBytes = 2_500_000

/** Writes one byte beyond what there is. */
async function writeAt(file: string, position: number): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.write('x', position)
  await handle.close()
}

/** Runs the job and aborts it once this many bytes are here. True when it was done before. */
async function runUpTo(rig: Rig, bytes: number): Promise<boolean> {
  const controller = new AbortController()
  const onReport = ({ transferredBytes = 0 }): void => {
    if (transferredBytes >= bytes) controller.abort()
  }
  const outcome = rig.run({ signal: controller.signal, onReport })
  if (controller.signal.aborted) return false
  return await outcome.then(
    () => true,
    async () => {
      expect(await codeOf(outcome)).toBe('aborted')
      return false
    },
  )
}

describe.each(Object.keys(modes) as Mode[])('over %s connection(s)', (mode) => {
  it('a download that is interrupted again and again fetches only what is missing', async () => {
    const random = seededRandom(11)
    for (let round = 0; round < 4; round++) {
      // Slow enough that little is under way at any moment: 1 MB/s would be 8000.
      const rig = await downloadRig({ mode, size, rateKbps: 160_000 })
      let isDone = false
      let at = 0
      for (let stop = 0; stop < 4; stop++) {
        at += random() * (size / 4)
        isDone = await runUpTo(rig, at)
        if (isDone) break
        expect(await rig.files()).toEqual(['meeting.mp4.part'])
        const kept = rig.parts.get(jobId)?.done.total ?? 0
        expect(kept).toBeGreaterThanOrEqual(Math.min(at, size) * 0.9 - 100_000)
        const first: number[] = []
        const probe = new AbortController()
        await codeOf(
          rig.run({
            signal: probe.signal,
            onReport: ({ transferredBytes }) => {
              if (transferredBytes === undefined) return
              first.push(transferredBytes)
              probe.abort()
            },
          }),
        ).catch(() => (isDone = true))
        expect(first[0]).toBeGreaterThanOrEqual(kept)
        at = Math.max(at, rig.parts.get(jobId)?.done.total ?? 0)
      }
      if (!isDone) await rig.run()
      await rig.expectDone()
      expect(rig.served()).toBeLessThan(size + 8 * inFlightBytes)
      const asked = rig.emulator.state().log.filter((request) => request.endpoint === 'download')
      const ranges = asked.map((request) => request.headers.range)
      expect(ranges.every((range) => range?.startsWith('bytes='))).toBe(true)
      expect(ranges.filter((range) => range?.startsWith('bytes=0-'))).toHaveLength(1)
      expect(asked.slice(1).every((request) => request.headers['if-range'] !== undefined)).toBe(true)
    }
  })

  it('progress never goes back, and ends at the size', async () => {
    const rig = await downloadRig({ mode, size })
    rig.emulator.setFaults('drop-at=70%')
    await codeOf(rig.run())
    rig.emulator.clearFaults()
    const seen: number[] = []
    await rig.run({
      onReport: ({ transferredBytes }) => transferredBytes !== undefined && seen.push(transferredBytes),
    })
    expect(seen[0]).toBeGreaterThan(0)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.at(-1)).toBe(size)
  })

  it('a part file that was changed, taken away or replaced by a link is not believed', async () => {
    const part = (rig: Rig): string => path.join(rig.folder, 'meeting.mp4.part')
    const damages: ((rig: Rig) => Promise<void>)[] = [
      (rig) => truncate(part(rig), 1000),
      (rig) => rm(part(rig)),
      async (rig) => {
        const handle = await open(part(rig), 'r+')
        await handle.write('damage', 5000)
        await handle.close()
      },
      (rig) => appendFile(part(rig), 'more'),
      async (rig) => {
        const elsewhere = path.join(rig.folder, '..', 'precious.txt')
        await copyFile(part(rig), elsewhere)
        await rm(part(rig))
        await symlink(elsewhere, part(rig))
      },
    ]
    // Only some may make links on Windows.
    for (const [index, damage] of damages.slice(0, canLink ? 5 : 4).entries()) {
      const rig = await downloadRig({ mode, size })
      rig.emulator.setFaults('drop-at=70%')
      await codeOf(rig.run())
      rig.emulator.clearFaults()
      await damage(rig)
      const before = index === 4 ? await readFile(path.join(rig.folder, '..', 'precious.txt')) : null
      await rig.run()
      if (before) {
        expect((await readFile(path.join(rig.folder, '..', 'precious.txt'))).equals(before)).toBe(true)
        await rm(part(rig))
      }
      await rig.expectDone()
    }
  })

  it('a process that is killed at any moment leaves a state from which another goes on', async () => {
    const random = seededRandom(23)
    const rig = await downloadRig({ mode, size: 12_000_000, rateKbps: mode === 'one' ? 48_000 : 16_000 })
    const { origin, prefix } = rig.emulator
    const orders = { server: { origin, prefix }, database: rig.database, spec: rig.spec, modes: rig.deps }
    const text = JSON.stringify({ ...orders, modes: modes[mode] })
    const script = path.join(import.meta.dirname, 'download-child.ts')
    const kept: number[] = []
    for (let kill = 0; kill < 4; kill++) {
      const before = rig.served()
      const child = spawn(process.execPath, [script, text], { stdio: 'inherit' })
      const exited = once(child, 'exit')
      const target = before + 1_000_000 + random() * 2_500_000
      await vi.waitUntil(() => rig.served() >= target || child.exitCode !== null, {
        timeout: 15_000,
        interval: 5,
      })
      child.kill('SIGKILL')
      await exited
      kept.push(rig.parts.get(jobId)?.done.total ?? 0)
    }
    expect(kept).toEqual(kept.toSorted((a, b) => a - b))
    expect(kept.at(-1)).toBeGreaterThan(0)
    await rig.run()
    await rig.expectDone()
    // Per kill and connection: a batch in memory, what the database has not heard of yet, and the sockets.
    expect(rig.served()).toBeLessThan(12_000_000 + 4 * (mode === 'one' ? 1 : 4) * inFlightBytes)
  })

  it('what a cancelled download has left can be taken away', async () => {
    const rig = await downloadRig({ mode, size })
    await runUpTo(rig, 1_000_000)
    expect(await rig.files()).toEqual(['meeting.mp4.part'])
    await discardDownload(jobId, rig.deps)
    expect(await rig.files()).toEqual([])
    expect(rig.parts.jobIds()).toEqual([])
    await discardDownload(jobId, rig.deps)
    await rig.run()
    await rig.expectDone()
  })

  it('files of the same names stay as they are', async () => {
    const rig = await downloadRig({ mode, size })
    await mkdir(rig.folder)
    await writeFile(path.join(rig.folder, 'meeting.mp4'), 'mine')
    await writeFile(path.join(rig.folder, 'meeting.mp4.part'), 'mine too')
    const { localPath } = await rig.run()
    expect(path.basename(localPath)).toBe('meeting (1).mp4')
    expect(await readFile(path.join(rig.folder, 'meeting.mp4'), 'utf8')).toBe('mine')
    expect(await readFile(path.join(rig.folder, 'meeting.mp4.part'), 'utf8')).toBe('mine too')
  })

  it('a part file to which somebody else adds while it is written is no longer than the recording', async () => {
    const rig = await downloadRig({ mode, size, rateKbps: 80_000 })
    const added: Promise<void>[] = []
    await rig.run({
      onReport: ({ transferredBytes = 0 }) => {
        if (transferredBytes === 0 || added.length > 0) return
        added.push(writeAt(path.join(rig.folder, 'meeting.mp4.part'), size + 10))
      },
    })
    await Promise.all(added)
    expect(added).toHaveLength(1)
    await rig.expectDone()
  })

  it('after the system went down, only what the disk has is believed', async () => {
    const rig = await downloadRig({ mode, size })
    rig.emulator.setFaults('drop-at=70%')
    await codeOf(rig.run())
    rig.emulator.clearFaults()
    const kept = rig.parts.get(jobId)
    if (!kept) throw new Error('nothing kept')
    // As a process leaves it that ends without a word, in the same run of the system, and in an earlier one.
    const begin = kept.done.toArray()[0]?.start ?? 0
    const first = { start: begin, end: begin + 100_000 }
    for (const [boot, known] of [
      [rig.deps.boot, kept.done.total],
      ['an earlier one', 100_000],
    ] as const) {
      rig.parts.save({ ...kept, seal: null, boot, durable: new ByteRanges([first]) })
      const reports: number[] = []
      const controller = new AbortController()
      await codeOf(
        rig.run({
          signal: controller.signal,
          onReport: ({ transferredBytes }) => {
            if (transferredBytes === undefined) return
            reports.push(transferredBytes)
            controller.abort()
          },
        }),
      )
      expect(reports[0]).toBe(known)
    }
    await rig.run()
    await rig.expectDone()
  })

  it('a part file that was deleted while it was written never ends under the final name', async () => {
    const rig = await downloadRig({ mode, size, rateKbps: 80_000 })
    let removed: Promise<void> | null = null
    const running = rig.run({
      onReport: ({ transferredBytes = 0 }) => {
        if (transferredBytes > 0) removed ??= rm(path.join(rig.folder, 'meeting.mp4.part'))
      },
    })
    expect(await codeOf(running)).toBe('file.notFound')
    expect(await rig.files()).toEqual([])
    await rig.run()
    await rig.expectDone()
  })
})

it('several connections share a large file', async () => {
  const rig = await downloadRig({ mode: 'several', size, rateKbps: 40_000 })
  await rig.run()
  await rig.expectDone()
  // One more is the query's; blocks follow each other on kept connections.
  expect(rig.emulator.state().connections.opened).toBe(5)
  expect(rig.served()).toBe(size)
})

it('a server that refuses more than one connection still gets there', async () => {
  const rig = await downloadRig({ mode: 'several', size })
  rig.emulator.setFaults('status=503@download+1*3')
  await rig.run()
  await rig.expectDone()
  expect(rig.served()).toBe(size)
})

it('two jobs never share a part file, even after one was deleted behind our back', async () => {
  const rig = await downloadRig({ size })
  rig.emulator.setFaults('drop-at=70%')
  await codeOf(rig.run())
  await rm(path.join(rig.folder, 'meeting.mp4.part'))
  const context = {
    client: clientOf(rig.emulator),
    signal: new AbortController().signal,
    report: () => undefined,
    mayHaveArrived: false,
  }
  await codeOf(runDownload({ ...rig.spec, id: 'job-b' }, context, rig.deps))
  const partFiles = rig.parts.jobIds().map((id) => rig.parts.get(id)?.partFile)
  expect(new Set(partFiles).size).toBe(2)
  rig.emulator.clearFaults()
  await rig.run()
  expect((await rig.files()).toSorted()).toEqual(['meeting (1).mp4.part', 'meeting.mp4'])
  await runDownload({ ...rig.spec, id: 'job-b' }, context, rig.deps)
  expect((await rig.files()).toSorted()).toEqual(['meeting (1).mp4', 'meeting.mp4'])
})

describe('a process that ends while it makes its part file', () => {
  const part = (rig: Rig): string => path.join(rig.folder, 'meeting.mp4.part')

  /** Runs up to the first word of a part file, with a store that is told no more. */
  async function endAtFirstWord(rig: Rig): Promise<void> {
    const save: PartStore['save'] = (record) => {
      if (rig.parts.get(jobId) !== null) throw new Error('ended')
      rig.parts.save(record)
    }
    const context = {
      client: clientOf(rig.emulator),
      signal: new AbortController().signal,
      report: () => undefined,
      mayHaveArrived: false,
    }
    await codeOf(runDownload(rig.spec, context, { ...rig.deps, parts: { ...rig.parts, save } }))
  }

  it('has said so before: nothing is left that nobody knows of', async () => {
    const rig = await downloadRig({ size })
    await endAtFirstWord(rig)
    expect(rig.parts.get(jobId)?.partFile).toBe(part(rig))
    // The file may have been made, or not.
    for (const isThere of [false, true]) {
      if (isThere) await writeFile(part(rig), '')
      rig.emulator.setFaults('drop-at=50%')
      await codeOf(rig.run())
      expect(await rig.files()).toEqual(['meeting.mp4.part'])
      await discardDownload(jobId, rig.deps)
      expect(await rig.files()).toEqual([])
      await endAtFirstWord(rig)
    }
    rig.emulator.clearFaults()
    await rig.run()
    await rig.expectDone()
  })

  it('does not take what somebody else has put there meanwhile for its own', async () => {
    const rig = await downloadRig({ size })
    await endAtFirstWord(rig)
    await writeFile(part(rig), 'theirs')
    await discardDownload(jobId, rig.deps)
    expect(await readFile(part(rig), 'utf8')).toBe('theirs')
    await rm(part(rig))
    await endAtFirstWord(rig)
    await writeFile(part(rig), 'theirs')
    await rig.run()
    expect((await rig.files()).toSorted()).toEqual(['meeting.mp4', 'meeting.mp4.part'])
    expect(await readFile(part(rig), 'utf8')).toBe('theirs')
  })
})

it('a process that ended between the move and its note finds the finished file, and fetches nothing again', async () => {
  const rig = await downloadRig({ size })
  const context = {
    client: clientOf(rig.emulator),
    signal: new AbortController().signal,
    report: () => undefined,
    mayHaveArrived: false,
  }
  const first = await runDownload(rig.spec, context, rig.deps)
  const served = rig.served()
  const second = await runDownload(rig.spec, context, rig.deps)
  expect(second).toEqual(first)
  expect(rig.served()).toBe(served)
  expect(await rig.files()).toEqual(['meeting.mp4'])

  // Another file under that name is not taken for it.
  await rm(first.localPath)
  await writeFile(first.localPath, Buffer.alloc(size - 1))
  const third = await runDownload(rig.spec, context, rig.deps)
  expect(path.basename(third.localPath)).toBe('meeting (1).mp4')
})
