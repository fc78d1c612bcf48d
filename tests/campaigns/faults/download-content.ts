import assert from 'node:assert/strict'
import type { RecordingRef } from '#shared/models/recording.ts'
import { expectEnd, expectNoFinalName } from './aftermath.ts'
import { shapeDownload, standstill } from './download-shape.ts'
import {
  between,
  connectionModes,
  positions,
  type ConnectionMode,
  type FaultCase,
  type Position,
} from './fault-case.ts'
import { withStage, type Stage } from './stage.ts'

/** What the server has changes or is damaged on the way, or the user interferes. */
export function downloadContentCases(): FaultCase[] {
  const kinds: readonly (readonly [string, Run])[] = [
    ['bytes damaged, Content-MD5', (...where) => damaged('content-md5', ...where)],
    ['bytes damaged, ETag is the MD5', (...where) => damaged('etag-md5', ...where)],
    ['replaced by one of the same size', (...where) => replaced(() => 0, ...where)],
    ['replaced by a smaller one', (...where) => replaced((random) => -between(random, 1, 5000), ...where)],
    ['replaced by a larger one', (...where) => replaced((random) => between(random, 1, 500_000), ...where)],
    ['deleted on the server', deleted],
    ['cancelled', cancelled],
    ['paused', paused],
    ['the app quits', quit],
  ]
  return kinds.flatMap(([what, run]) =>
    connectionModes.flatMap((mode) =>
      positions.map((position): FaultCase => ({
        fault: `download: ${what}`,
        name: `download: ${what}, ${position}, ${mode}`,
        run: (random) => run(mode, position, random),
      })),
    ),
  )
}

type Run = (mode: ConnectionMode, position: Position, random: () => number) => Promise<void>

async function damaged(
  dialect: 'content-md5' | 'etag-md5',
  ...[mode, position, random]: Parameters<Run>
): Promise<void> {
  const shape = shapeDownload(mode, position, random)
  const at =
    position === 'start' ? 0 : position === 'middle' ? between(random, 1, shape.size - 2) : shape.size - 1
  await withStage({ segments: shape.segments, retries: 1, emulator: { dialect } }, async (stage) => {
    const recording = stage.recording('/A/meeting.mp4', shape.size)
    stage.emulator.setFaults({ name: 'corrupt', arg: at, times: 1 })
    await expectEnd(stage, stage.download(recording), recording, ['done'], random)
    assert.equal(stage.emulator.state().requests.query, 2, 'the damage was noticed, and it was fetched again')
  })
}

/** Stops a download at its place, does something, and lets it go on. */
async function meanwhile(
  [mode, position, random]: Parameters<Run>,
  use: (stopped: Stopped) => Promise<void>,
): Promise<void> {
  const shape = shapeDownload(mode, position, random)
  await withStage({ segments: shape.segments, retries: 2 }, async (stage) => {
    const recording = stage.recording('/A/meeting.mp4', shape.size)
    stage.emulator.setFaults(standstill(shape))
    const id = stage.download(recording)
    await stage.untilStill()
    await use({ stage, recording, id, random })
  })
}

interface Stopped {
  readonly stage: Stage
  readonly recording: RecordingRef
  readonly id: string
  readonly random: () => number
}

async function replaced(change: (random: () => number) => number, ...where: Parameters<Run>): Promise<void> {
  await meanwhile(where, async ({ stage, recording, id, random }) => {
    const { engine } = stage.transfers()
    engine.pause({ ids: [id] })
    await stage.untilGone()
    await stage.emulator.removeFile(recording.path)
    const other = stage.recording(recording.path, Math.max(90_000, (recording.size ?? 0) + change(random)))
    stage.emulator.clearFaults()
    engine.resume({ ids: [id] })
    await expectEnd(stage, id, other, ['done'], random)
  })
}

async function deleted(...where: Parameters<Run>): Promise<void> {
  await meanwhile(where, async ({ stage, recording, id, random }) => {
    await stage.emulator.removeFile(recording.path)
    stage.emulator.setFaults('drop-at=0*4')
    await expectEnd(stage, id, recording, ['server.notFound'], random)
    await stage.expectNothing()
  })
}

async function cancelled(...where: Parameters<Run>): Promise<void> {
  await meanwhile(where, async ({ stage, id }) => {
    stage.transfers().engine.cancel({ ids: [id] })
    await stage.expectNothing()
    await stage.untilGone()
    // Changed one's mind.
    stage.emulator.clearFaults()
    stage.transfers().engine.retry({ ids: [id] })
    assert.equal(await stage.outcome(id), 'done')
  })
}

async function paused(...where: Parameters<Run>): Promise<void> {
  await meanwhile(where, async ({ stage, recording, id, random }) => {
    const expectRest = remember(stage, recording, id)
    stage.transfers().engine.pause({ ids: [id] })
    await expectNoFinalName(stage)
    await stage.untilGone()
    if (random() < 0.5) await stage.restart()
    stage.emulator.clearFaults()
    stage.transfers().engine.resume({ ids: [id] })
    await expectEnd(stage, id, recording, ['done'], random)
    expectRest()
  })
}

async function quit(...where: Parameters<Run>): Promise<void> {
  await meanwhile(where, async ({ stage, recording, id, random }) => {
    const expectRest = remember(stage, recording, id)
    await stage.restart(async () => {
      await expectNoFinalName(stage)
      await stage.untilGone()
      stage.emulator.clearFaults()
    })
    await expectEnd(stage, id, recording, ['done'], random)
    expectRest()
  })
}

/** @returns asserts that nothing of what a person was shown to have by now has been sent again */
function remember(stage: Stage, { path, size }: RecordingRef, id: string): () => void {
  const served = (): number => stage.emulator.state().bytesServed[path] ?? 0
  const sentSoFar = served()
  const rest = (size ?? 0) - stage.job(id).transferredBytes
  return () => {
    const sent = served() - sentSoFar
    assert(sent <= rest, `${sent} bytes were sent when only ${rest} were missing`)
  }
}
