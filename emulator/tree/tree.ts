import type { FileEntry, FileSource, Folder } from './entries.ts'
import { newestFirst, positionOf } from './entries.ts'
import { folderPath, segments, splitFilePath } from './paths.ts'

/** Deleted files that older SearchTimes can still see; bounds the memory that snapshots cost. */
const MAX_GRAVES = 5000

export interface NewFile {
  readonly id: number
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Epoch ms. */
  readonly ctimeMs: number
  readonly source: FileSource
}

/** The folders and recordings of one netDisk, indexed per folder, with enough history for SearchTime. */
export class Tree {
  readonly root: Folder
  readonly #folders = new Map<string, Folder>()
  readonly #files = new Map<number, FileEntry>()
  #graves: FileEntry[] = []
  #usedBytes = 0
  #version = 0

  constructor() {
    this.root = makeFolder(0, null, '', '/', 0)
    this.#folders.set('/', this.root)
  }

  /** Bytes of all living files. */
  get usedBytes(): number {
    return this.#usedBytes
  }

  get fileCount(): number {
    return this.#files.size
  }

  /** Changes with every change to the tree. */
  get version(): number {
    return this.#version
  }

  folder(path: string): Folder | undefined {
    return this.#folders.get(folderPath(path))
  }

  folders(): IterableIterator<Folder> {
    return this.#folders.values()
  }

  files(): IterableIterator<FileEntry> {
    return this.#files.values()
  }

  fileById(id: number): FileEntry | undefined {
    return this.#files.get(id)
  }

  fileByPath(path: string): FileEntry | undefined {
    const split = splitFilePath(path)
    const folder = split && this.#folders.get(split.folder)
    return folder ? names(folder).get(split.name) : undefined
  }

  /** Finds or creates a folder and its parents; `nextId` is asked for each one that is created. */
  ensureFolder(path: string, born: number, nextId: () => number, onNew?: (made: Folder) => void): Folder {
    let folder = this.root
    for (const name of segments(path)) {
      const childPath = `${folder.path}${name}/`
      let child = this.#folders.get(childPath)
      if (!child) {
        child = makeFolder(nextId(), folder, name, childPath, born)
        folder.children.push(child)
        this.#folders.set(childPath, child)
        this.#version++
        onNew?.(child)
      }
      folder = child
    }
    return folder
  }

  /** Adds files that were always there; sorts each folder once. Files must have names unused in the folder. */
  seed(folder: Folder, files: readonly NewFile[]): void {
    for (const file of files) {
      const entry: FileEntry = { ...file, folder, born: 0, died: Infinity }
      folder.files.push(entry)
      this.#files.set(file.id, entry)
      this.#usedBytes += file.size
    }
    folder.files.sort(newestFirst)
    folder.byName = null
    this.#version++
  }

  /** Adds one file at logical time `at`. */
  add(folder: Folder, file: NewFile, at: number): FileEntry {
    const entry: FileEntry = { ...file, folder, born: at, died: Infinity }
    names(folder).set(file.name, entry)
    folder.files.splice(positionOf(folder.files, entry), 0, entry)
    this.#files.set(file.id, entry)
    this.#usedBytes += file.size
    this.#touch(folder, at)
    return entry
  }

  /** Removes a file at logical time `at`. */
  remove(file: FileEntry, at: number): void {
    const { folder } = file
    names(folder).delete(file.name)
    folder.files.splice(positionOf(folder.files, file), 1)
    this.#files.delete(file.id)
    this.#usedBytes -= file.size
    file.died = at
    folder.graves.push(file)
    this.#graves.push(file)
    if (this.#graves.length > MAX_GRAVES) this.#forgetOldestGraves()
    this.#touch(folder, at)
  }

  #touch(folder: Folder, at: number): void {
    folder.changed = at
    this.#version++
  }

  #forgetOldestGraves(): void {
    const forgotten = new Set(this.#graves.splice(0, MAX_GRAVES / 2))
    const folders = new Set([...forgotten].map((file) => file.folder))
    for (const folder of folders) folder.graves = folder.graves.filter((file) => !forgotten.has(file))
  }
}

function names(folder: Folder): Map<string, FileEntry> {
  folder.byName ??= new Map(folder.files.map((file) => [file.name, file]))
  return folder.byName
}

function makeFolder(id: number, parent: Folder | null, name: string, path: string, born: number): Folder {
  return { id, parent, name, path, born, children: [], files: [], graves: [], byName: null, changed: 0 }
}
