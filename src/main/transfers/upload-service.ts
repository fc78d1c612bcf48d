import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError, toErrorShape } from '#shared/errors.ts'
import { isFinished, type UploadRejection, type UploadStart } from '#shared/models/transfer.ts'
import type { ConflictChoice, PlanDecision, UploadPlan } from '#shared/models/upload-plan.ts'
import type { ActiveAccount } from '../accounts/account-service.ts'
import type { CapacityGate } from './capacity-gate.ts'
import type { UploadSpec } from './job.ts'
import type { PickRegistry } from './pick-registry.ts'
import type { TransferEngine } from './transfer-engine.ts'
import { decide, type DecidedUpload } from './upload-plan/carry-out.ts'
import { inspect, inspectAll, type Inspected } from './upload-plan/inspect-all.ts'
import { makePlan, type PlanFile, type PlanInput } from './upload-plan/make-plan.ts'
import { nameKey } from './upload-plan/name-key.ts'
import { PlanStore } from './upload-plan/plan-store.ts'
import { scanPicks } from './upload-plan/scan-picks.ts'

/** Jobs that are added in one go; the window and running transfers get their turn in between. */
const batchSize = 200

export interface UploadServiceOptions {
  readonly activeAccount: () => ActiveAccount
  readonly picks: PickRegistry
  readonly engine: TransferEngine
  readonly capacity: CapacityGate
  readonly now?: () => number
}

export interface PlanOptions {
  readonly signal: AbortSignal
  readonly onProgress?: (found: number, checked: number, isAsking: boolean) => void
}

/** From a choice of files to upload jobs: first a plan of what would happen to each, then its decisions carried out. */
export class UploadService {
  readonly #options: UploadServiceOptions
  readonly #plans = new PlanStore()

  constructor(options: UploadServiceOptions) {
    this.#options = options
  }

