import type { DownloadPlaces } from '../../transfers/download-places.ts'
import type { DownloadService } from '../../transfers/download-service.ts'
import type { FolderDownloads } from '../../transfers/folder-download/folder-downloads.ts'
import type { TransferEngine } from '../../transfers/transfer-engine.ts'
import type { UploadService } from '../../transfers/upload-service.ts'
import type { Handlers } from '../answer.ts'

export interface TransfersHandlerServices {
  readonly engine: TransferEngine
  readonly uploads: UploadService
  readonly downloads: DownloadService
  readonly folders: FolderDownloads
  readonly places: Pick<DownloadPlaces, 'choose'>
}

type TransfersHandlers = Pick<Handlers, Extract<keyof Handlers, `transfers.${string}`>>

export function createTransfersHandlers(services: TransfersHandlerServices): TransfersHandlers {
  const { engine, uploads, downloads, folders: folderDownloads, places } = services
  return {
    'transfers.list': () => engine.list(),
    'transfers.download': async ({ recordings }) => {
      const place = await places.choose()
      return place === null ? [] : downloads.start(recordings, place)
    },
    'transfers.downloadFolders': async ({ folders }) => {
      const place = await places.choose()
      return place === null ? [] : await folderDownloads.start(folders, place)
    },
    'transfers.folderDownloads': () => folderDownloads.list(),
    'transfers.stopFolderDownload': nullAfter(({ id }) => folderDownloads.stop(id)),
    'transfers.pause': nullAfter((selection) => engine.pause(selection)),
    'transfers.resume': nullAfter((selection) => engine.resume(selection)),
    'transfers.cancel': nullAfter((selection) => engine.cancel(selection)),
    'transfers.retry': nullAfter((selection) => {
      uploads.roomMayBeFree()
      engine.retry(selection)
    }),
    'transfers.remove': nullAfter((selection) => engine.remove(selection)),
    'transfers.move': nullAfter(({ ids, to }) => engine.move(ids, to)),
    'transfers.open': nullAfter(({ id }) => downloads.openTransfer(id)),
    'transfers.reveal': nullAfter(({ id }) => downloads.revealTransfer(id)),
  }
}

/** Requests without an answer of their own answer null: undefined would look like a missing handler. */
function nullAfter<Input>(run: (input: Input) => void | Promise<void>): (input: Input) => Promise<null> {
  return async (input) => {
    await run(input)
    return null
  }
}
