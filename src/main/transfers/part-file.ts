import { link, mkdir, open, rename, rm, statfs, unlink, utimes, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '#shared/errors.ts'
import { numberedName } from './safe-name.ts'
import { toFileError } from '../storage/file-error.ts'

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
 * @throws AppError `file.notWritable`, `file.diskFull`
 */
export async function createPartFile(folder: string, name: string): Promise<PartFile> {
  try {
    await mkdir(folder, { recursive: true })
    for (let number = 0; number < maxNumber; number++) {
      const file = path.join(folder, `${numberedName(name, number)}.part`)
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

/** A folder that cannot be made or has gone is, to whoever downloads, one that cannot be written to. */
function toTargetError(error: unknown): AppError {
  const described = toFileError(error, 'file.notWritable')
  if (described.code !== 'file.notFound') return described
  return new AppError('file.notWritable', { cause: described.cause })
}

/**
 * Gives a finished part file its final name: fsynced, its time set to the recording's, and never over a
 * file that exists (`name (1).mp4` instead).
 *
 * @param modifiedAt epoch ms, or null to leave the time of writing
 * @returns the absolute path it has now
 * @throws AppError `file.notWritable`, `file.diskFull`
 */
export async function finishPartFile(
  part: PartFile,
  folder: string,
  name: string,
  modifiedAt: number | null,
): Promise<string> {
  try {
    await part.handle.sync()
    await part.handle.close()
    const file = await moveWithoutOverwriting(part.file, folder, name)
    if (modifiedAt !== null) await utimes(file, new Date(), new Date(modifiedAt)).catch(() => undefined)
    return file
  } catch (error) {
    throw toTargetError(error)
  }
}

/** Leaves nothing behind. Safe to call at any point. */
export async function discardPartFile(part: PartFile): Promise<void> {
  await part.handle.close().catch(() => undefined)
  await rm(part.file, { force: true }).catch(() => undefined)
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
 * `rename` replaces silently on every platform, `link` never does: it is the atomic "only if absent". File
 * systems without hard links (exFAT, some network drives) get an empty file of our own to replace.
 */
async function claim(source: string, target: string): Promise<boolean> {
  try {
    await link(source, target)
    await unlink(source)
    return true
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EEXIST') return false
    if (
      code === 'EPERM' ||
      code === 'ENOTSUP' ||
      code === 'ENOSYS' ||
      code === 'EMLINK' ||
      code === 'EOPNOTSUPP'
    ) {
      return await claimByReserving(source, target)
    }
    throw error
  }
}

async function claimByReserving(source: string, target: string): Promise<boolean> {
  try {
    await (await open(target, 'wx')).close()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  try {
    await rename(source, target)
  } catch (error) {
    await rm(target, { force: true }).catch(() => undefined)
    throw error
  }
  return true
}
