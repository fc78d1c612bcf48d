import path from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { Emulator } from '#emulator/server.ts'
import type { Transfers } from '#main/transfers/transfers.ts'
import type { Events } from '#shared/ipc/contract.ts'
import type { FolderDownload } from '#shared/models/folder-download.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import { folderOf } from '#shared/paths.ts'
import { isFinished, type Transfer, type TransfersDelta } from '#shared/models/transfer.ts'
import { queueUpload } from './queue-upload.ts'
import { startTransfers, type StartOptions } from './start-transfers.ts'
import { temporaryFolder } from './temporary-folder.ts'

export interface TransfersRig extends Transfers {
  /** Where downloads go; made by the first one. */
  readonly downloadFolder: string
  readonly databaseFile: string
  readonly deltas: TransfersDelta[]
  readonly changedFolders: string[]
  readonly failures: Events['app.failure'][]
  /** What was told of folder downloads, in order. */
  readonly folderDownloads: FolderDownload[]
  /** Files handed to the system's player. */
  readonly opened: string[]
  readonly revealed: string[]
  /** Waits for the end of a job. */
  readonly ended: (id: string | undefined) => Promise<Transfer>
  /** `done`, `cancelled`, or the code of the failure. */
  readonly outcome: (id: string | undefined) => Promise<string>
  /** Queues uploads of local files that fail when their name is taken; the ids of the jobs. */
  readonly upload: (files: readonly string[], folder?: string) => Promise<readonly string[]>
}

export interface TransfersRigOptions extends Pick<
  StartOptions,
  'client' | 'isOnline' | 'limits' | 'network' | 'openPath' | 'retryDelay' | 'segments' | 'timeouts'
> {
  readonly folder?: string
  readonly downloadFolder?: string
}

/** The app's transfers on the emulator, real files and a real database. */
export async function transfersRig(
  emulator: Emulator,
  options: TransfersRigOptions = {},
): Promise<TransfersRig> {
  const folder = options.folder ?? (await temporaryFolder())
  const downloadFolder = options.downloadFolder ?? path.join(folder, 'downloads')
  const databaseFile = path.join(folder, 'library.db')
  const deltas: TransfersDelta[] = []
  const changedFolders: string[] = []
  const failures: Events['app.failure'][] = []
  const folderDownloads: FolderDownload[] = []
  const opened: string[] = []
  const revealed: string[] = []
  const transfers = startTransfers(emulator, {
    ...options,
    databaseFile,
    downloadFolder,
    openPath: (file) => {
      opened.push(file)
      return options.openPath?.(file) ?? Promise.resolve('')
    },
    reveal: (file) => revealed.push(file),
    publish: (delta) => deltas.push(delta),
    onRemoteChange: (_profileId, changed) => changedFolders.push(folderOf(changed)),
    onFolderDownload: (download) => folderDownloads.push(download),
    onFailure: (failure) => failures.push(failure),
  })
  onTestFinished(() => transfers.close())
  const ended = async (id: string | undefined): Promise<Transfer> => {
    const now = () => transfers.engine.get(id ?? '')
    await expect
      .poll(() => now()?.state.kind, { timeout: 15_000, interval: 5 })
      .toMatch(/^(?:done|failed|cancelled)$/u)
    const transfer = now()
    if (!transfer || !isFinished(transfer.state)) throw new Error(`no finished job ${id ?? ''}`)
    return transfer
  }
  return {
    ...transfers,
    downloadFolder,
    databaseFile,
    deltas,
    changedFolders,
    failures,
    folderDownloads,
    opened,
    revealed,
    ended,
    async outcome(id) {
      const { state } = await ended(id)
      return state.kind === 'failed' ? state.error.code : state.kind
    },
    upload: (files, remoteFolder = '/') =>
      Promise.resolve(files.map((file) => queueUpload(transfers, file, remoteFolder))),
  }
}

/** A recording on the emulator, as the page names it. */
export function refTo(emulator: Emulator, remotePath: string): RecordingRef {
  const file = emulator.listing().find((item) => item.path === remotePath)
  if (!file) throw new Error(`the emulator has no ${remotePath}`)
  return { id: file.id, path: file.path, size: file.size, sizeIsExact: true, createdAt: file.ctimeMs }
}
