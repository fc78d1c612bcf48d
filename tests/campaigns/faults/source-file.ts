import assert from 'node:assert/strict'
import { appendFile, open, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { mp4Bytes, sha256OfFile, writeMp4 } from '#tests/support/mp4-files.ts'
import { between, NotHere, pick, positions, type FaultCase, type Position } from './fault-case.ts'
import { withStage } from './stage.ts'
import { expectSentOnce } from './upload-network.ts'

interface Change {
  readonly what: string
  readonly change: (file: string, size: number, random: () => number) => Promise<void>
  /** The bytes that are being sent are still there, whatever has become of the name. */
  readonly isHarmless?: true
}

const changes: readonly Change[] = [
  { what: 'truncated', change: (file, size, random) => truncate(file, between(random, 32, size - 1)) },
  { what: 'emptied', change: (file) => truncate(file, 0) },
  {
    what: 'grown',
    change: (file, _size, random) => appendFile(file, Buffer.alloc(between(random, 1, 100_000))),
  },
  { what: 'touched', change: (file) => utimes(file, new Date(), new Date(1_600_000_000_000)) },
  { what: 'overwritten', change: (file, size) => writeFile(file, mp4Bytes(size)) },
  {
    what: 'changed in one byte',
    async change(file, size, random) {
      const handle = await open(file, 'r+')
      await handle.write(Buffer.from([between(random, 0, 255)]), 0, 1, between(random, 32, size - 1))
      await handle.close()
    },
  },
  {
    what: 'replaced',
    async change(file, size) {
      await writeFile(`${file}.new`, mp4Bytes(size))
      await rename(`${file}.new`, file).catch((error: unknown) => {
        if (process.platform === 'win32' && (error as NodeJS.ErrnoException).code === 'EPERM')
          throw new NotHere('Windows replaces no file that is read')
        throw error
      })
    },
  },
  { what: 'renamed', change: (file) => rename(file, `${file}.moved`), isHarmless: true },
  { what: 'deleted', change: (file) => rm(file), isHarmless: true },
]

/** What can become of a file while it is uploaded. */
export function sourceFileCases(): FaultCase[] {
  return changes.flatMap((change) =>
    positions.map((position): FaultCase => ({
      fault: `source file: ${change.what}`,
      name: `source file: ${change.what}, ${position}`,
      run: (random) => runCase(change, position, random),
    })),
  )
}

const place: Readonly<Record<Position, (random: () => number) => string>> = {
  start: () => '0',
  middle: (random) => `${between(random, 10, 90)}%`,
  'last byte': () => '100%',
}

async function runCase(
  { change, isHarmless }: Change,
  position: Position,
  random: () => number,
): Promise<void> {
  const size = pick(random, [between(random, 100_000, 300_000), between(random, 8_000_000, 20_000_000)])
  await withStage({}, async (stage) => {
    const { file, sha256: before } = await writeMp4(stage.sourceFolder, 'up.mp4', size)
    stage.emulator.setFaults({ name: 'upload-stall-at', arg: place[position](random) })
    const id = await stage.upload(file, '/A/')
    await stage.untilStill()
    await change(file, size, random)
    stage.emulator.clearFaults()
    const outcome = await stage.outcome(id)
    const stored = await stage.emulator.stored('/A/up.mp4')
    if (isHarmless) {
      assert.equal(outcome, 'done')
      assert.equal(stored?.sha256, before, 'SHA-256 of what the server has')
      return
    }
    assert.match(outcome, /^file\.changed(?:DuringUpload|ButStored)$/u)
    assert.equal(stored !== null, outcome === 'file.changedButStored', `stored after ${outcome}`)
    expectSentOnce(stage)

    // Once the file is settled, what it is then gets there.
    await writeFile(file, mp4Bytes(size + 1))
    stage.transfers().engine.retry({ ids: [id] })
    assert.equal(await stage.outcome(id), 'done')
    const final = await stage.emulator.stored('/A/up.mp4')
    assert.equal(final?.sha256, await sha256OfFile(file), 'SHA-256 of what the server has in the end')
  })
}
