import type { NetDisk } from './store/net-disk.ts'
import { newestFirst, pathOf } from './tree/entries.ts'

/** A file as the server holds it. */
export interface ListedFile {
  readonly id: number
  /** Full path, e.g. `/A/demo.mp4`. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Epoch ms. */
  readonly ctimeMs: number
}

export interface StoredFile {
  /** Bytes. */
  readonly size: number
  /** Hex. */
  readonly sha256: string
}

/** Every file on the disk, newest first. */
export function listing(disk: NetDisk): ListedFile[] {
  return [...disk.tree.files()]
    .sort(newestFirst)
    .map((file) => ({ id: file.id, path: pathOf(file), size: file.size, ctimeMs: file.ctimeMs }))
}

/** Size and SHA-256 of what the server holds at a full path; null when there is nothing. */
export async function stored(disk: NetDisk, path: string): Promise<StoredFile | null> {
  const file = disk.tree.fileByPath(path)
  return file ? { size: file.size, sha256: (await disk.digest(file)).sha256 } : null
}
