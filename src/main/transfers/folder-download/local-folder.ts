import { lstat, mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '#shared/errors.ts'
import { ensureFolder } from '../../storage/ensure-folder.ts'
import { toFileError } from '../../storage/file-error.ts'
import { localFileName } from '../safe-name.ts'
import { nameKey } from '../upload-plan/name-key.ts'

const maxNumber = 10_000

/**
 * Makes a folder for one from the server, under a safe name. Two folders never become one: what is there already and is not
 * empty, or is the copy of another folder, is left alone, and the new one gets a number. To NTFS and APFS `A` and `a` are one
 * folder, which is empty until something has been downloaded into it: such names are kept apart everywhere.
 *
 * @param parent absolute; made when it is not there
 * @param name on the server
 * @param used what is the copy of another folder already, by {@link nameKey}; the new one is added
 * @returns its absolute path
 * @throws AppError `file.notWritable`, `file.diskFull`
 */
export async function makeLocalFolder(parent: string, name: string, used: Set<string>): Promise<string> {
  const safe = localFileName(name, parent)
  try {
    await ensureFolder(parent)
    for (let number = 0; number < maxNumber; number++) {
      // The whole name counts: `v1.2` has no extension here.
      const folder = path.join(parent, number === 0 ? safe : `${safe} (${number})`)
      const key = nameKey(folder)
      if (used.has(key) || !(await claim(folder))) continue
      used.add(key)
      return folder
    }
  } catch (error) {
    const described = toFileError(error, 'file.notWritable')
    throw described.code === 'file.notFound' ? new AppError('file.notWritable') : described
  }
  throw new AppError('file.notWritable')
}

/** A new folder, or an empty one: what an earlier run made before it was killed. Never through a link. */
async function claim(folder: string): Promise<boolean> {
  try {
    await mkdir(folder)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const info = await lstat(folder)
    return info.isDirectory() && (await readdir(folder)).length === 0
  }
}
