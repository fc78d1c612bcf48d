import type { Folder } from '#shared/models/folder.ts'
import type { Recording } from '#shared/models/recording.ts'
import type { RecordingFacts } from '#shared/recording-columns.ts'

/** What is different, by name or path. */
export interface Difference {
  readonly recordings: readonly RecordingFacts[]
  readonly folders: readonly Folder[]
}

/**
 * Compares a folder as it is known with what the server lists now, page by page. A recording is the same by its name,
 * which is unique in a folder. What we ourselves change in the meantime counts more than a listing that began before.
 */
export class FolderDiff {
  readonly #recordings = new Map<string, RecordingFacts>()
  readonly #folders = new Map<string, Folder>()
  readonly #seen = new Set<string>()
  readonly #seenFolders = new Set<string>()
  /** Names and folder paths that we changed: no folder is called like a path. */
  readonly #own = new Set<string>()

  /** Recordings that are known now. */
  get size(): number {
    return this.#recordings.size
  }

  /** The state to start from. */
  know(recordings: readonly RecordingFacts[], folders: readonly Folder[]): void {
    for (const facts of recordings) this.#recordings.set(facts.name, facts)
    for (const folder of folders) this.#folders.set(folder.path, folder)
  }

  /** What a page of the server's listing has that is new or different. */
  compare(recordings: readonly Recording[], folders: readonly Folder[]): Difference {
    const listed = recordings.filter(({ name }) => !this.#own.has(name)).map(factsOfRecording)
    for (const { name } of listed) this.#seen.add(name)
    for (const { path } of folders) this.#seenFolders.add(path)
    const changed = listed.filter((facts) => !isSame(this.#recordings.get(facts.name), facts))
    const added = folders.filter(({ path }) => !this.#folders.has(path) && !this.#own.has(path))
    this.know(changed, added)
    return { recordings: changed, folders: added }
  }

  /** What is known but was not on any page: gone, if these were all. */
  takeUnseen(): { readonly names: readonly string[]; readonly folders: readonly string[] } {
    const names = [...this.#recordings.keys()].filter((name) => !this.#seen.has(name) && !this.#own.has(name))
    const isGone = (path: string): boolean => !this.#seenFolders.has(path) && !this.#own.has(path)
    const folders = [...this.#folders.keys()].filter(isGone)
    for (const name of names) this.#recordings.delete(name)
    for (const path of folders) this.#folders.delete(path)
    return { names, folders }
  }

  /** A recording that we put there, or null for one that we took away. */
  overrule(name: string, facts: RecordingFacts | null): void {
    this.#own.add(name)
    if (facts === null) this.#recordings.delete(name)
    else this.#recordings.set(name, facts)
  }

  /** A subfolder that came to be by our doing. */
  overruleFolder(folder: Folder): void {
    this.#own.add(folder.path)
    this.#folders.set(folder.path, folder)
  }
}

function isSame(known: RecordingFacts | undefined, listed: RecordingFacts): boolean {
  return (
    known !== undefined &&
    known.id === listed.id &&
    known.size === listed.size &&
    known.sizeIsExact === listed.sizeIsExact &&
    known.createdAt === listed.createdAt
  )
}

/** The download address and what follows from the name are left behind. */
export function factsOfRecording({ name, id, size, sizeIsExact, createdAt }: Recording): RecordingFacts {
  return { name, id, size, sizeIsExact, createdAt }
}
