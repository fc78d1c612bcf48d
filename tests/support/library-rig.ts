import { expect } from 'vitest'
import type { CloudRoomClient } from '#main/api/client.types.ts'
import { LibraryService } from '#main/library/library-service.ts'
import type { Emulator } from '#emulator/server.ts'
import type { FolderBatch, FolderOpening } from '#shared/models/folder.ts'
import type { Recording } from '#shared/models/recording.ts'
import { clientOf, profileOf } from './emulate.ts'

export interface Listed {
  readonly opening: FolderOpening
  readonly batches: readonly FolderBatch[]
  /** The last batch, or the opening when it was complete. */
  readonly end: { readonly complete: boolean; readonly error: FolderBatch['error']; readonly total: number }
  /** Paths in the order of arrival. */
  readonly paths: readonly string[]
  readonly recordings: readonly Recording[]
  readonly folders: readonly string[]
}

export interface LibraryRig {
  readonly library: LibraryService
  readonly batches: FolderBatch[]
  readonly changed: (readonly string[])[]
  /** Opens a folder and waits for its last batch. */
  readonly list: (folder: string) => Promise<Listed>
}

/** The real library service on the real client. */
export function libraryRig(emulator: Emulator, client: CloudRoomClient = clientOf(emulator)): LibraryRig {
  const batches: FolderBatch[] = []
  const changed: (readonly string[])[] = []
  const library = new LibraryService({
    activeAccount: () => ({ profile: profileOf(emulator), client }),
    onBatch: (batch) => batches.push(batch),
    onChange: (folders) => changed.push(folders),
  })
  return {
    library,
    batches,
    changed,
    async list(folder) {
      const opening = await library.openFolder(folder)
      const ours = () => batches.filter(({ listingId }) => listingId === opening.listingId)
      const isOver = () =>
        opening.complete || ours().some(({ complete, error }) => complete || error !== null)
      await expect.poll(isOver, { timeout: 15_000, interval: 5 }).toBe(true)
      const parts = [opening, ...ours()]
      return {
        opening,
        batches: ours(),
        end: ours().at(-1) ?? { complete: true, error: null, total: opening.total },
        paths: parts.flatMap(({ recordings }) => recordings.map(({ path }) => path)),
        recordings: parts.flatMap(({ recordings }) => recordings),
        folders: parts.flatMap(({ folders }) => folders.map(({ path }) => path)),
      }
    },
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

/** No duplicates, counts that only grow and never lie, one end. */
export function expectWellFormed({ opening, batches, paths, folders, end }: Listed): void {
  expect(new Set(paths).size).toBe(paths.length)
  expect(new Set(folders).size).toBe(folders.length)
  let { loaded } = opening
  expect(loaded).toBe(opening.recordings.length)
  for (const batch of batches) {
    expect(batch.loaded).toBe(loaded + batch.recordings.length)
    expect(batch.total).toBeGreaterThanOrEqual(batch.loaded)
    loaded = batch.loaded
  }
  const ends = [opening, ...batches].filter(
    (part) => part.complete || ('error' in part && part.error !== null),
  )
  expect(ends).toHaveLength(1)
  if (end.complete) expect(end.total).toBe(paths.length)
}
