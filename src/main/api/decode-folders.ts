import { nameOf } from '#shared/paths.ts'
import type { Folder } from '#shared/models/folder.ts'
import { maxPathLength, safeFolder, segmentsOf } from './decode-path.ts'
import type { DirEntry } from './query-schema.ts'

/** Deeper chains of parents are cycles or nonsense. */
const maxDepth = 64
/** Of a path as it was sent, with doubled slashes and the like: no path that is short enough is longer before. Characters */
const longestRaw = 2 * maxPathLength

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

  const segmentsByText = new Map<string, readonly string[]>()
  // One parent has thousands of children: its text is taken apart once.
  const parts = (text: string): readonly string[] => {
    const known = segmentsByText.get(text) ?? segmentsOf(text)
    segmentsByText.set(text, known)
    return known
  }

  const pathOf = (entry: DirEntry): string[] | null => {
    const below: (readonly string[])[] = []
    let length = 0
    let current = entry
    for (let depth = 0; depth <= maxDepth; depth++) {
      const { dirPath, dirName, parentId } = current
      const own = dirName === null ? [] : parts(dirName)
      if (dirPath !== null) {
        if (dirPath.length > longestRaw) return null
        return [...parts(dirPath), ...(includesName ? [] : own), ...below.toReversed().flat()]
      }
      // Looked at on the way up: thousands of long names in one chain would take minutes to put together.
      length += dirName?.length ?? 0
      if (own.length === 0 || length > longestRaw) return null
      below.push(own)
      const parent = parentId === null ? undefined : byId.get(parentId)
      if (parent === undefined || parent === current)
        return [...segmentsOf(askedFolder ?? '/'), ...below.toReversed().flat()]
      current = parent
    }
    return null
  }

  return entries.map((entry) => {
    const path = pathOf(entry)
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
