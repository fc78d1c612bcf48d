import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type { StartedTransfers } from './start-transfers.ts'

/** Queues an upload that fails when its name is taken, without a plan for it; the id of the job. */
export function queueUpload(
  { engine, profileId }: Pick<StartedTransfers, 'engine' | 'profileId'>,
  localFile: string,
  remoteFolder: string,
): string {
  const id = randomUUID()
  const name = path.basename(localFile)
  const onConflict = { kind: 'refuse' } as const
  engine.add(
    { direction: 'upload', id, profileId, localFile, remoteFolder, name, onConflict, createdAt: Date.now() },
    name,
    null,
  )
  return id
}
