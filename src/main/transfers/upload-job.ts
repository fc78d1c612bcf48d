import { stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import type { ReplacePhase } from '#shared/models/transfer.ts'
import type { CloudRoomClient } from '../api/client.types.ts'
import type { CapacityGate } from './capacity-gate.ts'
import { remotePathOf, type JobReport, type UploadNote, type UploadSpec } from './job.ts'
import { inspectUpload, type UploadCandidate } from './preflight.ts'
import { paced } from './paced.ts'
import { readFileChunks } from './read-file-chunks.ts'
import { identityOf } from './remote-identity.ts'
import type { Throttle } from './throttle.ts'
import { findPlace, hasSize, type PlaceDeps } from './upload-place.ts'

/** A server may list a new file a moment after it has answered; ms to wait before asking again. */
const confirmationDelays = [0, 300, 1000, 3000]
/** Names that are tried for one upload of which both are to be kept, each with its own sending. */
const maxNames = 3

export interface JobContext {
  readonly client: CloudRoomClient
  readonly signal: AbortSignal
  readonly report: (change: JobReport) => void
  /** An earlier run sent this upload under a name that was free then, and its outcome is not known. */
  readonly mayHaveArrived: boolean
}

/** What an upload's run needs besides. */
export interface UploadContext extends JobContext {
  /** Where an earlier run has left off with what the upload replaces. */
  readonly replacing: ReplacePhase | null
  readonly note: (note: UploadNote) => void
  /**
   * Gives the upload another name on the server.
   *
   * @returns false when another unfinished upload has that name
   */
  readonly rename: (name: string) => boolean
}

/** Told when an upload has changed what is at a path (`/A/b.mp4`) of a profile's netDisk. */
export type RemoteChangeListener = (profileId: string, path: string) => void

export interface UploadDeps {
  readonly capacity: CapacityGate
  readonly throttle: Throttle
  /** What has this path on the server came or went although the upload is not done. */
  readonly onRemoteChange: RemoteChangeListener
}

/**
 * One upload from start to proof: preflight again (the file may have changed while queued), is the name
 * free or can it be made free, send, then ask the server for the file. After a failure that leaves the outcome open the
 * server is asked too, so that a file that did arrive is neither sent again nor reported as failed.
 *
 * @throws AppError
 */
export async function runUpload(spec: UploadSpec, context: UploadContext, deps: UploadDeps): Promise<void> {
  const { client, signal, report } = context
  const candidate = await inspectUpload(spec.localFile)
  report({ totalBytes: candidate.size, transferredBytes: 0 })
  const placeDeps: PlaceDeps = {
    requireRoom: () => deps.capacity.require(spec.profileId, candidate.size),
    onDeleted: () => {
      deps.capacity.reopen()
      deps.onRemoteChange(spec.profileId, remotePathOf(spec))
    },
  }
  let current = spec
  for (let tries = 1; ; tries++) {
    const place = await findPlace(current, candidate, context, placeDeps)
    if (place.kind === 'arrived') return
    current = { ...current, name: place.name }
    report({ state: { kind: 'running' } })
    try {
      await sendOrReconcile(current, place.path, candidate, context, deps)
      await requireUnchanged(candidate)
      report({ state: { kind: 'verifying' } })
      await confirm(client, place.path, candidate.size, signal)
      return
    } catch (error) {
      const failure = await explain(error, current, place.path, candidate, context, deps)
      if (tries >= maxNames || !(await isNameTaken(failure, current, place.path, context))) throw failure
    }
  }
}

/** Somebody took the name while the file was on its way, and both are to be kept: the next name will do. */
async function isNameTaken(
  error: unknown,
  { onConflict }: UploadSpec,
  path: string,
  { client, signal }: JobContext,
): Promise<boolean> {
  if (onConflict.kind !== 'keepBoth' || !isCode(error, 'api.alreadyExists')) return false
  return (await client.find(path, { signal })) !== null
}

/** What a failure means for the user and for the next run. */
async function explain(
  error: unknown,
  spec: UploadSpec,
  path: string,
  { size }: UploadCandidate,
  { client, signal, note }: UploadContext,
  { capacity, onRemoteChange }: UploadDeps,
): Promise<unknown> {
  if (isCode(error, 'api.noCapacity')) capacity.refused(spec.profileId, size)
  if (isCode(error, 'api.noCapacity') || isCode(error, 'api.fileTooLarge')) {
    return new AppError(error.code, { cause: error, params: { ...error.params, actual: size } })
  }
  if (!isCode(error, 'file.changedDuringUpload')) return error
  // The name was free: whatever has it now is what was sent, a mixture of before and after the change.
  const stored = await client.find(path, { signal }).catch(() => null)
  if (stored === null) return error
  note({ onConflict: { kind: 'replace', old: identityOf(stored) } })
  onRemoteChange(spec.profileId, path)
  return new AppError('file.changedButStored', { cause: error })
}

function isCode(error: unknown, code: ErrorCode): error is AppError {
  return error instanceof AppError && error.code === code
}

async function sendOrReconcile(
  spec: UploadSpec,
  path: string,
  candidate: UploadCandidate,
  context: JobContext,
  { throttle }: UploadDeps,
): Promise<void> {
  const { client, signal, report } = context
  const progress = { isSent: false }
  try {
    await client.upload(
      {
        folder: spec.remoteFolder,
        name: spec.name,
        size: candidate.size,
        open: () => paced(readFileChunks(candidate.file), throttle.paceOf(spec.id, signal)),
        onProgress: (transferredBytes) => report({ transferredBytes }),
        onSent: () => {
          progress.isSent = true
          report({ state: { kind: 'verifying' } })
        },
      },
      { signal },
    )
  } catch (error) {
    // What an earlier run sent may have come to its place only now, and have taken the name.
    const mayBeOurs = context.mayHaveArrived && isCode(error, 'api.alreadyExists')
    if (!mayBeOurs && !(progress.isSent && isOutcomeOpen(error))) throw error
    const found = await client.find(path, { signal }).catch(() => null)
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
