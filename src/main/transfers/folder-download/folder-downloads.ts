import { createHash, randomUUID } from 'node:crypto'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, toErrorShape } from '#shared/errors.ts'
import {
  maxFolderFailures,
  maxFoldersPerDownload,
  maxRecordingsPerDownload,
  type FolderDownload,
  type FolderFailure,
} from '#shared/models/folder-download.ts'
import type { Recording, RecordingRef } from '#shared/models/recording.ts'
import { nameOf, parentOf } from '#shared/paths.ts'
import type { ActiveAccount } from '../../accounts/account-service.ts'
import type { CloudRoomClient } from '../../api/client.types.ts'
import { visitFolder } from '../../library/visit-folder.ts'
import type { Logger } from '../../logging/logger.ts'
import type { DownloadPlace } from '../download-places.ts'
import type { LocalCopies } from '../local-copies.ts'
import { localFileName } from '../safe-name.ts'
import type { TransferEngine } from '../transfer-engine.ts'
import type { FolderStore, NewPendingFolder, PendingFolder } from './folder-store.ts'
import { makeLocalFolder } from './local-folder.ts'

/** Folders that are looked into at once; each asks for several pages at once. */
const concurrentFolders = 2
/** How often the window is told how far it is. ms */
const progressIntervalMs = 200
/** How soon a folder is asked for again while there is no network. ms */
const offlineRetryMs = 3000
/** Folders that are kept to go on with once a proxy lets them through; of more the latest. */
const maxRefused = 1000
/** What the whole netDisk is called on disk. */
const rootName = 'netDisk'

export interface FolderDownloadsOptions {
  readonly activeAccount: () => ActiveAccount
  /** @throws AppError `account.notSignedIn` */
  readonly clientFor: (profileId: string) => CloudRoomClient
  readonly store: FolderStore
  readonly engine: Pick<TransferEngine, 'add' | 'batch' | 'get'>
  readonly copies: LocalCopies
  /** Where downloads go now, unless told otherwise. */
  readonly place: () => DownloadPlace
  readonly onProgress: (download: FolderDownload) => void
  /** ms before a folder is asked for again after so many failures; null = give up. */
  readonly retryDelay: (failures: number) => number | null
  /** What the system says now. Without a network a folder is not given up. */
  readonly isOnline: () => boolean
  readonly log: Logger
}

/** A folder that a proxy did not let through for want of user and password. It stays stored, so that the next start asks again. */
interface RefusedFolder {
  /** `host:port`; null: it is not known which. */
  readonly proxy: string | null
  readonly folder: PendingFolder
}

interface Running {
  readonly id: string
  readonly root: string
  readonly controller: AbortController
  /** Was begun by an earlier run of the app. */
  readonly isResumed: boolean
  readonly failures: FolderFailure[]
  failed: number
  found: number
  folders: number
  saidAt: number
  done: Promise<void>
}

/**
 * Downloads of whole folders. Finds out what is in a folder and in all below it, makes the same folders on disk, empty ones
 * too, and adds a download for each recording as it is found, so that transfers begin while it still looks. What is left to
 * look into is stored: after a quit or a kill it goes on there, and no recording gets a second download, because the id of a
 * download follows from the folder download and the recording.
 */
export class FolderDownloads {
  readonly #options: FolderDownloadsOptions
  readonly #running = new Map<string, Running>()
  /** By their sequence, oldest first: what is not asked for again by itself. */
  readonly #refused = new Map<number, RefusedFolder>()
  #isClosed = false

  constructor(options: FolderDownloadsOptions) {
    this.#options = options
  }

