import { stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '#shared/errors.ts'
import { maxUploadBytes } from '#shared/models/transfer.ts'
import { startsWithFileTypeBox } from '../security/mp4-signature.ts'
import { toFileError } from '../storage/file-error.ts'
import { CloudReads, mayBeInCloud } from './cloud-files.ts'
import { maxNameUnits } from './upload-names.ts'

export interface UploadCandidate {
  readonly file: string
  readonly name: string
  /** bytes */
  readonly size: number
  /** ms since the epoch, with fractions where the file system has them */
  readonly modifiedAt: number
}

/** The netDisk names paths with `/`; what would bend a path or a header has no place in a name. */
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const illegalInName = /[\u0000-\u001f\u007f/\\]/u

/** For all that is looked into: the threads are those of the process. */
const cloudReads = new CloudReads()

/** Can a folder or file on the server have this name? */
export function isLegalSegment(name: string): boolean {
  return name !== '.' && name !== '..' && !illegalInName.test(name) && name.isWellFormed()
}

/**
 * Everything that can be known before a byte is sent (design, section 6): a regular file, .mp4 by name and
 * by content, not empty, at most 500·2²⁰ bytes, with a legal name.
 *
 * @throws AppError `file.*`
 */
export async function inspectUpload(
  file: string,
  platform: NodeJS.Platform = process.platform,
): Promise<UploadCandidate> {
  const name = path.basename(file).normalize('NFC')
  const info = await stat(file).catch((error: unknown) => {
    throw toFileError(error, 'file.notReadable')
  })
  if (info.isDirectory()) throw new AppError('file.isFolder')
  if (!info.isFile()) throw new AppError('file.notReadable')
  if (!name.toLowerCase().endsWith('.mp4')) throw new AppError('file.notMp4Name')
  if (name.length <= '.mp4'.length || name.length > maxNameUnits || !isLegalSegment(name)) {
    throw new AppError('file.badName')
  }
  if (info.size === 0) throw new AppError('file.empty')
  if (info.size > maxUploadBytes) throw new AppError('file.tooLarge', { params: { limit: maxUploadBytes } })
  const isVideo = (): Promise<boolean> => startsWithFileTypeBox(file)
  if (!(await (mayBeInCloud(info, platform) ? cloudReads.run(isVideo) : isVideo()))) {
    throw new AppError('file.notMp4Content')
  }
  return { file, name, size: info.size, modifiedAt: info.mtimeMs }
}
