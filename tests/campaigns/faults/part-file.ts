import {
  appendFile,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import assert from 'node:assert/strict'
import path from 'node:path'
import { canLink } from '#tests/support/can-link.ts'
import { expectEnd } from './aftermath.ts'
import { shapeDownload, standstill } from './download-shape.ts'
import {
  between,
  connectionModes,
  NotHere,
  positions,
  type ConnectionMode,
  type FaultCase,
  type Position,
} from './fault-case.ts'
import { withStage, type Stage } from './stage.ts'

interface Tampering {
  readonly what: string
  readonly tamper: (part: string, stage: Stage, random: () => number) => Promise<void>
  /** What to check and take away once the download is done. */
  readonly after?: (stage: Stage) => Promise<void>
}

const lengthOf = async (part: string): Promise<number> => (await stat(part)).size

const tamperings: readonly Tampering[] = [
  {
    what: 'changed in one byte',
    async tamper(part, _stage, random) {
      const handle = await open(part, 'r+')
      const at = between(random, 0, Math.max(0, (await handle.stat()).size - 1))
      await handle.write(Buffer.from([between(random, 0, 255)]), 0, 1, at)
      await handle.close()
    },
  },
  {
    what: 'overwritten with as many bytes',
    tamper: async (part) => writeFile(part, Buffer.alloc(await lengthOf(part), 'x')),
  },
  { what: 'emptied', tamper: (part) => truncate(part, 0) },
  {
    what: 'truncated',
    tamper: async (part, _stage, random) => truncate(part, Math.floor((await lengthOf(part)) * random())),
  },
  { what: 'made longer', tamper: (part) => appendFile(part, Buffer.alloc(5000, 'x')) },
  { what: 'deleted', tamper: (part) => rm(part) },
  { what: 'renamed', tamper: (part, stage) => rename(part, path.join(stage.sourceFolder, '..', 'moved')) },
  {
    what: 'replaced by a link',
    async tamper(part, stage) {
      if (!canLink) throw new NotHere('links can be made by some only, on Windows')
      const precious = path.join(stage.sourceFolder, '..', 'precious')
      await writeFile(precious, Buffer.alloc(await lengthOf(part), 'p'))
      await rm(part)
      await symlink(precious, part)
    },
    async after(stage) {
      const precious = await readFile(path.join(stage.sourceFolder, '..', 'precious'))
      assert(
        precious.every((byte) => byte === 'p'.charCodeAt(0)),
        'what the link leads to was written to',
      )
      await rm(path.join(stage.downloadFolder, 'meeting.mp4.part'))
    },
  },
  {
    what: 'replaced by a folder',
    async tamper(part) {
      await rm(part)
      await mkdir(part)
    },
    after: (stage) => rm(path.join(stage.downloadFolder, 'meeting.mp4.part'), { recursive: true }),
  },
  { what: 'given another time', tamper: (part) => utimes(part, new Date(), new Date(1_000_000_000_000)) },
]

/** What can become of a part file while its download is paused. */
export function partFileCases(): FaultCase[] {
  return tamperings.flatMap((tampering) =>
    connectionModes.flatMap((mode) =>
      positions.map((position): FaultCase => ({
        fault: `part file: ${tampering.what}`,
        name: `part file: ${tampering.what}, ${position}, ${mode}`,
        run: (random) => runCase(tampering, mode, position, random),
      })),
    ),
  )
}

async function runCase(
  { tamper, after }: Tampering,
  mode: ConnectionMode,
  position: Position,
  random: () => number,
): Promise<void> {
  const shape = shapeDownload(mode, position, random)
  await withStage({ segments: shape.segments }, async (stage) => {
    await mkdir(stage.sourceFolder, { recursive: true })
    const recording = stage.recording('/A/meeting.mp4', shape.size)
    stage.emulator.setFaults(standstill(shape))
    const id = stage.download(recording)
    await stage.untilStill()
    await stage.until('the part file is there', async () => (await stage.files()).length > 0)
    stage.transfers().engine.pause({ ids: [id] })
    await stage.untilGone()
    const meddle = (): Promise<void> =>
      tamper(path.join(stage.downloadFolder, 'meeting.mp4.part'), stage, random)
    if (random() < 0.5) await stage.restart(meddle)
    else await stage.untilAtRest().then(meddle)
    stage.emulator.clearFaults()
    stage.transfers().engine.resume({ ids: [id] })
    assert.equal(await stage.outcome(id), 'done')
    await after?.(stage)
    await expectEnd(stage, id, recording, ['done'], random)
  })
}