  /**
   * Begins to download folders; the rest happens in the background and is told by `onProgress`.
   *
   * @param folders `/A/` on the server
   * @returns the ids of the downloads
   * @throws AppError `account.notSignedIn`, `file.notWritable`, `file.diskFull`
   */
  async start(folders: readonly string[], place: DownloadPlace = this.#options.place()): Promise<string[]> {
    const { activeAccount, store } = this.#options
    const profileId = activeAccount().profile.id
    // Asked for anew: into other folders on disk.
    const earlier = this.#takeRefused(
      ({ folder }) => folder.profileId === profileId && folders.includes(folder.root),
    )
    for (const refused of earlier) store.replace(refused, [])
    const used = new Set<string>()
    const begun: NewPendingFolder[] = []
    for (const folder of folders) {
      const parent = place.folderFor(parentOf(folder))
      const localFolder = await makeLocalFolder(parent, nameOf(folder) || rootName, used)
      begun.push({ downloadId: randomUUID(), profileId, root: folder, remoteFolder: folder, localFolder })
    }
    store.add(begun)
    for (const { downloadId, root } of begun) this.#run(downloadId, root, profileId, false)
    return begun.map(({ downloadId }) => downloadId)
  }

  /** Goes on with what an earlier run of the app, or a proxy without its password, has left of an account's. */
  resumeProfile(profileId: string): void {
    this.#takeRefused(({ folder }) => folder.profileId === profileId)
    for (const [downloadId, root] of this.#options.store.unfinished(profileId)) {
      if (!this.#running.has(downloadId)) this.#run(downloadId, root, profileId, true)
    }
  }

  /** What is still looked into, for a window that has just opened. */
  list(): FolderDownload[] {
    return [...this.#running.values()].map((running) => describe(running, 'looking'))
  }

  /** Looks no further, neither now nor once a proxy would let it through. What was found is in the queue and stays there. */
  stop(id: string): void {
    this.#drop(id)
    this.#running.get(id)?.controller.abort()
  }

  /** Drops what an account has under way, because its secret has been forgotten. */
  stopProfile(profileId: string): void {
    for (const id of this.#options.store.unfinished(profileId).keys()) {
      this.#drop(id)
      this.#running.get(id)?.controller.abort()
    }
  }

  /** A proxy (`host:port`) has other credentials: goes on with the folders that it did not let through, where they were. */
  retryBehind(proxy: string): void {
    const again = this.#takeRefused((refused) => (refused.proxy ?? proxy) === proxy)
    for (const { downloadId, root, profileId } of again) {
      // One that still looks comes upon them by itself.
      if (!this.#running.has(downloadId)) this.#run(downloadId, root, profileId, true)
    }
  }

  /** Stops for the next start of the app to go on. */
  async close(): Promise<void> {
    this.#isClosed = true
    const running = [...this.#running.values()]
    for (const { controller } of running) controller.abort()
    await Promise.all(running.map(({ done }) => done))
  }

  /** They are looked into again by whoever comes upon them. */
  #takeRefused(isMeant: (refused: RefusedFolder) => boolean): PendingFolder[] {
    const taken = [...this.#refused.values()].filter(isMeant).map(({ folder }) => folder)
    for (const { sequence } of taken) this.#refused.delete(sequence)
    return taken
  }

  #drop(id: string): void {
    this.#takeRefused(({ folder }) => folder.downloadId === id)
    this.#options.store.drop(id)
  }

  #run(id: string, root: string, profileId: string, isResumed: boolean): void {
    const running: Running = {
      id,
      root,
      controller: new AbortController(),
      isResumed,
      failures: [],
      failed: 0,
      found: 0,
      folders: 0,
      saidAt: 0,
      done: Promise.resolve(),
    }
    this.#running.set(id, running)
    this.#options.onProgress(describe(running, 'looking'))
    running.done = this.#runToEnd(running, profileId)
  }

  async #runToEnd(running: Running, profileId: string): Promise<void> {
    const { controller } = running
    let state: FolderDownload['state'] = 'over'
    try {
      await this.#lookIntoAll(running, this.#options.clientFor(profileId))
      if (controller.signal.aborted) state = 'stopped'
    } catch (error) {
      this.#options.log.warn('a folder download has ended early', { error })
      controller.abort()
      this.#drop(running.id)
      fail(running, running.root, error)
    }
    this.#running.delete(running.id)
    if (!this.#isClosed) this.#options.onProgress(describe(running, state))
  }

  /** A few at once, until nothing is left and nobody can add anything. */
  async #lookIntoAll(running: Running, client: CloudRoomClient): Promise<void> {
    const busy = new Set<number>()
    const under = new Set<Promise<void>>()
    const { signal } = running.controller
    while (!signal.aborted) {
      const except = new Set([...busy, ...this.#refused.keys()])
      const folder = busy.size < concurrentFolders ? this.#options.store.next(running.id, except) : null
      if (folder === null) {
        if (under.size === 0) return
        // One that has come upon too many ends it all.
        await Promise.race(under)
        continue
      }
      busy.add(folder.sequence)
      const look = this.#lookInto(running, folder, client).finally(() => {
        busy.delete(folder.sequence)
        under.delete(look)
      })
      under.add(look)
      look.catch(() => undefined)
    }
    await Promise.allSettled(under)
  }

  async #lookInto(running: Running, folder: PendingFolder, client: CloudRoomClient): Promise<void> {
    const { signal } = running.controller
    for (let failures = 1; ;) {
      try {
        const children = await this.#visit(running, folder, client)
        if (!signal.aborted) this.#options.store.replace(folder, children)
        return
      } catch (error) {
        if (signal.aborted) return
        const { retryable, code, params } = toErrorShape(error)
        if (code === 'transfer.tooManyFiles') throw error
        const isOffline = code.startsWith('network.') && !this.#options.isOnline()
        const delayMs = isOffline ? offlineRetryMs : retryable ? this.#options.retryDelay(failures++) : null
        if (delayMs === null) {
          fail(running, folder.remoteFolder, error)
          if (code === 'network.proxyAuth') this.#keepRefused(folder, params['proxy'])
          else this.#options.store.replace(folder, [])
          return
        }
        await delay(delayMs, undefined, { signal }).catch(() => undefined)
      }
    }
  }

  #keepRefused(folder: PendingFolder, proxy: unknown): void {
    this.#refused.set(folder.sequence, { proxy: typeof proxy === 'string' ? proxy : null, folder })
    const [oldest] = this.#refused.values()
    if (this.#refused.size <= maxRefused || oldest === undefined) return
    this.#refused.delete(oldest.folder.sequence)
    this.#options.store.replace(oldest.folder, [])
  }

  async #visit(
    running: Running,
    folder: PendingFolder,
    client: CloudRoomClient,
  ): Promise<NewPendingFolder[]> {
    const { signal } = running.controller
    const names: string[] = []
    const waiting: Recording[] = []
    const foundBefore = running.found
    try {
      await visitFolder(client, folder.remoteFolder, signal, ({ recordings, folders }) => {
        names.push(...folders.map(({ name }) => name))
        if (running.isResumed) waiting.push(...recordings)
        else this.#addAll(running, folder, recordings)
      })
    } catch (error) {
      // They are counted by the visit that succeeds.
      if (!signal.aborted) running.found = foundBefore
      throw error
    }
    for (const recording of waiting) {
      if (!(await this.#isThere(folder, recording))) this.#add(running, folder, recording)
    }
    return await this.#childrenOf(running, folder, names)
  }

  /** Downloaded before the app was ended, and off the list since. */
  async #isThere(
    folder: PendingFolder,
    { path: remotePath, size, sizeIsExact, createdAt }: Recording,
  ): Promise<boolean> {
    const listed = { size: sizeIsExact ? size : null, createdAt }
    const copy = await this.#options.copies.find(folder.profileId, remotePath, listed)
    return copy !== null && path.dirname(copy) === folder.localFolder
  }

  #addAll(running: Running, folder: PendingFolder, recordings: readonly Recording[]): void {
    this.#options.engine.batch(() => {
      for (const recording of recordings) this.#add(running, folder, recording)
    })
  }

  #add(running: Running, folder: PendingFolder, recording: Recording): void {
    const { engine } = this.#options
    const id = jobId(folder.downloadId, recording.path)
    running.found += 1
    if (running.found > maxRecordingsPerDownload) throw tooMany(maxRecordingsPerDownload)
    this.#say(running)
    // From before the app was ended.
    if (engine.get(id) !== undefined) return
    engine.add(
      {
        direction: 'download',
        id,
        profileId: folder.profileId,
        recording: refOf(recording),
        targetFolder: folder.localFolder,
        isInFolder: true,
        opensWhenDone: false,
        createdAt: Date.now(),
      },
      localFileName(recording.name, folder.localFolder),
      recording.size,
    )
  }

  async #childrenOf(
    running: Running,
    { downloadId, profileId, root, remoteFolder, localFolder }: PendingFolder,
    names: readonly string[],
  ): Promise<NewPendingFolder[]> {
    running.folders += names.length
    if (running.folders > maxFoldersPerDownload) throw tooMany(maxFoldersPerDownload)
    const used = new Set<string>()
    const children: NewPendingFolder[] = []
    for (const name of names) {
      if (running.controller.signal.aborted) break
      const child = `${remoteFolder}${name}/`
      try {
        const local = await makeLocalFolder(localFolder, name, used)
        children.push({ downloadId, profileId, root, remoteFolder: child, localFolder: local })
      } catch (error) {
        fail(running, child, error)
      }
    }
    return children
  }

  #say(running: Running): void {
    const now = performance.now()
    if (now - running.saidAt < progressIntervalMs) return
    running.saidAt = now
    this.#options.onProgress(describe(running, 'looking'))
  }
}

function describe(
  { id, root, found, failures, failed }: Running,
  state: FolderDownload['state'],
): FolderDownload {
  return { id, folder: root, found, state, failures: [...failures], failed }
}

function fail(running: Running, folder: string, error: unknown): void {
  running.failed += 1
  if (running.failures.length < maxFolderFailures)
    running.failures.push({ folder, error: toErrorShape(error) })
}

function tooMany(max: number): AppError {
  return new AppError('transfer.tooManyFiles', { params: { max } })
}

function jobId(downloadId: string, remotePath: string): string {
  return createHash('sha256').update(`${downloadId} ${remotePath}`).digest('hex').slice(0, 32)
}

/** A recording without what a job needs not keep. */
function refOf({ id, path: at, size, sizeIsExact, createdAt }: Recording): RecordingRef {
  return { id, path: at, size, sizeIsExact, createdAt }
}
