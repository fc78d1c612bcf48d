import { nameOf } from '#shared/paths.ts'
import type { Folder } from '#shared/models/folder.ts'
import { safeFolder, segmentsOf } from './decode-path.ts'
import type { DirEntry } from './query-schema.ts'

/** Deeper chains of parents are cycles or nonsense. */
const maxDepth = 64

/**
 * `dirData` → full folder paths, `null` for entries that are unreadable or unsafe. The facts sheet does not say whether
 * `dirPath` includes `dirName`; the entries decide together, because one folder `A` inside a folder `A` fits both.
 */
export function decodeFolderPaths(
  entries: readonly DirEntry[],
  askedFolder: string | null,
): (string | null)[] {
  const includesName = pathsIncludeNames(entries)
  const byId = new Map(
    entries.flatMap((entry) => (entry.dirId === null ? [] : [[entry.dirId, entry] as const])),
  )

  const segments = (entry: DirEntry, depth: number): string[] | null => {
    const { dirPath, dirName, parentId } = entry
    const own = dirName === null ? [] : segmentsOf(dirName)
    if (dirPath !== null) return includesName ? segmentsOf(dirPath) : [...segmentsOf(dirPath), ...own]
    if (own.length === 0 || depth > maxDepth) return null
    const parent = parentId === null ? undefined : byId.get(parentId)
    if (parent === undefined || parent === entry) return [...segmentsOf(askedFolder ?? '/'), ...own]
    const above = segments(parent, depth + 1)
    return above === null ? null : [...above, ...own]
  }

  return entries.map((entry) => {
    const path = segments(entry, 0)
    return path === null ? null : safeFolder(path)
  })
}

function pathsIncludeNames(entries: readonly DirEntry[]): boolean {
  const named = entries.filter((entry) => entry.dirPath !== null && entry.dirName !== null)
  // The root has a display name that is no part of any path; it says nothing unless there is nothing else.
  const telling = named.filter((entry) => segmentsOf(entry.dirPath ?? '').length > 0)
  if (telling.length === 0) return named.length === 0
  const matches = telling.filter((entry) => nameOf(entry.dirPath ?? '') === nameOf(entry.dirName ?? ''))
  return matches.length * 2 >= telling.length
}

/**
 * The folders to show for `askedFolder`: its direct children, derived from deeper paths too, each once, in the order in
 * which the server first names them. Without an asked folder: all of them, except the root.
 */
export function foldersUnder(paths: readonly string[], askedFolder: string | null): Folder[] {
  const found = new Map<string, Folder>()
  for (const path of paths) {
    const child = askedFolder === null ? path : childOf(path, askedFolder)
    if (child !== null && child !== '/') found.set(child, { path: child, name: nameOf(child) })
  }
  return [...found.values()]
}

function childOf(path: string, askedFolder: string): string | null {
  if (!path.startsWith(askedFolder) || path === askedFolder) return null
  const end = path.indexOf('/', askedFolder.length)
  return path.slice(0, end + 1)
}
