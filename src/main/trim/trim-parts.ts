import type { BigIntStats } from 'node:fs'
import { lstat } from 'node:fs/promises'
import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { toFileError } from '../storage/file-error.ts'
import { createPartFile, removePartFile, type PartFile } from '../transfers/part-file.ts'

/**
 * The part files of copies under way. What a process that was killed has left of them is removed by a later one: only the
 * very file that was made here, whatever else has its name by then.
 */
export class TrimParts {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /**
   * Creates `<name>.part` in `folder`, see `createPartFile`, and notes it before anything is written to it.
   *
   * @throws AppError `file.notWritable`, `file.diskFull`
   */
  async create(folder: string, name: string): Promise<PartFile> {
    const claimed: string[] = []
    let part: PartFile | null = null
    try {
      part = await createPartFile(folder, name, (file) => {
        const isFree = this.#claim(file)
        if (isFree) claimed.push(file)
        return isFree
      })
      await this.#made(part)
      return part
    } catch (error) {
      if (part !== null) await this.discard(part)
      throw toFileError(error, 'file.notWritable')
    } finally {
      // Taken by somebody else at the last moment, or not to be made.
      for (const file of claimed) if (file !== part?.file) this.forget(file)
    }
  }

  /** Leaves nothing of it; what cannot be removed now is left to the next start. */
  async discard({ file, handle }: PartFile): Promise<void> {
    await handle.close().catch(() => undefined)
    await removePartFile(file).then(
      () => this.forget(file),
      () => undefined,
    )
  }

  /** It has its final name now, or is gone. */
  forget(file: string): void {
    try {
      this.#database.prepare('DELETE FROM trim_parts WHERE file = ?').run(file)
    } catch {
      // A full disk, for one. The next start finds that it is gone.
    }
  }

  /**
   * Removes what earlier processes have left. To be called before the first copy of this one; what cannot be removed now is
   * left to the next start.
   *
   * @param onFailure hears of what cannot be removed
   */
  async sweep(onFailure: (error: unknown) => void): Promise<void> {
    for (const { file, identity } of this.#database.prepare('SELECT * FROM trim_parts').all()) {
      await this.#remove(String(file), identity === null ? null : String(identity)).catch(onFailure)
    }
  }

  /** Notes a name before there is a file of it. False when an earlier process may still have left something there. */
  #claim(file: string): boolean {
    return this.#database.prepare('INSERT OR IGNORE INTO trim_parts VALUES (?, NULL)').run(file).changes === 1
  }

  async #made({ file, handle }: PartFile): Promise<void> {
    const identity = identityOf(await handle.stat({ bigint: true }))
    this.#database.prepare('UPDATE trim_parts SET identity = ? WHERE file = ?').run(identity, file)
  }

  async #remove(file: string, identity: string | null): Promise<void> {
    const info = await infoOf(file)
    // A disk that is not there now may come back, with the file.
    if (info === null && (await infoOf(path.dirname(file))) === null) return
    if (info !== null && isOurs(info, identity)) await removePartFile(file)
    this.forget(file)
  }
}

/** Null when there is nothing. @throws Error when that cannot be found out */
async function infoOf(file: string): Promise<BigIntStats | null> {
  try {
    return await lstat(file, { bigint: true })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
}

/** A file system gives the inode of a deleted file to the next one, which was born later. Writing changes neither. */
const identityOf = ({ ino, birthtimeNs }: BigIntStats): string => `${ino} ${birthtimeNs}`

/** What an empty file has on exFAT under macOS, until it is written to (rfjakob/gocryptfs#585): it tells no file from another. */
const inodeOfEmpty = '1'

/** A process that ended before it had noted which file it made had not written to it. */
function isOurs(info: BigIntStats, identity: string | null): boolean {
  if (!info.isFile()) return false
  if (identity === null) return info.size === 0n
  return identity === identityOf(info) || identity === `${inodeOfEmpty} ${info.birthtimeNs}`
}
