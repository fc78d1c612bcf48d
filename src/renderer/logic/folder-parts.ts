export interface FolderPart {
  readonly name: string
  /** Where it begins in the path. */
  readonly offset: number
}

/** The names in `/A/B/`. */
export function folderParts(path: string): readonly FolderPart[] {
  const parts: FolderPart[] = []
  let offset = 0
  for (const name of path.split('/')) {
    if (name !== '') parts.push({ name, offset })
    offset += name.length + 1
  }
  return parts
}
