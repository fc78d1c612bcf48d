import { open } from 'node:fs/promises'
import { AppError } from '#shared/errors.ts'

/**
 * Hands a file to the system's player, if it is a video by name and by content (design, section 7): whatever
 * a server sent under a recording's name, nothing else is ever executed or opened.
 *
 * @param openPath Electron's `shell.openPath`: answers an empty string or the system's error
 * @throws AppError `file.notVideo`, `file.notFound`, `file.notReadable`, `file.openFailed`
 */
export async function openVideo(file: string, openPath: (file: string) => Promise<string>): Promise<void> {
  if (!file.toLowerCase().endsWith('.mp4')) throw new AppError('file.notVideo')
  if (!(await startsWithFileTypeBox(file))) throw new AppError('file.notVideo')
  const failure = await openPath(file)
  if (failure !== '') throw new AppError('file.openFailed', { cause: new Error(failure) })
}

/** ISO/IEC 14496-12, 4.3: an MP4 has an `ftyp` box as early as possible; in practice it is the first box. */
export async function startsWithFileTypeBox(file: string): Promise<boolean> {
  const header = new Uint8Array(12)
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw toFileError(error)
  })
  try {
    const { bytesRead } = await handle.read(header, 0, header.length, 0)
    return bytesRead === header.length && isFileTypeBox(header)
  } catch (error) {
    throw toFileError(error)
  } finally {
    await handle.close()
  }
}

function isFileTypeBox(header: Uint8Array): boolean {
  const size = new DataView(header.buffer).getUint32(0)
  const type = String.fromCharCode(...header.subarray(4, 8))
  return type === 'ftyp' && size >= 8 && size <= 4096
}

/** An fs error as the app says it. */
export function toFileError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const code = (error as NodeJS.ErrnoException).code
  const cause = new Error(code ?? 'unknown')
  if (code === 'ENOENT' || code === 'ENOTDIR') return new AppError('file.notFound', { cause })
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AppError('file.diskFull', { cause })
  if (code === 'EISDIR') return new AppError('file.isFolder', { cause })
  if (code === 'EROFS') return new AppError('file.notWritable', { cause })
  return new AppError('file.notReadable', { cause })
}
