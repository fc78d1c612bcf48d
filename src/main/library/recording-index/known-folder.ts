import { packRecordings } from '#shared/recording-columns.ts'
import type { FolderTable } from './folder-table.ts'
import type { KnownFolder } from './index.types.ts'
import type { RecordingTable } from './recording-table.ts'

export interface FolderTables {
  readonly folders: FolderTable
  readonly recordings: RecordingTable
}

/** A folder as an index has it, with its first recordings by name; null when nothing of its content is known. */
export function knownFolder({ folders, recordings }: FolderTables, path: string, limit: number) {
  const folder = folders.find(path)
  if (folder === null) return null
  const rows = recordings.after(folder.id, '', limit)
  if (folder.listedAt === null && rows.length === 0) return null
  return {
    listedAt: folder.listedAt,
    total: folder.total,
    recordings: folder.recordings,
    folders: folders.children(path),
    rows: packRecordings(rows),
  } satisfies KnownFolder
}
