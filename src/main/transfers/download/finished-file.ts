import { lstat } from 'node:fs/promises'
import path from 'node:path'
import { removePartFile } from '../part-file.ts'
import { numberedName } from '../safe-name.ts'
import type { PartRecord } from './part-store.ts'

/** A file that got its final name had at most this many numbers to go through. */
const numbersTried = 100

/**
 * The finished file of a download whose process ended between the move and the note that it is done: the file
 * under one of the names it may have got, known by its inode. A name and a size alone would not prove it.
 *
 * @returns its absolute path, or null
 */
export async function findFinishedFile(record: PartRecord | null): Promise<string | null> {
  if (record === null || record.inode === null) return null
  for (let number = 0; number < numbersTried; number++) {
    const file = path.join(record.folder, numberedName(record.name, number))
    const info = await lstat(file, { bigint: true }).catch(() => null)
    // A file system gives the inode of a deleted file to the next one, so the size must fit too.
    const isOurs = info?.isFile() && String(info.ino) === record.inode && Number(info.size) === record.size
    if (!isOurs) continue
    // The move is a link and an unlink; the second may be missing.
    if (record.partFile !== null) await removePartFile(record.partFile)
    return file
  }
  return null
}
