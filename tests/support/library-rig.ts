import { expect } from 'vitest'
import type { CloudRoomClient } from '#main/api/client.types.ts'
import type { FirstView } from '#main/first-view.ts'
import { LibraryService } from '#main/library/library-service.ts'
import type { RecordingIndexes } from '#main/library/recording-index/recording-indexes.ts'
import type { Emulator } from '#emulator/server.ts'
import type { FolderBatch, FolderOpening, FolderState, FolderUpdate } from '#shared/models/folder.ts'
import type { Recording } from '#shared/models/recording.ts'
import { factsOf, unpackRecordings } from '#shared/recording-columns.ts'
import { clientOf, profileOf } from './emulate.ts'
import { memoryIndexes } from './index-rig.ts'
import { testLogger } from './test-logger.ts'

export interface Listed {
  readonly opening: FolderOpening
  readonly batches: readonly FolderBatch[]
  /** The last batch, or the opening when nothing followed. */
  readonly end: FolderState & Pick<FolderBatch, 'error'>
  /** Paths in the order of arrival. */
  readonly paths: readonly string[]
  readonly recordings: readonly Recording[]
  readonly folders: readonly string[]
  /** What a page that follows the batches shows in the end, sorted. */
  readonly shown: readonly string[]
  readonly shownFolders: readonly string[]
}

export interface LibraryRig {
  readonly library: LibraryService
  readonly batches: FolderBatch[]
  readonly updates: FolderUpdate[]
  readonly profileId: string
  /** Opens a folder and waits for its last batch. */
  readonly list: (folder: string) => Promise<Listed>
  readonly logText: () => string
}

export interface LibraryRigOptions {
  readonly client?: CloudRoomClient
  /** By default one of its own in memory. */
  readonly indexes?: RecordingIndexes
  readonly now?: () => number
  readonly firstView?: FirstView
}

/** The real library service on the real client and a real index. */
export function libraryRig(emulator: Emulator, options: LibraryRigOptions = {}): LibraryRig {
  const { client = clientOf(emulator), indexes = memoryIndexes(), now = Date.now, firstView } = options
  const profile = profileOf(emulator)
  const batches: FolderBatch[] = []
  const updates: FolderUpdate[] = []
  const { log, text } = testLogger()
  const library = new LibraryService({
    accounts: {
      requireActive: () => ({ profile, client }),
      clientFor: () => client,
      state: {
        session: { status: 'signedIn', profile, secretHome: 'memory', keychainError: null },
        profiles: [profile],
      },
    },
    indexOf: (id) => indexes.of(id),
    onBatch: (batch) => batches.push(batch),
    onChange: (changes) => updates.push(...changes),
    ...(firstView === undefined ? {} : { firstView }),
    log,
    now,
  })
  return {
    library,
    batches,
    updates,
    profileId: profile.id,
    logText: text,
    async list(folder) {
      const opening = await library.openFolder(folder)
      const ours = () => batches.filter(({ listingId }) => listingId === opening.listingId)
      const last = () => ours().at(-1) ?? opening
      await expect.poll(() => last().isOver, { timeout: 15_000, interval: 5 }).toBe(true)
      // The page has it all; the index may still be writing.
      await expect.poll(() => library.isListing, { timeout: 15_000, interval: 5 }).toBe(false)
      return listed(opening, ours())
    },
  }
}

function listed(opening: FolderOpening, batches: readonly FolderBatch[]): Listed {
  const folder = opening.folder.path
  const parts = [opening, ...batches]
  const recordings = parts.flatMap((part) => unpackRecordings(folder, part.recordings))
  const shown = new Set<string>()
  const shownFolders = new Set<string>()
  for (const part of parts) {
    for (const { path } of unpackRecordings(folder, part.recordings)) shown.add(path)
    for (const { path } of part.folders) shownFolders.add(path)
    if (!('removed' in part)) continue
    for (const name of part.removed) expect(shown.delete(folder + name)).toBe(true)
    for (const path of part.removedFolders) expect(shownFolders.delete(path)).toBe(true)
  }
  return {
    opening,
    batches,
    end: { error: null, ...(batches.at(-1) ?? opening) },
    recordings,
    paths: recordings.map(({ path }) => path),
    folders: parts.flatMap(({ folders }) => folders.map(({ path }) => path)),
    shown: [...shown].toSorted(),
    shownFolders: [...shownFolders].toSorted(),
  }
}

/** What the emulator has directly in a folder, sorted. */
export function pathsIn(emulator: Emulator, folder: string): string[] {
  return emulator
    .listing()
    .map(({ path }) => path)
    .filter((path) => path.slice(0, path.lastIndexOf('/') + 1) === folder)
    .toSorted()
}

/** No duplicates, counts that never lie, one end. */
export function expectWellFormed({ opening, batches, paths, folders, shown }: Listed): void {
  expect(new Set(paths).size).toBe(paths.length)
  expect(new Set(folders).size).toBe(folders.length)
  const parts = [opening, ...batches]
  const names = new Set<string>()
  for (const part of parts) {
    for (const { name } of factsOf(part.recordings)) names.add(name)
    if ('removed' in part) for (const name of part.removed) names.delete(name)
    expect(part.loaded).toBe(names.size)
    expect(part.total).toBeGreaterThanOrEqual(part.loaded)
  }
  const end = parts.at(-1)
  expect(parts.filter(({ isOver }) => isOver)).toEqual([end])
  if (end?.complete === true) expect(end.total).toBe(shown.length)
}
