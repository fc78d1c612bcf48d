import type { FileEntry, Folder } from './entries.ts'
import { newestFirst } from './entries.ts'
import type { Tree } from './tree.ts'

const MAX_CACHED_VIEWS = 32

/**
 * Answers "the files of this folder as of SearchTime". A folder that has not changed since costs nothing; a changed
 * one is filtered once per SearchTime and remembered for the pages that follow.
 */
export class Snapshots {
  readonly #tree: Tree
  readonly #past = new Map<string, readonly FileEntry[]>()
  readonly #deep = new Map<number, { version: number; files: readonly FileEntry[] }>()

  constructor(tree: Tree) {
    this.#tree = tree
  }

  /**
   * Files, newest first.
   * @param asOf logical time to look at, null for now
   * @param deep whether the files of subfolders belong to the answer
   */
  files(folder: Folder, asOf: number | null, deep: boolean): readonly FileEntry[] {
    const members = deep ? [...descend(folder)] : [folder]
    if (asOf === null || members.every((member) => member.changed <= asOf)) {
      return deep ? this.#everything(folder, members) : folder.files
    }
    const key = `${folder.id}:${asOf}:${deep}`
    const files = this.#past.get(key) ?? past(members, asOf)
    // Re-inserting keeps the map in order of use, so that the oldest view is the first key.
    this.#past.delete(key)
    this.#past.set(key, files)
    const oldest = this.#past.keys().next().value
    if (this.#past.size > MAX_CACHED_VIEWS && oldest !== undefined) this.#past.delete(oldest)
    return files
  }

  #everything(folder: Folder, members: readonly Folder[]): readonly FileEntry[] {
    const known = this.#deep.get(folder.id)
    if (known?.version === this.#tree.version) return known.files
    const files = members.flatMap((member) => member.files).sort(newestFirst)
    this.#deep.set(folder.id, { version: this.#tree.version, files })
    return files
  }
}

function past(members: readonly Folder[], asOf: number): readonly FileEntry[] {
  return members
    .flatMap((member) => [...member.files, ...member.graves])
    .filter((file) => file.born <= asOf && asOf < file.died)
    .sort(newestFirst)
}

/** A folder and everything below it, parents first. */
export function* descend(folder: Folder): Generator<Folder> {
  yield folder
  for (const child of folder.children) yield* descend(child)
}
