import { open, stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#shared/errors.ts'
import type { CloudRoomClient, RemoteRecording } from '../api/client.types.ts'
import { toFileError } from '../storage/file-error.ts'
import type { UploadNote } from './job.ts'
import type { UploadCandidate } from './preflight.ts'
import { isSameRecording } from './remote-identity.ts'

/** A server may list a recording a moment longer than it has it; ms to wait before asking again. */
const confirmationDelays = [0, 300, 1000, 3000]

export interface ReplaceContext {
  readonly client: CloudRoomClient
  readonly signal: AbortSignal
  readonly note: (note: UploadNote) => void
}

/**
 * Takes the old recording off the server, so that the new one can be uploaded under its name.
 *
 * The API has neither overwrite nor rename, and refuses an upload to a name that is taken (code 9). Two orders are possible:
 * - upload under a free name, delete the old copy, upload again under the right name, delete the first upload: never
 *   without a copy, but every byte is sent twice, both copies must fit, and an error in the middle leaves a recording under
 *   a name that nobody chose;
 * - delete, then upload: half the traffic and room, and nothing is ever left under another name, but until the upload
 *   is through the server has neither copy.
 *
 * This is the second, made safe by what surrounds it:
 * - the new copy exists in full: the local file has just been preflighted, is read at both ends again and is unchanged;
 * - only the recording that the user decided about is deleted, by its id; one that took its name meanwhile is a new conflict;
 * - what is about to happen is stored before it happens (`deleting`), and what has happened before anything else is done
 *   (`deleted`). Deleting and asking about it is not interrupted by cancelling or quitting, so that the job knows how it
 *   ended; a kill in between is settled by the next run, which asks the server before it does anything;
 * - from then on the job says in every state that the old copy is gone and the new one not there yet, and does not give
 *   up for as long as the network or a busy server is all that is in its way.
 *
 * @throws AppError; whether the old copy is gone has been told by then, as far as the server could be asked
 */
export async function deleteReplaced(
  old: RemoteRecording,
  candidate: UploadCandidate,
  { client, signal, note }: ReplaceContext,
): Promise<void> {
  await requireReadable(candidate)
  signal.throwIfAborted()
  note({ replacing: 'deleting' })
  try {
    await client.remove(old)
  } catch (error) {
    // What deleting a missing file answers is unspecified, and an answer can be lost: only the listing tells.
    if (!(await isGone(client, old))) {
      note({ replacing: null })
      throw error
    }
  }
  await confirmGone(client, old)
  note({ replacing: 'deleted' })
  signal.throwIfAborted()
}

async function confirmGone(client: CloudRoomClient, old: RemoteRecording): Promise<void> {
  for (const delayMs of confirmationDelays) {
    await delay(delayMs)
    if (await isGone(client, old)) return
  }
  throw new AppError('server.deleteNotConfirmed')
}

async function isGone(client: CloudRoomClient, old: RemoteRecording): Promise<boolean> {
  const found = await client.find(old.path)
  return found === null || !isSameRecording(found, old)
}

/** The last moment to notice that the new copy cannot be had. @throws AppError `file.*` */
async function requireReadable({ file, size, modifiedAt }: UploadCandidate): Promise<void> {
  try {
    const handle = await open(file, 'r')
    try {
      const byte = new Uint8Array(1)
      for (const position of [0, size - 1]) {
        const { bytesRead } = await handle.read(byte, 0, 1, position)
        if (bytesRead !== 1) throw new AppError('file.changedDuringUpload')
      }
    } finally {
      await handle.close()
    }
    const now = await stat(file)
    if (now.size !== size || now.mtimeMs !== modifiedAt) throw new AppError('file.changedDuringUpload')
  } catch (error) {
    throw toFileError(error, 'file.notReadable')
  }
}
