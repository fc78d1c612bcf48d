import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { AppError, toErrorShape } from '#shared/errors.ts'
import type { UploadRejection, UploadStart } from '#shared/models/transfer.ts'
import type { ActiveAccount } from '../accounts/account-service.ts'
import type { CapacityGate } from './capacity-gate.ts'
import type { PickRegistry } from './pick-registry.ts'
import { inspectUpload } from './preflight.ts'
import type { TransferEngine } from './transfer-engine.ts'

export interface UploadServiceOptions {
  readonly activeAccount: () => ActiveAccount
  readonly picks: PickRegistry
  readonly engine: TransferEngine
  readonly capacity: CapacityGate
  readonly now?: () => number
}

/** Turns picked files into upload jobs; each refused file comes back with its reason. */
export class UploadService {
  readonly #options: UploadServiceOptions

  constructor(options: UploadServiceOptions) {
    this.#options = options
  }

  /** @throws AppError `account.notSignedIn` */
  async start(pickIds: readonly string[], remoteFolder: string): Promise<UploadStart> {
    const { profile } = this.#options.activeAccount()
    const transferIds: string[] = []
    const rejected: UploadRejection[] = []
    for (const pickId of pickIds) {
      const file = this.#options.picks.pathOf(pickId)
      try {
        if (file === null) throw new AppError('file.notFound')
        transferIds.push(await this.#startOne(profile.id, file, remoteFolder))
      } catch (error) {
        rejected.push({ name: file === null ? '' : path.basename(file), error: toErrorShape(error) })
      }
    }
    return { transferIds, rejected }
  }

  /** Recordings were deleted, or the user wants to try: what was refused for lack of room may fit now. */
  roomMayBeFree(): void {
    this.#options.capacity.reopen()
  }

  async #startOne(profileId: string, localFile: string, remoteFolder: string): Promise<string> {
    const { engine, now = Date.now } = this.#options
    const { name, size } = await inspectUpload(localFile)
    if (engine.findActive('upload', profileId, `${remoteFolder}${name}`))
      throw new AppError('transfer.alreadyQueued')
    const id = randomUUID()
    engine.add(
      {
        direction: 'upload',
        id,
        profileId,
        localFile,
        remoteFolder,
        name,
        onConflict: { kind: 'refuse' },
        createdAt: now(),
      },
      name,
      size,
    )
    return id
  }
}
