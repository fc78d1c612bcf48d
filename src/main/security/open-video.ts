import { AppError } from '#shared/errors.ts'
import { startsWithFileTypeBox } from './mp4-signature.ts'

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
