import type { Dirent } from 'node:fs'
import { lstat, opendir, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '#shared/errors.ts'
import { toFileError } from '../../storage/file-error.ts'
import { isLegalSegment } from '../preflight.ts'
import { isHiddenName } from './hidden-names.ts'

/** What a scan comes across. */
export type Found =
  | { readonly kind: 'file'; readonly file: string; readonly within: string }
  /** A folder whose content is not known; `name` ends with a slash. */
  | { readonly kind: 'refused'; readonly name: string; readonly within: string; readonly error: AppError }
  | { readonly kind: 'folder' }
  /** In a folder, and by its name no recording. */
  | { readonly kind: 'leftOut' }

/** Longest path of a folder below the target, in UTF-16 units; see `folderPath` in the contract. */
const maxWithin = 2048

/**
 * Walks what was dropped or chosen: files as they are, folders with all that is in them, one entry in memory at a time.
 * Links to files are followed, links to folders are not, because they may lead back; hidden and system files are passed
 * over. What cannot be walked is named.
 *
 * @param paths absolute
 * @throws AppError `aborted`
 */
export async function* scanPicks(paths: readonly string[], signal: AbortSignal): AsyncGenerator<Found> {
  for (const file of new Set(paths)) {
    requireNotAborted(signal)
    // What cannot be looked at is told by looking into it as a file.
    const info = await stat(file).catch(() => null)
    if (info?.isDirectory()) yield* scanFolder(file, '', signal)
    else yield { kind: 'file', file, within: '' }
  }
}

async function* scanFolder(folder: string, parent: string, signal: AbortSignal): AsyncGenerator<Found> {
  yield { kind: 'folder' }
  const name = path.basename(folder).normalize('NFC')
  const within = name === '' ? parent : `${parent}${name}/`
  const refuse = (error: AppError): Found => ({ kind: 'refused', name: `${name}/`, within: parent, error })
  if (!isLegalSegment(name) || within.length > maxWithin) {
    yield refuse(new AppError('file.badName'))
    return
  }
  try {
    for await (const entry of await opendir(folder)) {
      requireNotAborted(signal)
      if (!isHiddenName(entry.name)) yield* scanEntry(entry, path.join(folder, entry.name), within, signal)
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    const described = toFileError(error, 'file.notReadable')
    const isNotAllowed = described.code === 'file.notAllowed'
    yield refuse(
      isNotAllowed ? described : new AppError('file.folderNotReadable', { cause: described.cause }),
    )
  }
}

async function* scanEntry(
  entry: Dirent,
  file: string,
  within: string,
  signal: AbortSignal,
): AsyncGenerator<Found> {
  const kind = await kindOf(entry, file)
  if (kind === 'folder') yield* scanFolder(file, within, signal)
  else if (kind === 'linkedFolder') {
    const error = new AppError('file.linkedFolder')
    yield { kind: 'refused', name: `${entry.name.normalize('NFC')}/`, within, error }
  } else if (kind === 'file' && file.toLowerCase().endsWith('.mp4')) yield { kind: 'file', file, within }
  else yield { kind: 'leftOut' }
}

async function kindOf(entry: Dirent, file: string): Promise<'file' | 'folder' | 'linkedFolder' | 'other'> {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  // Some network file systems do not say in the listing what an entry is. On Windows a listing calls a link whatever a driver has a
  // hand in, as in folders that OneDrive or Dropbox keep in step; only a closer look tells them from links (libuv/libuv#4112).
  const info = await lstat(file).catch(() => null)
  if (info?.isFile()) return 'file'
  if (info?.isDirectory()) return 'folder'
  if (!entry.isSymbolicLink() && !info?.isSymbolicLink()) return 'other'
  const target = await stat(file).catch(() => null)
  return target?.isDirectory() ? 'linkedFolder' : 'file'
}

function requireNotAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('aborted')
}
