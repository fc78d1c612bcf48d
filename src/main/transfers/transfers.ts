import type { Events } from '#shared/ipc/contract.ts'
import { toErrorShape } from '#shared/errors.ts'
import type { FolderDownload } from '#shared/models/folder-download.ts'
import type { TransferLimits } from '#shared/models/settings.ts'
import type { Transfer } from '#shared/models/transfer.ts'
import type { DatabaseSync } from 'node:sqlite'
import type { AccountService } from '../accounts/account-service.ts'
import type { Logger } from '../logging/logger.ts'
import { currentBoot } from '../storage/boot.ts'
import { CapacityGate } from './capacity-gate.ts'
import { discardDownload, runDownload, type DownloadDeps } from './download-job.ts'
import type { DownloadPlace } from './download-places.ts'
import { DownloadService } from './download-service.ts'
import { LiveParts } from './download/live-parts.ts'
import { createPartStore } from './download/part-store.ts'
import type { DownloadSource } from './download-source.ts'
import { remotePathOf, type JobRecord, type JobSpec } from './job.ts'
import { FolderDownloads } from './folder-download/folder-downloads.ts'
import { FolderStore } from './folder-download/folder-store.ts'
import { LocalCopies } from './local-copies.ts'
import { PickRegistry } from './pick-registry.ts'
import { ProgressPublisher } from './progress-publisher.ts'
import { createSqliteJobStore } from './sqlite-job-store.ts'
import { Throttle } from './throttle.ts'
import { TransferEngine, type JobResult } from './transfer-engine.ts'
import { runUpload, type RemoteChangeListener, type UploadContext, type UploadDeps } from './upload-job.ts'
import { UploadService } from './upload-service.ts'

export interface TransfersOptions {
  readonly accounts: Pick<AccountService, 'requireActive' | 'clientFor'>
  readonly source: DownloadSource
  /** How large files are shared out among connections; see DownloadDeps for the defaults. */
  readonly segments?: Pick<DownloadDeps, 'connections' | 'segmentFrom' | 'blockBytes'>
  readonly database: DatabaseSync
  readonly place: () => DownloadPlace
  readonly limits: TransferLimits
  /** What the system says of its network now; see TransferEngineOptions. */
  readonly isOnline: () => boolean
  readonly openVideo: (file: string) => Promise<void>
  readonly reveal: (file: string) => void
  readonly publish: (delta: Events['transfers.changed']) => void
  readonly onRemoteChange: RemoteChangeListener
  readonly onFolderDownload: (download: FolderDownload) => void
  readonly onFailure: (failure: Events['app.failure']) => void
  /** See TransferEngineOptions. */
  readonly retryDelay: (failures: number) => number | null
  readonly log: Logger
}

export interface Transfers {
  readonly engine: TransferEngine
  readonly uploads: UploadService
  readonly downloads: DownloadService
  /** For those who read a file while it comes. */
  readonly live: LiveParts
  readonly folders: FolderDownloads
  readonly picks: PickRegistry
  /** Puts new limits into force, also for what runs. */
  limit(limits: TransferLimits): void
  /** An account is signed in: goes on with what waits for it. */
  resumeProfile(profileId: string): void
  /** An account's secret has been forgotten: ends what it has under way. */
  stopProfile(profileId: string): void
  /** A proxy (`host:port`) has other credentials now: starts what failed for want of them over. */
  retryBehind(proxy: string): void
  /** Stops everything for the next start of the app to go on with. What it finds is stored before this returns. */
  close(): Promise<void>
}

