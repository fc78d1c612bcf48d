import { link, lstat, open, rename, rm, statfs, unlink, utimes, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '#shared/errors.ts'
import { numberedName } from './safe-name.ts'
import { ensureFolder } from '../storage/ensure-folder.ts'
import { toFileError } from '../storage/file-error.ts'
import { onceFree, type OnceFreeOptions } from '../storage/once-free.ts'
import { isSameFile } from '../storage/same-file.ts'

const maxNumber = 10_000

/** A download under way: `<name>.part`, created by us and by no one else. */
export interface PartFile {
  readonly file: string
  readonly handle: FileHandle
}

/**
 * Creates `<name>.part` in `folder`, numbered when that name is taken, without ever opening a file that was
 * already there.
 *
 * @param claim notes that the file is ours before there is one: whenever the process ends, nothing is left that nobody
 *   knows of. False when the name belongs to somebody else.
 * @throws AppError `file.notWritable`, `file.diskFull`
 */
export async function createPartFile(
  folder: string,
  name: string,
  claim: (file: string) => boolean,
): Promise<PartFile> {
  try {
    for (let number = 0; number < maxNumber; number++) {
      const file = path.join(folder, `${numberedName(name, number)}.part`)
      if ((await isTaken(file)) || !claim(file)) continue
      try {
        return { file, handle: await open(file, 'wx+') }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
    }
    throw new AppError('file.notWritable')
  } catch (error) {
    throw toTargetError(error)
  }
}

async function isTaken(file: string): Promise<boolean> {
  return await lstat(file).then(
    () => true,
    () => false,
  )
}

/** A folder that cannot be made or has gone is, to whoever downloads, one that cannot be written to. */
function toTargetError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const described = toFileError(error, 'file.notWritable')
  if (described.code !== 'file.notFound') return described
  return new AppError('file.notWritable', { cause: described.cause })
}

/**
 * Opens a part file of ours again, or null when there is no such file, or something else in its place.
 *
 * @param held how one that another program has for a moment is waited for
 * @throws AppError `file.notWritable` when it is there and cannot be opened for now (disk read-only, another program has
 *   it): whoever began another file instead would forget this one
 */
export async function reopenPartFile(file: string, held: OnceFreeOptions = {}): Promise<PartFile | null> {
  const info = await lstat(file).catch(() => null)
  // Never through a link that someone else has put there.
  if (!info?.isFile()) return null
  try {
    return { file, handle: await onceFree(() => open(file, 'r+'), held) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw toTargetError(error)
  }
}

/**
 * Gives a finished part file its final name: fsynced, its time set to the recording's, and never over a
 * file that exists (`name (1).mp4` instead).
 *
 * @param modifiedAt epoch ms, or null to leave the time of writing
 * @returns the absolute path it has now
 * @throws AppError `file.notWritable`, `file.diskFull`, `file.notFound` when the part file was taken away meanwhile
 */
export async function finishPartFile(
  part: PartFile,
  folder: string,
  name: string,
  modifiedAt: number | null,
): Promise<string> {
  try {
    await part.handle.sync()
    await requireStillThere(part)
    await part.handle.close()
    const file = await moveWithoutOverwriting(part.file, folder, name)
    if (modifiedAt !== null) await utimes(file, new Date(), new Date(modifiedAt)).catch(() => undefined)
    return file
  } catch (error) {
    throw toTargetError(error)
  }
}

/** What has the part file's name must be what was written; a user may have deleted it, and another job made a new one. */
async function requireStillThere({ file, handle }: PartFile): Promise<void> {
  const written = await handle.stat({ bigint: true })
  const named = await lstat(file, { bigint: true }).catch(() => null)
  if (named === null || !isSameFile(written, named)) throw new AppError('file.notFound')
}

/** @throws AppError `file.notWritable`; that it is gone already is fine */
export async function removePartFile(file: string): Promise<void> {
  try {
    await onceFree(() => rm(file, { force: true }))
  } catch (error) {
    throw toFileError(error, 'file.notWritable')
  }
}

/** Makes the folder that downloads go to. @throws AppError `file.notWritable`, `file.diskFull` */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await ensureFolder(folder)
  } catch (error) {
    throw toTargetError(error)
  }
}

/** @throws AppError `file.diskFull` when `bytes` do not fit; a system that does not say is believed to have room */
export async function requireFreeSpace(folder: string, bytes: number): Promise<void> {
  const info = await statfs(folder).catch(() => null)
  if (info && info.bavail * info.bsize < bytes) throw new AppError('file.diskFull', { params: { bytes } })
}

async function moveWithoutOverwriting(source: string, folder: string, name: string): Promise<string> {
  for (let number = 0; number < maxNumber; number++) {
    const target = path.join(folder, numberedName(name, number))
    if (await claim(source, target)) return target
  }
  throw new AppError('file.notWritable')
}

/**
 * `rename` replaces silently on every platform, `link` never does: it is the atomic "only if absent". File systems without hard
 * links (exFAT, some network drives) get an empty file of our own to replace. They are not known by what they answer: on Windows
 * exFAT says EISDIR (nodejs/node#65817), shares say whatever their server does. Where the folder is to blame, the file says so.
 */
async function claim(source: string, target: string): Promise<boolean> {
  try {
    await link(source, target)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (code === 'ENOENT') throw error
    return await claimByReserving(source, target)
  }
  try {
    await onceFree(() => unlink(source))
  } catch (error) {
    // Two names for one file are one too many: it is tried again as a whole.
    await unlink(target).catch(() => undefined)
    throw error
  }
  return true
}

async function claimByReserving(source: string, target: string): Promise<boolean> {
  try {
    await (await open(target, 'wx')).close()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  try {
    await onceFree(() => rename(source, target))
  } catch (error) {
    await rm(target, { force: true }).catch(() => undefined)
    throw error
  }
  return true
}
