import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#shared/errors.ts'
import type { CloudRoomClient, RemoteRecording } from '../api/client.types.ts'
import type { JobReport, UploadSpec } from './job.ts'
import { remotePathOf } from './job.ts'
import { inspectUpload, type UploadCandidate } from './preflight.ts'

const readChunkBytes = 256 * 1024
/** A server may list a new file a moment after it has answered; ms to wait before asking again. */
const confirmationDelays = [0, 300, 1000, 3000]

export interface JobContext {
  readonly client: CloudRoomClient
  readonly signal: AbortSignal
  readonly report: (change: JobReport) => void
  /** An earlier run sent this upload under a name that was free then, and its outcome is not known. */
  readonly mayHaveArrived: boolean
}

/**
 * One upload from start to proof: preflight again (the file may have changed while queued), is the name
 * free, send, then ask the server for the file. After a failure that leaves the outcome open the server is
 * asked too, so that a file that did arrive is neither sent again nor reported as failed.
 *
 * @throws AppError
 */
export async function runUpload(spec: UploadSpec, context: JobContext): Promise<void> {
  const { client, signal, report } = context
  const remotePath = remotePathOf(spec)
  const candidate = await inspectUpload(spec.localFile)
  report({ totalBytes: candidate.size, transferredBytes: 0 })
  const existing = await client.find(remotePath, { signal })
  if (context.mayHaveArrived && hasSize(existing, candidate.size)) return
  if (existing !== null) throw new AppError('api.alreadyExists')

  report({ state: { kind: 'running' } })
  await sendOrReconcile(spec, candidate, context)
  await requireUnchanged(candidate)
  report({ state: { kind: 'verifying' } })
  await confirm(client, remotePath, candidate.size, signal)
}

async function sendOrReconcile(
  spec: UploadSpec,
  candidate: UploadCandidate,
  context: JobContext,
): Promise<void> {
  const { client, signal, report } = context
  const progress = { isSent: false }
  try {
    await client.upload(
      {
        folder: spec.remoteFolder,
        name: spec.name,
        size: candidate.size,
        open: () => createReadStream(candidate.file, { highWaterMark: readChunkBytes }),
        onProgress: (transferredBytes) => report({ transferredBytes }),
        onSent: () => {
          progress.isSent = true
          report({ state: { kind: 'verifying' } })
        },
      },
      { signal },
    )
  } catch (error) {
    if (!progress.isSent || !isOutcomeOpen(error)) throw error
    const found = await client.find(remotePathOf(spec), { signal }).catch(() => null)
    if (!hasSize(found, candidate.size)) throw error
  }
}

/** True when the server may have stored the file although no usable answer arrived. */
function isOutcomeOpen(error: unknown): boolean {
  return error instanceof AppError && (error.code.startsWith('network.') || error.code.startsWith('server.'))
}

async function requireUnchanged({ file, size, modifiedAt }: UploadCandidate): Promise<void> {
  const now = await stat(file).catch(() => null)
  // A file that was moved away after it was read was still sent whole.
  if (now && (now.size !== size || now.mtimeMs !== modifiedAt)) throw new AppError('file.changedDuringUpload')
}

async function confirm(
  client: CloudRoomClient,
  path: string,
  size: number,
  signal: AbortSignal,
): Promise<void> {
  for (const delayMs of confirmationDelays) {
    await delay(delayMs, undefined, { signal })
    if (hasSize(await client.find(path, { signal }), size)) return
  }
  throw new AppError('server.uploadNotConfirmed')
}

function hasSize(recording: RemoteRecording | null, size: number): boolean {
  return recording !== null && (!recording.sizeIsExact || recording.size === size)
}
