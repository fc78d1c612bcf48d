import type { FileHandle } from 'node:fs/promises'
import { AppError } from '#shared/errors.ts'
import { nameOf } from '#shared/paths.ts'
import type { CloudRoomClient, RemoteRecording } from '../api/client.types.ts'
import { describeNetworkError } from '../api/network-errors.ts'
import { toFileError } from '../storage/file-error.ts'
import type { DownloadBody, DownloadSource } from './download-source.ts'
import type { DownloadSpec } from './job.ts'
import {
  createPartFile,
  discardPartFile,
  finishPartFile,
  requireFreeSpace,
  type PartFile,
} from './part-file.ts'
import { safeFileName } from './safe-name.ts'
import type { JobContext } from './upload-job.ts'

export interface DownloadOutcome {
  /** Absolute path of the finished file. */
  readonly localPath: string
  /** bytes */
  readonly size: number
}

/**
 * One download from start to proof: ask for a fresh address, stream into `<name>.part`, check the length
 * against both the listing and the answer, sync, move into place. On any failure nothing stays behind, least
 * of all under the final name.
 *
 * @throws AppError
 */
export async function runDownload(
  spec: DownloadSpec,
  source: DownloadSource,
  context: JobContext,
): Promise<DownloadOutcome> {
  const { recording, body } = await openBody(spec, source, context)
  const expected = body.length ?? (recording.sizeIsExact ? recording.size : null)
  let part: PartFile | null = null
  try {
    requireSameSize(recording, body)
    context.report({ totalBytes: expected, transferredBytes: 0 })
    const name = safeFileName(nameOf(recording.path))
    part = await createPartFile(spec.targetFolder, name)
    await requireFreeSpace(spec.targetFolder, expected ?? 0)

    context.report({ state: { kind: 'running' }, name })
    const written = await copy(body, part.handle, context)
    context.report({ state: { kind: 'verifying' } })
    if (expected !== null && written !== expected) throw lengthMismatch(expected, written)
    const localPath = await finishPartFile(part, spec.targetFolder, name, recording.createdAt)
    return { localPath, size: written }
  } catch (error) {
    body.stream.destroy()
    if (part) await discardPartFile(part)
    throw error
  }
}

/** Statuses with which servers answer an address that has expired (design, section 6). */
const expiredStatuses: ReadonlySet<unknown> = new Set([401, 403, 404, 410])

async function openBody(
  spec: DownloadSpec,
  source: DownloadSource,
  { client, signal }: JobContext,
): Promise<{ recording: RemoteRecording; body: DownloadBody }> {
  const first = await freshRecording(client, spec, signal)
  try {
    return { recording: first, body: await source.open(requireUrl(first), signal) }
  } catch (error) {
    if (!(error instanceof AppError) || !expiredStatuses.has(error.params['status'])) throw error
    const second = await freshRecording(client, spec, signal)
    return { recording: second, body: await source.open(requireUrl(second), signal) }
  }
}

async function freshRecording(
  client: CloudRoomClient,
  spec: DownloadSpec,
  signal: AbortSignal,
): Promise<RemoteRecording> {
  const recording = await client.find(spec.recording.path, { signal })
  if (!recording) throw new AppError('server.notFound')
  return recording
}

function requireUrl(recording: RemoteRecording): string {
  if (recording.downUrl === null) throw new AppError('server.unsafeDownloadUrl')
  return recording.downUrl
}

function requireSameSize(recording: RemoteRecording, body: DownloadBody): void {
  if (!recording.sizeIsExact || recording.size === null || body.length === null) return
  if (recording.size !== body.length) throw lengthMismatch(recording.size, body.length)
}

/** Chunks are gathered up to this many bytes before they are written: one system call instead of sixteen. */
const writeBatchBytes = 1024 * 1024

/** Streams to disk in the order of arrival; pulling chunk by chunk gives the stream backpressure. @returns bytes written */
async function copy(body: DownloadBody, file: FileHandle, { report, signal }: JobContext): Promise<number> {
  let written = 0
  let batch: Uint8Array[] = []
  let batchBytes = 0
  const flush = async (): Promise<void> => {
    await writeAll(file, batch, written)
    written += batchBytes
    batch = []
    batchBytes = 0
  }
  const chunks = body.stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  for (;;) {
    const next = await chunks.next().catch((error: unknown) => {
      throw describeNetworkError(error)
    })
    if (next.done) break
    signal.throwIfAborted()
    batch.push(next.value)
    batchBytes += next.value.length
    report({ transferredBytes: written + batchBytes })
    if (batchBytes >= writeBatchBytes) await flush()
  }
  await flush()
  return written
}

/** `writev` may write less than it was given, so the rest goes again. */
async function writeAll(file: FileHandle, chunks: readonly Uint8Array[], position: number): Promise<void> {
  try {
    let rest = [...chunks]
    let offset = position
    while (rest.length > 0) {
      const { bytesWritten } = await file.writev(rest, offset)
      offset += bytesWritten
      rest = dropBytes(rest, bytesWritten)
    }
  } catch (error) {
    throw toFileError(error, 'file.notWritable')
  }
}

function dropBytes(chunks: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let left = bytes
  return chunks.flatMap((chunk) => {
    const dropped = Math.min(left, chunk.length)
    left -= dropped
    return dropped === chunk.length ? [] : [chunk.subarray(dropped)]
  })
}

function lengthMismatch(expected: number, actual: number): AppError {
  return new AppError('server.lengthMismatch', { params: { expected, actual } })
}
