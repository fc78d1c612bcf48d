import assert from 'node:assert/strict'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expectEnd } from './aftermath.ts'
import { shapeDownload, standstill } from './download-shape.ts'
import {
  between,
  connectionModes,
  positions,
  type ConnectionMode,
  type FaultCase,
  type Position,
} from './fault-case.ts'
import { withSmallDisk } from './small-disk.ts'
import { withStage, type Stage, type StageOptions } from './stage.ts'

type Run = (mode: ConnectionMode, position: Position, random: () => number) => Promise<void>

/** What can be wrong with the disk that a download goes to. */
export function diskCases(): FaultCase[] {
  const atEveryPlace: readonly (readonly [string, Run])[] = [
    ['fills up', fillsUp],
    ['is read-only when it goes on', readOnlyLater],
    ['is pulled out', unplugged],
    ['loses the folder', folderDeleted],
    ['has the folder renamed', folderRenamed],
    ['gets a file of that name', nameTaken],
    ['of the app’s own data fills up', ownDiskFillsUp],
  ]
  const atTheStart: readonly (readonly [string, Run])[] = [
    ['has no room from the start', fullFromTheStart],
    ['is read-only from the start', readOnlyFromTheStart],
    ['has a file in place of the folder', fileInPlaceOfFolder],
  ]
  const cases = (kinds: typeof atEveryPlace, places: readonly Position[]): FaultCase[] =>
    kinds.flatMap(([what, run]) =>
      connectionModes.flatMap((mode) =>
        places.map((position) => ({
          fault: `disk: ${what}`,
          name: `disk: ${what}, ${position}, ${mode}`,
          run: (random) => run(mode, position, random),
        })),
      ),
    )
  return [...cases(atEveryPlace, positions), ...cases(atTheStart, ['start'])]
}

/** A download that stands still at its place. */
interface Stopped {
  readonly stage: Stage
  readonly recording: ReturnType<Stage['recording']>
  readonly id: string
}

async function stopAt(
  [mode, position, random]: Parameters<Run>,
  options: StageOptions,
  use: (stopped: Stopped) => Promise<void>,
): Promise<void> {
  const shape = shapeDownload(mode, position, random)
  await withStage({ segments: shape.segments, ...options }, async (stage) => {
    const recording = stage.recording('/A/meeting.mp4', shape.size)
    stage.emulator.setFaults(standstill(shape))
    const id = stage.download(recording)
    await stage.untilStill()
    await stage.until('the part file is there', async () => (await stage.files()).length > 0)
    await use({ stage, recording, id })
  })
}

const mebibyte = 2 ** 20
/** Room for any of these downloads. Bytes */
const enough = 8 * mebibyte

async function fullFromTheStart(...[mode, position, random]: Parameters<Run>): Promise<void> {
  const shape = shapeDownload(mode, position, random)
  await withSmallDisk(enough, async (disk) => {
    const filler = path.join(disk.folder, 'other')
    await writeFile(filler, Buffer.alloc(enough - Math.min(65_536, shape.size - 8192)))
    const downloadFolder = path.join(disk.folder, 'downloads')
    await withStage({ segments: shape.segments, downloadFolder }, async (stage) => {
      const recording = stage.recording('/A/meeting.mp4', shape.size)
      const id = stage.download(recording)
      await expectEnd(stage, id, recording, ['file.diskFull'], random, () => rm(filler))
    })
  })
}

async function fillsUp(...where: Parameters<Run>): Promise<void> {
  await withSmallDisk(enough, async (disk) => {
    const downloadFolder = path.join(disk.folder, 'downloads')
    await stopAt(where, { downloadFolder }, async ({ stage, recording, id }) => {
      const filler = path.join(disk.folder, 'other')
      await fill(filler)
      stage.emulator.clearFaults()
      // Up to a page of the file may have had its room already.
      await expectEnd(stage, id, recording, ['file.diskFull', 'done'], where[2], () => rm(filler))
    })
  })
}

async function ownDiskFillsUp(...where: Parameters<Run>): Promise<void> {
  await withSmallDisk(enough, async (disk) => {
    const dataFolder = path.join(disk.folder, 'data')
    await stopAt(where, { dataFolder }, async ({ stage, recording, id }) => {
      const filler = path.join(disk.folder, 'other')
      await fill(filler)
      stage.emulator.clearFaults()
      assert.equal(await stage.outcome(id), 'done')
      await rm(filler)
      // What could not be noted is noted with what comes next, or found out by the next start.
      if (where[2]() < 0.5) await stage.restart()
      else stage.transfers().engine.openWhenDone(id)
      assert.equal(await stage.outcome(id), 'done')
      await stage.restart()
      assert.equal(await stage.outcome(id), 'done')
      // The note of its part file, which could not be taken away, goes with it; the file stays.
      const job = stage.job(id)
      stage.transfers().engine.remove({ ids: [id] })
      await stage.expectWhole(recording, job)
    })
  })
}

