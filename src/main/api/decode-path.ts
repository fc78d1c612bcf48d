import { joinRecordingPath, normalizeFolderPath } from '#shared/paths.ts'

/** Characters; longer names exist on no file system (255 bytes is usual). */
const maxNameLength = 1024
export const maxPathLength = 4096

export interface DecodedPath {
  /** `/A/b.mp4` */
  readonly path: string
  /** `/A/` */
  readonly folder: string
  readonly name: string
}

/** Segments of any variant: `//A/b`, `A\b`, `/A/b/`. */
export function segmentsOf(path: string): string[] {
  return normalizeFolderPath(path)
    .split('/')
    .filter((segment) => segment !== '')
}

/** Names that the path model, IPC and a URL can carry: no `..`, no control characters, no half characters. */
export function isSafeSegment(segment: string): boolean {
  return (
    segment !== '..' && segment.length <= maxNameLength && segment.isWellFormed() && !/\p{Cc}/u.test(segment)
  )
}

/** Segments → `/A/B/`, or null when one of them is unsafe or all are too long together. */
export function safeFolder(segments: readonly string[]): string | null {
  if (!segments.every(isSafeSegment)) return null
  const folder = normalizeFolderPath(segments.join('/'))
  return folder.length <= maxPathLength ? folder : null
}

/**
 * A recording's place from `fileName` and `filePath`, which may hold the name or not, start with `/` or `//`, end with
 * `/` or not; `fileName` may hold a path (facts sheet, "Unspecified"). `askedFolder`: the folder that was asked for; it
 * is the place of entries without a path and decides whether `/x.mp4` may be a folder. Null when unreadable or unsafe.
 */
export function decodeRecordingPath(
  fileName: string | null,
  filePath: string | null,
  askedFolder: string | null,
): DecodedPath | null {
  const own = segmentsOf(fileName ?? '')
  const given = segmentsOf(filePath ?? '')
  const pathIsFolder = /[/\\]$/u.test(filePath ?? '')
  const name = own.at(-1) ?? (pathIsFolder ? undefined : given.at(-1))
  if (name === undefined) return null

  const holdsName = !pathIsFolder && given.at(-1) === name && safeFolder(given) !== askedFolder
  const parent = holdsName ? given.slice(0, -1) : given
  const hasParent = filePath !== null && filePath !== ''
  const fallback = hasParent ? parent : segmentsOf(askedFolder ?? '/')
  const folder = safeFolder(combine(fallback, own.slice(0, -1), /^[/\\]/u.test(fileName ?? '')))
  if (folder === null || !isSafeSegment(name)) return null
  const path = joinRecordingPath(folder, name)
  return path.length <= maxPathLength ? { path, folder, name } : null
}

/** `parent`: from filePath; `own`: folders inside fileName. */
function combine(parent: string[], own: string[], ownIsAbsolute: boolean): string[] {
  if (own.length === 0) return parent
  if (ownIsAbsolute) return own
  const repeatsParent = own.every((segment, index) => parent.at(index - own.length) === segment)
  return repeatsParent ? parent : [...parent, ...own]
}
