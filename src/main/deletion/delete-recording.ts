import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#shared/errors.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import type { CloudRoomClient } from '../api/client.types.ts'
import { isSameRecording } from '../transfers/remote-identity.ts'

/** A server may list a recording a moment longer than it has it; ms to wait before asking again. */
const confirmationDelays = [0, 300, 1000, 3000]

/** The account was refused: the server has done nothing, and would not answer a question either. */
const refusals: readonly string[] = ['api.noPermission', 'api.accountNotFound', 'api.wrongSecret']

/**
 * Deletes one recording, and believes in it only once the server no longer lists it. What deleting a missing file
 * answers is unspecified, and an answer can be lost: after any failure the server is asked whether the recording is
 * still there. Gone is gone; another one that took its name meanwhile is left alone.
 *
 * @throws AppError `server.deleteNotConfirmed`, and why it is still there, or why nobody knows
 */
export async function deleteRecording(
  client: Pick<CloudRoomClient, 'remove' | 'find'>,
  recording: RecordingRef,
): Promise<void> {
  try {
    await client.remove(recording)
  } catch (error) {
    if (error instanceof AppError && refusals.includes(error.code)) throw error
    if (await isGone(client, recording)) return
    throw error
  }
  for (const delayMs of confirmationDelays) {
    if (delayMs > 0) await delay(delayMs)
    if (await isGone(client, recording)) return
  }
  throw new AppError('server.deleteNotConfirmed')
}

async function isGone(client: Pick<CloudRoomClient, 'find'>, recording: RecordingRef): Promise<boolean> {
  const found = await client.find(recording.path)
  return found === null || !isSameRecording(found, recording)
}