/** Writes until nothing more fits. */
async function fill(file: string): Promise<void> {
  for (const bytes of [mebibyte, 4096]) {
    for (;;) {
      const isFull = await writeFile(file, Buffer.alloc(bytes), { flag: 'a' }).then(
        () => false,
        () => true,
      )
      if (isFull) break
    }
  }
}

async function readOnlyFromTheStart(...[mode, position, random]: Parameters<Run>): Promise<void> {
  const shape = shapeDownload(mode, position, random)
  await withSmallDisk(enough, async (disk) => {
    disk.setReadOnly(true)
    const downloadFolder = path.join(disk.folder, 'downloads')
    await withStage({ segments: shape.segments, downloadFolder }, async (stage) => {
      const recording = stage.recording('/A/meeting.mp4', shape.size)
      const id = stage.download(recording)
      const recover = (): void => disk.setReadOnly(false)
      await expectEnd(stage, id, recording, ['file.notWritable'], random, recover)
    })
  })
}

async function readOnlyLater(...where: Parameters<Run>): Promise<void> {
  await withSmallDisk(enough, async (disk) => {
    const downloadFolder = path.join(disk.folder, 'downloads')
    await stopAt(where, { downloadFolder }, async ({ stage, recording, id }) => {
      await stage.restart(() => {
        disk.setReadOnly(true)
        stage.emulator.clearFaults()
        return Promise.resolve()
      })
      const recover = (): void => disk.setReadOnly(false)
      await expectEnd(stage, id, recording, ['file.notWritable'], where[2], recover)
    })
  })
}

async function unplugged(...where: Parameters<Run>): Promise<void> {
  await withSmallDisk(enough, async (disk) => {
    const downloadFolder = path.join(disk.folder, 'downloads')
    try {
      await stopAt(where, { downloadFolder }, async ({ stage, recording, id }) => {
        disk.unplug()
        stage.emulator.clearFaults()
        await expectEnd(stage, id, recording, ['file.notFound', 'file.notWritable'], where[2])
      })
    } finally {
      await rm(downloadFolder, { recursive: true, force: true })
    }
  })
}

async function folderDeleted(...where: Parameters<Run>): Promise<void> {
  await stopAt(where, {}, async ({ stage, recording, id }) => {
    await rm(stage.downloadFolder, { recursive: true })
    stage.emulator.clearFaults()
    await expectEnd(stage, id, recording, ['file.notFound', 'file.notWritable'], where[2])
  })
}

async function folderRenamed(...where: Parameters<Run>): Promise<void> {
  await stopAt(where, {}, async ({ stage, recording, id }) => {
    const elsewhere = `${stage.downloadFolder} (old)`
    await rename(stage.downloadFolder, elsewhere)
    stage.emulator.clearFaults()
    await expectEnd(stage, id, recording, ['file.notFound', 'file.notWritable'], where[2])
  })
}

async function nameTaken(...where: Parameters<Run>): Promise<void> {
  await stopAt(where, {}, async ({ stage, recording, id }) => {
    const theirs = path.join(stage.downloadFolder, 'meeting.mp4')
    await writeFile(theirs, 'theirs')
    stage.emulator.clearFaults()
    assert.equal(await stage.outcome(id), 'done')
    assert.deepEqual((await stage.files()).toSorted(), ['meeting (1).mp4', 'meeting.mp4'])
    await rm(theirs)
    await stage.expectWhole(recording, stage.job(id))
  })
}

async function fileInPlaceOfFolder(...[mode, position, random]: Parameters<Run>): Promise<void> {
  const shape = shapeDownload(mode, position, random)
  await withStage({ segments: shape.segments }, async (stage) => {
    await mkdir(path.dirname(stage.downloadFolder), { recursive: true })
    await writeFile(stage.downloadFolder, Buffer.alloc(between(random, 0, 10)))
    const recording = stage.recording('/A/meeting.mp4', shape.size)
    const id = stage.download(recording)
    const recover = (): Promise<void> => rm(stage.downloadFolder)
    await expectEnd(stage, id, recording, ['file.notWritable'], random, recover)
  })
}
