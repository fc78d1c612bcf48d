import type { RemoteRecording } from '../api/client.types.ts'
import type { RemoteIdentity } from './job.ts'

export function identityOf({ id, size, createdAt }: RemoteIdentity): RemoteIdentity {
  return { id, size, createdAt }
}

/**
 * Is this still the recording that was decided about? Ids tell where the server sends them; else size and time do, as the
 * server lists them (facts sheet: the API has no checksum).
 */
export function isSameRecording(recording: RemoteRecording, known: RemoteIdentity): boolean {
  if (recording.id !== null && known.id !== null) return recording.id === known.id
  return recording.size === known.size && recording.createdAt === known.createdAt
}
