import type { DownloadService } from '../../transfers/download-service.ts'
import type { PickRegistry } from '../../transfers/pick-registry.ts'
import type { TransferEngine } from '../../transfers/transfer-engine.ts'
import type { UploadService } from '../../transfers/upload-service.ts'
import type { Handlers } from '../router.ts'

export interface TransfersHandlerServices {
  readonly engine: TransferEngine
  readonly uploads: UploadService
  readonly downloads: DownloadService
  readonly picks: PickRegistry
  /** Shows the file dialog; empty when cancelled. */
  readonly chooseFiles: () => Promise<readonly string[]>
}

type TransfersHandlers = Pick<
  Handlers,
  Extract<keyof Handlers, `transfers.${string}` | `uploads.${string}` | `playback.${string}`>
>

export function createTransfersHandlers(services: TransfersHandlerServices): TransfersHandlers {
  const { engine, uploads, downloads, picks, chooseFiles } = services
  return {
    'uploads.pick': async () => picks.add(await chooseFiles()),
    'uploads.registerDropped': ({ paths }) => picks.add(paths),
    'uploads.start': ({ pickIds, folder }) => uploads.start(pickIds, folder),
    'transfers.list': () => engine.list(),
    'transfers.download': ({ recordings }) => downloads.start(recordings),
    'transfers.cancel': ({ ids }) => done(engine.cancel(ids)),
    'transfers.retry': ({ ids }) => done(engine.retry(ids)),
    'transfers.remove': ({ ids }) => done(engine.remove(ids)),
    'transfers.clearFinished': () => done(engine.clearFinished()),
    'transfers.open': async ({ id }) => done(await downloads.openTransfer(id)),
    'transfers.reveal': ({ id }) => done(downloads.revealTransfer(id)),
    'playback.open': ({ recording }) => downloads.open(recording),
  }
}

/** Requests without an answer of their own answer null: undefined would look like a missing handler. */
function done(_nothing: undefined | void): null {
  return null
}
