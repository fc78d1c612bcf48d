import type { MoovPlace } from '../content/long-movie.ts'

/** Where a file's bytes come from: made up from its id, or a file in the data directory. */
export type FileSource = 'synthesised' | { readonly movie: MoovPlace } | { readonly blob: string }

export interface FileEntry {
  readonly id: number
  readonly folder: Folder
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Time of upload, epoch ms. */
  readonly ctimeMs: number
  readonly source: FileSource
  /** First logical time at which the file exists. */
  readonly born: number
  /** First logical time at which it no longer exists; Infinity while it lives. */
  died: number
}

export interface Folder {
  readonly id: number
  readonly parent: Folder | null
  readonly name: string
  /** `/` or `/A/B/`. */
  readonly path: string
  readonly born: number
  readonly children: Folder[]
  /** Living files, newest first. */
  files: FileEntry[]
  /** Recently deleted files, kept for queries that carry an older SearchTime. */
  graves: FileEntry[]
  /** Living files by name; built on the first look-up, because most folders of a large tree never need it. */
  byName: Map<string, FileEntry> | null
  /** Logical time of the last change to the files of this folder itself. */
  changed: number
}

/** Full path of a file, e.g. `/A/demo.mp4`. */
export function pathOf(file: FileEntry): string {
  return file.folder.path + file.name
}

/** Sort order of listings: newest first, then highest id. */
export function newestFirst(a: FileEntry, b: FileEntry): number {
  return b.ctimeMs - a.ctimeMs || b.id - a.id
}

/** Index of the first file in a newest-first list that does not sort before `file`. */
export function positionOf(files: readonly FileEntry[], file: FileEntry): number {
  let low = 0
  let high = files.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const candidate = files[middle]
    if (candidate !== undefined && newestFirst(candidate, file) < 0) low = middle + 1
    else high = middle
  }
  return low
}
