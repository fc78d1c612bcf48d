import assert from 'node:assert/strict'
import type { RecordingRef } from '#shared/models/recording.ts'
import { pick } from './fault-case.ts'
import type { Stage } from './stage.ts'

/**
 * Asserts that a download ends in one of the expected ways, with nothing wrong on disk; if it failed, that once the cause is
 * gone it can be tried again, or taken off the list without a trace.
 *
 * @param expected `done` or codes of failures
 * @param recover makes the cause go away
 */
export async function expectEnd(
  stage: Stage,
  id: string,
  recording: RecordingRef,
  expected: readonly string[],
  random: () => number,
  recover: () => Promise<void> | void = () => stage.emulator.clearFaults(),
): Promise<void> {
  const outcome = await stage.outcome(id)
  assert(expected.includes(outcome), `ended as ${outcome}, not as ${expected.join(' or ')}`)
  if (outcome === 'done') {
    await stage.expectWhole(recording, stage.job(id))
    return
  }
  await expectNoFinalName(stage)
  await recover()
  const way = pick(random, ['retry', 'restart', 'remove'] as const)
  if (way === 'remove') {
    stage.transfers().engine.remove({ ids: [id] })
    await stage.expectNothing()
    return
  }
  if (way === 'restart') await stage.restart()
  stage.transfers().engine.retry({ ids: [id] })
  const second = await stage.outcome(id)
  const isGone = !stage.emulator.listing().some((file) => file.path === recording.path)
  assert.equal(second, isGone ? 'server.notFound' : 'done', `after ${outcome} and ${way}`)
  if (isGone) await stage.expectNothing()
  else await stage.expectWhole(recording, stage.job(id))
}

/** What is not whole has no other name than a part file's. */
export async function expectNoFinalName(stage: Stage): Promise<void> {
  const whole = (await stage.files()).filter((name) => !name.endsWith('.part'))
  assert.deepEqual(whole, [], 'under a final name')
}
