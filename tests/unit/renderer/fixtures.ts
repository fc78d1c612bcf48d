import type { Folder, FolderBatch, FolderOpening } from '#shared/models/folder.ts'
import type { Recording } from '#shared/models/recording.ts'
import { packRecordings } from '#shared/recording-columns.ts'
import type { Transfer } from '#shared/models/transfer.ts'

export function recording(name: string, changes: Partial<Recording> = {}): Recording {
  return {
    id: null,
    path: `/A/${name}`,
    folder: '/A/',
    name,
    size: 1000,
    sizeIsExact: true,
    createdAt: 1_632_462_461_000,
    named: null,
    ...changes,
  }
}

export function folder(name: string): Folder {
  return { path: `/A/${name}/`, name }
}

type WithRows<Message> = Partial<Omit<Message, 'recordings'>> & { readonly recordings?: readonly Recording[] }

export function opening({ recordings = [], ...changes }: WithRows<FolderOpening> = {}): FolderOpening {
  const { complete = true } = changes
  return {
    listingId: 'l1',
    folder: { path: '/A/', name: 'A' },
    folders: [],
    recordings: packRecordings(recordings),
    loaded: recordings.length,
    total: recordings.length,
    complete,
    asOf: null,
    isOver: complete,
    ...changes,
  }
}

export function batch({ recordings = [], ...changes }: WithRows<FolderBatch> = {}): FolderBatch {
  const { complete = false, error = null } = changes
  return {
    listingId: 'l1',
    recordings: packRecordings(recordings),
    removed: [],
    folders: [],
    removedFolders: [],
    loaded: 0,
    total: 0,
    complete,
    asOf: null,
    isOver: complete || error !== null,
    error,
    ...changes,
  }
}

export function transfer(id: string, changes: Partial<Transfer> = {}): Transfer {
  return {
    id,
    direction: 'download',
    profileId: 'p1',
    name: `${id}.mp4`,
    remotePath: `/A/${id}.mp4`,
    localPath: null,
    totalBytes: 1000,
    transferredBytes: 0,
    bytesPerSecond: 0,
    state: { kind: 'queued' },
    order: 0,
    replacing: null,
    opensWhenDone: false,
    createdAt: 0,
    ...changes,
  }
}
