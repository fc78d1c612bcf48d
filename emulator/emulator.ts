import type { Core } from './core.ts'
import type { EmulatorState } from './counters.ts'
import type { MoovPlace } from './content/long-movie.ts'
import { checkFault } from './faults/spec.ts'
import type { FaultSpec } from './faults/spec.ts'
import { listing, stored } from './inspect.ts'
import type { ListedFile, StoredFile } from './inspect.ts'

interface Address {
  readonly port: number
  /** `/CLOUDROOM-API`; `/CLOUDMEETING-API` is served as well. */
  readonly prefix: string
  readonly dataDir: string
  readonly compId: number
  readonly compSecret: string
  readonly appId: string
  readonly appSecret: string
}

/** A running emulator, seen from the test or program that started it. */
export interface Emulator extends Address {
  /** Base URL of the API: origin and prefix, no slash at the end. */
  readonly url: string
  readonly origin: string
  /** Replaces all faults; requests under way meet the new ones. */
  setFaults(...faults: (FaultSpec | string)[]): void
  clearFaults(): void
  state(): EmulatorState
  resetCounters(): void
  /** Size and SHA-256 of what the server holds at a full path; null when there is nothing. */
  stored(path: string): Promise<StoredFile | null>
  /** SHA-256 (hex) that a correct download of the file has. @throws Error when there is no such file */
  expectedSha256(path: string): Promise<string>
  /** Every file on the disk, newest first. */
  listing(): ListedFile[]
  /**
   * Adds a synthesised file of `size` bytes, making its folders.
   * @throws Error when the path is taken or no MP4 of that size can be made
   */
  addFile(path: string, size: number, ctimeMs?: number): ListedFile
  /**
   * Adds a synthesised movie of `size` bytes, all of which a player has to read to show it; 4 s for each 2,000,000.
   * @throws Error when the path is taken or no movie of that size can be made
   */
  addMovie(path: string, size: number, moov: MoovPlace): ListedFile
  /** Makes a folder, which stays empty until something is uploaded into it. */
  addFolder(path: string): void
  /** Deletes a file behind the client's back. @throws Error when there is no such file */
  removeFile(path: string): Promise<void>
  /** Cuts all connections and stops; a temporary data directory is removed. */
  close(): Promise<void>
}

/** Puts the in-process interface around the parts of a running server. */
export function makeEmulator(core: Core, address: Address, close: () => Promise<void>): Emulator {
  const { disk, faults, counters, clock } = core
  const setFaults = (...specs: (FaultSpec | string)[]): void =>
    faults.set(specs.map(checkFault), clock.tick())
  const fileAt = (path: string) => {
    const file = disk.tree.fileByPath(path)
    if (!file) throw new Error(`the emulator has no ${path}`)
    return file
  }
  return {
    ...address,
    url: core.origin + address.prefix,
    origin: core.origin,
    setFaults,
    clearFaults: () => setFaults(),
    state: () => counters.state(),
    resetCounters: () => counters.reset(),
    stored: (path) => stored(disk, path),
    expectedSha256: async (path) => (await disk.digest(fileAt(path))).sha256,
    listing: () => listing(disk),
    addFile: (path, size, ctimeMs) => disk.addFile(path, size, ctimeMs),
    addMovie: (path, size, moov) => disk.addMovie(path, size, moov),
    addFolder: (path) => void disk.ensureFolder(path),
    removeFile: (path) => disk.remove(fileAt(path)),
    close,
  }
}
