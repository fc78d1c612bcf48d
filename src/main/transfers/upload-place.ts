import { AppError } from '#shared/errors.ts'
import { joinRecordingPath } from '#shared/paths.ts'
import type { RemoteRecording } from '../api/client.types.ts'
import type { UploadSpec } from './job.ts'
import type { UploadCandidate } from './preflight.ts'
import { isSameRecording } from './remote-identity.ts'
import { deleteReplaced } from './replace-recording.ts'
import type { UploadContext } from './upload-job.ts'
import { numberedUploadName } from './upload-names.ts'

/** Numbers that are tried for a free name. */
const maxNumber = 1000

export type UploadPlace =
  /** An earlier run has brought it there. */
  | { readonly kind: 'arrived' }
  /** Nothing has this path on the server. */
  | { readonly kind: 'free'; readonly path: string; readonly name: string }

export interface PlaceDeps {
  /** @throws AppError `api.noCapacity` when it is known that the upload will not fit */
  readonly requireRoom: () => void
  /** Something was deleted from the folder. */
  readonly onDeleted: () => void
}

/**
 * Finds out under which name an upload can be sent, and makes the name free where that was decided.
 *
 * @throws AppError `api.alreadyExists` when the name is taken and nothing was decided about what has it; others as
 *   deleting and asking throw them
 */
export async function findPlace(
  spec: UploadSpec,
  candidate: UploadCandidate,
  context: UploadContext,
  deps: PlaceDeps,
): Promise<UploadPlace> {
  const { client, signal, note, mayHaveArrived } = context
  const path = joinRecordingPath(spec.remoteFolder, spec.name)
  const existing = await client.find(path, { signal })
  if (existing === null) {
    if (context.replacing === 'deleting') note({ replacing: 'deleted' })
    deps.requireRoom()
    return { kind: 'free', path, name: spec.name }
  }
  const { onConflict } = spec
  // Once the old one is known to be gone, nothing that is there can be it.
  const isOld =
    onConflict.kind === 'replace' &&
    context.replacing !== 'deleted' &&
    isSameRecording(existing, onConflict.old)
  if (mayHaveArrived && !isOld && hasSize(existing, candidate.size)) return { kind: 'arrived' }
  if (isOld) {
    deps.requireRoom()
    await deleteReplaced(existing, candidate, context)
    deps.onDeleted()
    return { kind: 'free', path, name: spec.name }
  }
  if (onConflict.kind !== 'keepBoth') throw new AppError('api.alreadyExists')
  deps.requireRoom()
  return await nextFree(spec, candidate, context)
}

/** `name (1).mp4` and on: free in the queue, then free on the server. */
async function nextFree(
  { remoteFolder }: UploadSpec,
  candidate: UploadCandidate,
  { client, signal, rename }: Pick<UploadContext, 'client' | 'signal' | 'rename'>,
): Promise<UploadPlace> {
  for (let number = 1; number < maxNumber; number++) {
    const name = numberedUploadName(candidate.name, number)
    const path = joinRecordingPath(remoteFolder, name)
    if (!rename(name)) continue
    if ((await client.find(path, { signal })) === null) return { kind: 'free', path, name }
  }
  throw new AppError('api.alreadyExists')
}

export function hasSize(recording: RemoteRecording | null, size: number): boolean {
  return recording !== null && (!recording.sizeIsExact || recording.size === size)
}
