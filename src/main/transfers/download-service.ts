import { randomUUID } from 'node:crypto'
import { AppError } from '#shared/errors.ts'
import type { CopyMarks } from '#shared/models/playback.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import type { OpenOutcome } from '#shared/models/transfer.ts'
import { folderOf, nameOf } from '#shared/paths.ts'
import type { ActiveAccount } from '../accounts/account-service.ts'
import type { DownloadPlace } from './download-places.ts'
import type { JobRecord } from './job.ts'
import type { FoundCopy, LocalCopies } from './local-copies.ts'
import { localFileName } from './safe-name.ts'
import type { TransferEngine } from './transfer-engine.ts'

export interface DownloadServiceOptions {
  readonly activeAccount: () => ActiveAccount
  readonly engine: TransferEngine
  readonly copies: LocalCopies
  /** Where downloads go now, unless told otherwise. */
  readonly place: () => DownloadPlace
  /** Hands a video to the system's player. @throws AppError */
  readonly openVideo: (file: string) => Promise<void>
  readonly reveal: (file: string) => void
  readonly now?: () => number
}

/** Where the bytes of a recording are. */
export type PlayableCopy =
  | { readonly kind: 'whole'; readonly profileId: string; readonly file: string }
  | { readonly kind: 'coming'; readonly profileId: string; readonly jobId: string }

/** Download jobs, and opening recordings through them. */
export class DownloadService {
  readonly #options: DownloadServiceOptions

  constructor(options: DownloadServiceOptions) {
    this.#options = options
  }

  /** One job per recording; a recording that is already on its way keeps its job. @returns the jobs' ids */
  start(recordings: readonly RecordingRef[], place: DownloadPlace = this.#options.place()): string[] {
    return this.#options.engine.batch(() => recordings.map((recording) => this.#job(recording, place, false)))
  }

  /**
   * Double-click: opens the local copy if there is a whole one, else downloads and opens when done.
   *
   * @throws AppError `account.notSignedIn`, `file.notVideo`, `file.openFailed`
   */
  async open(recording: RecordingRef): Promise<OpenOutcome> {
    // Never fetched only to be refused: the name already tells (design, section 7).
    if (!recording.path.toLowerCase().endsWith('.mp4')) throw new AppError('file.notVideo')
    const copy = await this.copyOf(recording)
    if (copy !== null) {
      await this.#options.openVideo(copy)
      return { kind: 'opened' }
    }
    return { kind: 'downloading', transferId: this.#job(recording, this.#options.place(), true) }
  }

  /**
   * A recording that is to be shown here: its whole local copy, or the download that gets it, which runs at once.
   *
   * @throws AppError `account.notSignedIn`, `file.notVideo`
   */
  async play(recording: RecordingRef): Promise<PlayableCopy> {
    const { profile } = this.#options.activeAccount()
    if (!recording.path.toLowerCase().endsWith('.mp4')) throw new AppError('file.notVideo')
    const file = await this.copyOf(recording)
    if (file !== null) return { kind: 'whole', profileId: profile.id, file }
    const jobId = this.#job(recording, this.#options.place(), false)
    return { kind: 'coming', profileId: profile.id, jobId }
  }

  /** Which of those recordings are here whole, as they were downloaded. @throws AppError `account.notSignedIn` */
  async copiesOf(recordings: readonly RecordingRef[]): Promise<CopyMarks> {
    const marks = { here: [] as string[], changed: [] as string[] }
    for (const recording of recordings) {
      const found = await this.#look(recording)
      if (found !== null) marks[found.state].push(recording.path)
    }
    return marks
  }

  /** Local copies of those recordings that have one. Absolute paths. @throws AppError `account.notSignedIn` */
  async filesOf(recordings: readonly RecordingRef[]): Promise<string[]> {
    const files = await Promise.all(recordings.map((recording) => this.copyOf(recording)))
    return files.filter((file) => file !== null)
  }

  /** @throws AppError `account.notSignedIn`, `file.notFound` when there is no such copy any more */
  async revealCopy(recording: RecordingRef): Promise<void> {
    const file = await this.copyOf(recording)
    if (file === null) throw new AppError('file.notFound')
    this.#options.reveal(file)
  }

  /** @throws AppError `transfer.unknown`, `file.*` */
  async openTransfer(id: string): Promise<void> {
    await this.#options.openVideo(this.#finishedFile(id))
  }

  /** @throws AppError `transfer.unknown` */
  revealTransfer(id: string): void {
    this.#options.reveal(this.#finishedFile(id))
  }

  /** The account is no more: what it had downloaded is files like others. */
  forget(profileId: string): void {
    this.#options.copies.forget(profileId)
  }

  /** Call when a download has ended well: remembers the copy, then opens it if that was asked for. */
  async finished({ spec, localPath, transferredBytes }: JobRecord): Promise<void> {
    if (spec.direction !== 'download' || localPath === null) return
    const copy = {
      profileId: spec.profileId,
      remotePath: spec.recording.path,
      localPath,
      size: transferredBytes,
      createdAt: spec.recording.createdAt,
    }
    await this.#options.copies.record(copy)
    if (spec.opensWhenDone) await this.#options.openVideo(localPath)
  }

  /** The whole and unchanged local copy of a recording; null when there is none. @throws AppError `account.notSignedIn` */
  async copyOf(recording: RecordingRef): Promise<string | null> {
    const found = await this.#look(recording)
    return found?.state === 'here' ? found.file : null
  }

  #look({ path, size, sizeIsExact, createdAt }: RecordingRef): Promise<FoundCopy | null> {
    const { activeAccount, copies } = this.#options
    return copies.look(activeAccount().profile.id, path, { size: sizeIsExact ? size : null, createdAt })
  }

  #job(recording: RecordingRef, place: DownloadPlace, opensWhenDone: boolean): string {
    const { activeAccount, engine, now = Date.now } = this.#options
    const profileId = activeAccount().profile.id
    const active = engine.findActive('download', profileId, recording.path)
    if (active) {
      if (opensWhenDone) engine.openWhenDone(active.id)
      return active.id
    }
    const id = randomUUID()
    const targetFolder = place.folderFor(folderOf(recording.path))
    engine.add(
      {
        direction: 'download',
        id,
        profileId,
        recording,
        targetFolder,
        isInFolder: false,
        opensWhenDone,
        createdAt: now(),
      },
      localFileName(nameOf(recording.path), targetFolder),
      recording.size,
    )
    return id
  }

  #finishedFile(id: string): string {
    const file = this.#options.engine.get(id)?.localPath
    if (!file) throw new AppError('transfer.unknown')
    return file
  }
}
