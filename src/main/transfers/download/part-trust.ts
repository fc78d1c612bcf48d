import { lstat } from 'node:fs/promises'
import { ByteRanges } from './byte-ranges.ts'
import type { PartRecord } from './part-store.ts'

/** A file's size and time, in whole numbers: `fs.BigIntStats` has them. */
export interface FileState {
  /** bytes */
  readonly size: bigint
  readonly mtimeNs: bigint
}

/** What a part file looked like when a run had ended in order. Whoever writes to it changes that. */
export function sealOf({ size, mtimeNs }: FileState): string {
  return `${size} ${mtimeNs}`
}

/**
 * Is what has the part file's name the file of this record? A process may have ended after it had claimed the name and before
 * it made the file; what is not empty then is somebody else's.
 */
export async function isOurs({ partFile, seal, boot }: PartRecord): Promise<boolean> {
  const wasMade = seal !== null || boot !== null
  if (wasMade || partFile === null) return wasMade
  const info = await lstat(partFile).catch(() => null)
  return info?.isFile() === true && info.size === 0
}

/**
 * Which bytes of a part file can be believed to be what was downloaded:
 * - after a run that ended in order (paused, failed, app quit): all that it noted, unless the file has been changed since;
 * - after a process that was killed, or crashed: all that it noted, because the system keeps what has been written;
 * - after the system itself went down in the middle of a run: what had been synced to the disk by then.
 *
 * @param boot see `currentBoot`
 */
export function believable(
  record: Pick<PartRecord, 'seal' | 'boot' | 'done' | 'durable'>,
  file: FileState,
  boot: string,
): ByteRanges {
  if (record.seal !== null) return record.seal === sealOf(file) ? record.done : new ByteRanges()
  return record.boot === boot ? record.done : record.durable
}
