import { AppError } from '#shared/errors.ts'
import { DownloadAddress } from './download/address.ts'
import { findFinishedFile } from './download/finished-file.ts'
import { fetchFile } from './download/fetch-file.ts'
import type { LiveParts } from './download/live-parts.ts'
import { LivePart } from './download/live-parts.ts'
import { PartSession } from './download/part-session.ts'
import { isOurs } from './download/part-trust.ts'
import type { PartStore } from './download/part-store.ts'
import { verifyFile } from './download/verify-file.ts'
import type { DownloadSource } from './download-source.ts'
import type { DownloadSpec } from './job.ts'
import { removePartFile } from './part-file.ts'
import type { Throttle } from './throttle.ts'
import type { JobContext } from './upload-job.ts'

export interface DownloadOutcome {
  /** Absolute path of the finished file. */
  readonly localPath: string
  /** bytes */
  readonly size: number
}

export interface DownloadDeps {
  readonly source: DownloadSource
  readonly parts: PartStore
  readonly throttle: Throttle
  /** For those who read a file while it comes. */
  readonly live?: LiveParts
  /** See `currentBoot`. */
  readonly boot: string
  /** At most, per file. Default 4 (design, section 6). */
  readonly connections?: number
  /** Size from which a file is fetched over several connections, in bytes. Default 32 MiB. */
  readonly segmentFrom?: number
  /** Bytes that a connection fetches with one request; by default it depends on the file's size. */
  readonly blockBytes?: number
}

const defaultConnections = 4
const defaultSegmentFrom = 32 * 2 ** 20

/**
 * One download from start to proof: ask for a fresh address, fetch what is missing into `<name>.part`, check length and
 * checksum, sync, move into place. Never does anything appear under the final name before it is whole. However a run ends,
 * the part file and its record stay, and the next run of the same job goes on from there; only what can be of no use any
 * more (recording gone, wrong checksum) is thrown away. {@link discardDownload} takes the rest away, and the record once
 * the job is known to be done.
 *
 * @throws AppError
 */
export async function runDownload(
  spec: DownloadSpec,
  context: JobContext,
  deps: DownloadDeps,
): Promise<DownloadOutcome> {
  const kept = deps.parts.get(spec.id)
  const finished = await findFinishedFile(kept)
  if (finished !== null) return { localPath: finished, size: kept?.size ?? 0 }
  try {
    return await download(spec, context, deps)
  } catch (error) {
    if (error instanceof AppError && error.code === 'server.notFound') await discardDownload(spec.id, deps)
    throw error
  }
}

/**
 * Removes what a download has left behind: the part file and its record. The job must not be running.
 *
 * @throws AppError `file.notWritable`; the record is then kept, so that it can be tried again
 */
export async function discardDownload(jobId: string, { parts }: Pick<DownloadDeps, 'parts'>): Promise<void> {
  const record = parts.get(jobId)
  if (record === null) return
  if (record.partFile !== null && (await isOurs(record))) await removePartFile(record.partFile)
  parts.delete(jobId)
}

async function download(
  spec: DownloadSpec,
  context: JobContext,
  deps: DownloadDeps,
): Promise<DownloadOutcome> {
  const live = deps.live?.use(spec.id)
  try {
    return await downloadLive(spec, context, deps, live ?? new LivePart())
  } finally {
    deps.live?.release(spec.id)
  }
}

async function downloadLive(
  spec: DownloadSpec,
  { client, signal, report }: JobContext,
  deps: DownloadDeps,
  live: LivePart,
): Promise<DownloadOutcome> {
  const address = await DownloadAddress.find(client, deps.source, spec.recording.path, signal)
  const part = await PartSession.open({
    spec,
    recording: address.recording,
    store: deps.parts,
    boot: deps.boot,
    report: (transferredBytes) => report({ transferredBytes }),
    live,
  })
  try {
    await fetchFile({
      address,
      part,
      connections: deps.connections ?? defaultConnections,
      segmentFrom: deps.segmentFrom ?? defaultSegmentFrom,
      blockBytes: deps.blockBytes,
      pace: deps.throttle.paceOf(spec.id, signal),
      signal,
      onStart: (totalBytes) => report({ state: { kind: 'running' }, totalBytes, name: part.record.name }),
    })
    report({ state: { kind: 'verifying' } })
    await verify(part, signal)
    const localPath = await part.finish()
    return { localPath, size: part.record.size ?? 0 }
  } finally {
    await part.close()
  }
}

async function verify(part: PartSession, signal: AbortSignal): Promise<void> {
  try {
    await verifyFile(part.file, part.record, signal)
  } catch (error) {
    if (error instanceof AppError && error.code === 'server.checksumMismatch') {
      await part.reject(String(error.params['md5']))
    }
    throw error
  }
}