  /**
   * Looks into picked files and everything in picked folders.
   *
   * @param folder `/A/` on the server
   * @throws AppError `account.notSignedIn`, `transfer.tooManyFiles`, `aborted`, `api.*`
   */
  async plan(
    pickIds: readonly string[],
    folder: string,
    { signal, onProgress = () => undefined }: PlanOptions,
  ): Promise<UploadPlan> {
    const account = this.#options.activeAccount()
    const paths = pickIds.map((pickId) => this.#options.picks.pathOf(pickId))
    const known = paths.filter((file) => file !== null)
    const { items, ...about } = await inspectAll(scanPicks(known, signal), {
      signal,
      onProgress: (found, checked) => onProgress(found, checked, false),
    })
    onProgress(items.length, items.length, true)
    const unknown = paths.filter((file) => file === null).map(() => forgotten)
    const files = [...items, ...unknown].map((item) => placed(item, folder))
    return await this.#keep(account, { signal, folder, files, ...about })
  }

  /**
   * The same for uploads that did not succeed, so that something can be decided about them.
   *
   * @throws AppError `transfer.unknown` when there are none; others as {@link plan}
   */
  async planAgain(ids: readonly string[], { signal }: PlanOptions): Promise<UploadPlan> {
    const account = this.#options.activeAccount()
    const specs = ids.flatMap((id) => this.#unsuccessful(id, account.profile.id))
    const [first] = specs
    if (first === undefined) throw new AppError('transfer.unknown')
    const folder = specs.every(({ remoteFolder }) => remoteFolder === first.remoteFolder)
      ? first.remoteFolder
      : '/'
    const files: PlanFile[] = []
    for (const { id, localFile, remoteFolder, name } of specs) {
      if (signal.aborted) throw new AppError('aborted')
      const seen = await inspect({ file: localFile, within: remoteFolder.slice(folder.length) })
      files.push({ ...seen, name, remoteFolder, transferId: id })
    }
    return await this.#keep(account, { signal, folder, files, hasFolders: false, leftOut: 0 })
  }

  /** The user does not want it after all. */
  discard(planId: string): void {
    this.#plans.discard(planId)
  }

  /**
   * Carries a plan out. Conflicts that nothing was decided about are skipped.
   *
   * @throws AppError `account.notSignedIn`, `transfer.planGone`
   */
  async start(planId: string, decisions: readonly PlanDecision[]): Promise<UploadStart> {
    const { profile } = this.#options.activeAccount()
    const kept = this.#plans.take(planId, profile.id)
    const choices = new Map(decisions.map(({ row, choice }) => [row, choice]))
    const choiceOf = (row: number): ConflictChoice | undefined => choices.get(row)
    const { uploads, skipped } = decide(kept, choiceOf, this.#queued(profile.id).keys())
    this.roomMayBeFree()
    const transferIds: string[] = []
    const rejected: UploadRejection[] = []
    for (let at = 0; at < uploads.length; at += batchSize) {
      if (at > 0) await nextTurn()
      this.#options.engine.batch(() => {
        for (const upload of uploads.slice(at, at + batchSize)) {
          try {
            transferIds.push(this.#startOne(profile.id, upload))
          } catch (error) {
            rejected.push({ name: upload.file.name, error: toErrorShape(error) })
          }
        }
      })
    }
    // Of a failed upload that is skipped there is nothing more to say.
    const settled = skipped.filter(({ verdict }) => verdict.kind !== 'refused')
    this.#options.engine.remove({ ids: settled.flatMap(({ transferId }) => transferId ?? []) })
    return { transferIds, rejected }
  }

  /** Recordings were deleted, or the user wants to try: what was refused for lack of room may fit now. */
  roomMayBeFree(): void {
    this.#options.capacity.reopen()
  }

  async #keep(
    { profile, client }: ActiveAccount,
    input: Omit<PlanInput, 'profileId' | 'client' | 'queued'>,
  ): Promise<UploadPlan> {
    const queued = this.#queued(profile.id)
    const kept = await makePlan({ ...input, profileId: profile.id, client, queued })
    this.#plans.add(kept)
    return kept.plan
  }

  /** Unfinished uploads of an account: key of the path on the server → local file. */
  #queued(profileId: string): Map<string, string> {
    const { engine } = this.#options
    const queued = new Map<string, string>()
    for (const { id, direction, state, profileId: owner, remotePath } of engine.list()) {
      if (direction !== 'upload' || owner !== profileId || isFinished(state)) continue
      const spec = engine.specOf(id)
      queued.set(nameKey(remotePath), spec?.direction === 'upload' ? spec.localFile : '')
    }
    return queued
  }

  #unsuccessful(id: string, profileId: string): UploadSpec[] {
    const { engine } = this.#options
    const spec = engine.specOf(id)
    const kind = engine.get(id)?.state.kind
    if (spec?.direction !== 'upload' || spec.profileId !== profileId) return []
    return kind === 'failed' || kind === 'cancelled' ? [spec] : []
  }

  #startOne(profileId: string, { file, name, onConflict }: DecidedUpload): string {
    const { engine, now = Date.now } = this.#options
    const { transferId, file: localFile, remoteFolder, size } = file
    if (transferId !== null) {
      if (!engine.resolve(transferId, name, onConflict)) throw new AppError('transfer.alreadyQueued')
      return transferId
    }
    if (localFile === null) throw new AppError('internal')
    if (engine.findActive('upload', profileId, `${remoteFolder}${name}`))
      throw new AppError('transfer.alreadyQueued')
    const id = randomUUID()
    engine.add(
      { direction: 'upload', id, profileId, localFile, remoteFolder, name, onConflict, createdAt: now() },
      name,
      size,
    )
    return id
  }
}

/** A pick that was never made, or so long ago that it is no longer known. */
const forgotten: Inspected = {
  file: null,
  name: '',
  within: '',
  size: null,
  modifiedAt: null,
  error: new AppError('file.notFound'),
}

function placed(item: Inspected, folder: string): PlanFile {
  return { ...item, remoteFolder: `${folder}${item.within}`, transferId: null }
}