/** Builds the engine and the services around it. */
export function createTransfers(options: TransfersOptions): Transfers {
  const { accounts, log } = options
  const activeAccount = () => accounts.requireActive()
  const publisher: ProgressPublisher = new ProgressPublisher({
    publish: options.publish,
    transferOf: (id) => engine.get(id),
  })
  const live = new LiveParts()
  const parts = createPartStore(options.database)
  const throttles = {
    upload: new Throttle(options.limits.uploadBytesPerSecond),
    download: new Throttle(options.limits.downloadBytesPerSecond),
  }
  const deps: DownloadDeps = {
    source: options.source,
    parts,
    live,
    throttle: throttles.download,
    boot: currentBoot(),
    ...options.segments,
  }
  const capacity = new CapacityGate()
  const uploadDeps: UploadDeps = {
    capacity,
    throttle: throttles.upload,
    onRemoteChange: options.onRemoteChange,
  }
  const store = createSqliteJobStore(options.database, log)
  const discard = (id: string): Promise<void> =>
    discardDownload(id, deps).catch((error: unknown) => log.warn('a part file stays behind', { id, error }))
  // Parts whose jobs are gone, e.g. after a kill.
  for (const id of deps.parts.jobIds()) if (!store.has(id)) void discard(id)
  const engine: TransferEngine = new TransferEngine({
    store,
    run: (spec, context) => run(spec, context, deps, uploadDeps),
    discard,
    clientFor: (profileId) => accounts.clientFor(profileId),
    concurrency: { upload: options.limits.uploads, download: options.limits.downloads },
    onChange(id) {
      publisher.changed(id)
      live.changed(id)
    },
    onMove: (id) => publisher.moved(id),
    onRemove(id) {
      publisher.removed(id)
      live.changed(id)
    },
    onDone: (record) => afterDone(record),
    retryDelay: options.retryDelay,
    isOnline: options.isOnline,
    log,
  })
  const picks = new PickRegistry()
  const uploads = new UploadService({ activeAccount, picks, engine, capacity })
  const copies = new LocalCopies(options.database)
  const downloads = new DownloadService({
    activeAccount,
    engine,
    copies,
    place: options.place,
    openVideo: options.openVideo,
    reveal: options.reveal,
  })
  const folders = new FolderDownloads({
    activeAccount,
    clientFor: (profileId) => accounts.clientFor(profileId),
    store: new FolderStore(options.database),
    engine,
    copies,
    place: options.place,
    onProgress: options.onFolderDownload,
    retryDelay: options.retryDelay,
    isOnline: options.isOnline,
    log,
  })

  function afterDone(record: JobRecord): void {
    if (record.spec.direction === 'upload') {
      options.onRemoteChange(record.spec.profileId, remotePathOf(record.spec))
      return
    }
    afterDownload(record).catch((error: unknown) => {
      log.warn('after the download', { error })
      options.onFailure({ subject: record.name, error: toErrorShape(error) })
    })
  }
  async function afterDownload(record: JobRecord): Promise<void> {
    try {
      deps.parts.delete(record.spec.id)
    } catch (error) {
      // A full disk of the app's own: the file is there all the same, and the note goes with the job.
      log.warn('the note of a part file stays behind', { id: record.spec.id, error })
    }
    await downloads.finished(record)
  }
  function limit(limits: TransferLimits): void {
    engine.limit('upload', limits.uploads)
    engine.limit('download', limits.downloads)
    throttles.upload.bytesPerSecond = limits.uploadBytesPerSecond
    throttles.download.bytesPerSecond = limits.downloadBytesPerSecond
  }
  function resumeProfile(profileId: string): void {
    engine.resumeProfile(profileId)
    folders.resumeProfile(profileId)
  }
  function stopProfile(profileId: string): void {
    folders.stopProfile(profileId)
    engine.stopProfile(profileId)
  }
  function retryBehind(proxy: string): void {
    const isMeant = ({ state }: Transfer): boolean =>
      state.kind === 'failed' &&
      state.error.code === 'network.proxyAuth' &&
      // Of an earlier version, which did not know which one it was.
      (state.error.params['proxy'] ?? proxy) === proxy
    const ids = engine
      .list()
      .filter(isMeant)
      .map(({ id }) => id)
    if (ids.length > 0) engine.retry({ ids })
    folders.retryBehind(proxy)
  }
  async function close(): Promise<void> {
    await Promise.all([folders.close(), engine.close()])
  }
  return {
    engine,
    uploads,
    downloads,
    live,
    folders,
    picks,
    limit,
    resumeProfile,
    stopProfile,
    retryBehind,
    close,
  }
}

async function run(
  spec: JobSpec,
  context: UploadContext,
  deps: DownloadDeps,
  uploadDeps: UploadDeps,
): Promise<JobResult> {
  if (spec.direction === 'download') return await runDownload(spec, context, deps)
  await runUpload(spec, context, uploadDeps)
  return { localPath: null }
}
