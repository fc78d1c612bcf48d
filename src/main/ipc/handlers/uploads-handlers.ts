import type { Events } from '#shared/ipc/contract.ts'
import type { PickRegistry } from '../../transfers/pick-registry.ts'
import type { UploadService } from '../../transfers/upload-service.ts'
import type { AbortRegistry } from '../abort-registry.ts'
import type { Handlers } from '../answer.ts'

/** How often a plan says how far it is. ms */
const progressIntervalMs = 100

export interface UploadsHandlerServices {
  readonly uploads: UploadService
  readonly picks: PickRegistry
  readonly aborts: AbortRegistry
  /** Shows the file dialog; empty when cancelled. */
  readonly chooseFiles: () => Promise<readonly string[]>
  /** Shows the folder dialog; empty when cancelled. */
  readonly chooseFolders: () => Promise<readonly string[]>
  /** Files that the system gave the app to open; answers each once. */
  readonly takeOpened: () => readonly string[]
  readonly onProgress: (progress: Events['uploads.progress']) => void
}

export function createUploadsHandlers({
  uploads,
  picks,
  aborts,
  chooseFiles,
  chooseFolders,
  takeOpened,
  onProgress,
}: UploadsHandlerServices): Pick<Handlers, Extract<keyof Handlers, `uploads.${string}`>> {
  return {
    'uploads.pick': async () => picks.add(await chooseFiles()),
    'uploads.pickFolder': async () => picks.add(await chooseFolders()),
    'uploads.takeOpened': () => picks.add(takeOpened()),
    'uploads.registerDropped': ({ paths }) => picks.add(paths),
    'uploads.plan': ({ pickIds, folder, abortId }) =>
      aborts.run(abortId, (signal) => {
        let saidAt = 0
        return uploads.plan(pickIds, folder, {
          signal,
          onProgress: (found, checked, isAsking) => {
            if (!isAsking && performance.now() - saidAt < progressIntervalMs) return
            saidAt = performance.now()
            onProgress({ abortId, found, checked, isAsking })
          },
        })
      }),
    'uploads.planAgain': ({ ids, abortId }) =>
      aborts.run(abortId, (signal) => uploads.planAgain(ids, { signal })),
    'uploads.start': ({ planId, decisions }) => uploads.start(planId, decisions),
    'uploads.discard': ({ planId }) => {
      uploads.discard(planId)
      return null
    },
  }
}
