import type { RemoteRecording } from '../../api/client.types.ts'
import type { DownloadSpec } from '../job.ts'
import type { PartRecord } from './part-store.ts'

/**
 * Whether a download can go on from what is on disk: the same recording, of the size that is listed now, a file that has
 * all that the record claims, and a validator under which the server can be asked for the rest.
 *
 * @param fileSize of the part file, in bytes
 */
export function isResumable(
  record: PartRecord,
  fileSize: number,
  spec: DownloadSpec,
  recording: RemoteRecording,
): boolean {
  if (record.profileId !== spec.profileId || record.remotePath !== recording.path) return false
  const { size, done, validators } = record
  if (size === null || done.end > size || done.end > fileSize) return false
  if (recording.sizeIsExact && recording.size !== null && recording.size !== size) return false
  return validators.ifRange !== null || done.missing(size).length === 0
}

/** Bytes of a block: large enough to make a request worth its round trip, small enough to share the file out. */
export function blockBytesFor(remaining: number, connections: number): number {
  const share = Math.ceil(remaining / (connections * 4))
  return Math.min(Math.max(share, 4 * 2 ** 20), 16 * 2 ** 20)
}
