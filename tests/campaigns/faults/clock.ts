import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { writeMp4 } from '#tests/support/mp4-files.ts'
import { expectEnd } from './aftermath.ts'
import { shapeDownload, standstill } from './download-shape.ts'
import {
  connectionModes,
  positions,
  type ConnectionMode,
  type FaultCase,
  type Position,
} from './fault-case.ts'
import { withStage } from './stage.ts'

const hourMs = 3_600_000
const jumps = {
  'an hour forward': hourMs,
  'a day forward': 24 * hourMs,
  'an hour back': -hourMs,
  'a day back': -24 * hourMs,
}
type Jump = keyof typeof jumps
const jumpNames = Object.keys(jumps) as Jump[]

/** The computer's clock is set while something is transferred, or waits for its next try. */
export function clockCases(): FaultCase[] {
  return jumpNames.flatMap((jump) => [
    ...connectionModes.flatMap((mode) =>
      positions.flatMap((position): FaultCase[] => [
        {
          fault: 'clock: set during a download',
          name: `clock: ${jump} during a download, ${position}, ${mode}`,
          run: (random) => duringDownload(jump, mode, position, random),
        },
      ]),
    ),
    {
      fault: 'clock: set during an upload',
      name: `clock: ${jump} during an upload`,
      run: (random) => duringUpload(jump, random),
    },
    {
      fault: 'clock: set while waiting',
      name: `clock: ${jump} while a job waits for its next try`,
      run: (random) => whileWaiting(jump, random),
    },
  ])
}

/** The clock as it was before anybody set it: the server's. */
const realNow = Date.now.bind(Date)

/** Lends a way to set the clock that the app sees. Cases run one at a time. */
async function withClock(use: (set: (jump: Jump) => void) => Promise<void>): Promise<void> {
  try {
    await use((jump) => {
      Date.now = () => realNow() + jumps[jump]
    })
  } finally {
    Date.now = realNow
  }
}

async function duringDownload(
  jump: Jump,
  mode: ConnectionMode,
  position: Position,
  random: () => number,
): Promise<void> {
  const shape = shapeDownload(mode, position, random)
  await withClock(async (set) => {
    await withStage({ segments: shape.segments, retries: 2, emulator: { now: realNow } }, async (stage) => {
      const first = stage.download(stage.recording('/A/first.mp4', 100_000))
      assert.equal(await stage.outcome(first), 'done')
      const recording = stage.recording('/A/meeting.mp4', shape.size)
      stage.emulator.setFaults(standstill(shape))
      const id = stage.download(recording)
      await stage.untilStill()
      set(jump)
      // Goes on under the new time, is cut, and is taken up again.
      stage.emulator.setFaults('drop-at=50%*1')
      assert.equal(await stage.outcome(id), 'done')
      assert.equal(stage.job(first).state.kind, 'done', 'what was done before is still listed')
      await rm(stage.job(first).localPath ?? '')
      await expectEnd(stage, id, recording, ['done'], random)
    })
  })
}

async function duringUpload(jump: Jump, random: () => number): Promise<void> {
  await withClock(async (set) => {
    await withStage({ emulator: { now: realNow } }, async (stage) => {
      const { file, sha256 } = await writeMp4(
        stage.sourceFolder,
        'up.mp4',
        1_000_000 + Math.floor(random() * 1e6),
      )
      stage.emulator.setFaults('upload-stall-at=50%')
      const id = await stage.upload(file, '/A/')
      await stage.untilStill()
      set(jump)
      stage.emulator.clearFaults()
      assert.equal(await stage.outcome(id), 'done')
      assert.equal((await stage.emulator.stored('/A/up.mp4'))?.sha256, sha256)
    })
  })
}

async function whileWaiting(jump: Jump, random: () => number): Promise<void> {
  const shape = shapeDownload('one connection', 'middle', random)
  await withClock(async (set) => {
    const options = { segments: shape.segments, retries: 1, retryDelayMs: 300, emulator: { now: realNow } }
    await withStage(options, async (stage) => {
      const recording = stage.recording('/A/meeting.mp4', shape.size)
      stage.emulator.setFaults({ name: 'drop-at', arg: shape.offset, times: 1 })
      const id = stage.download(recording)
      await stage.until('the job waits', () => stage.job(id).state.kind === 'waiting')
      set(jump)
      await expectEnd(stage, id, recording, ['done'], random)
    })
  })
}
