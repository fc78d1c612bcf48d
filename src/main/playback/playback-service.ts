import { randomUUID } from 'node:crypto'
import { AppError } from '#shared/errors.ts'
import type { Playback, PlaybackProgress } from '#shared/models/playback.ts'
import type { MovieFacts } from '#shared/models/preview.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import type { Transfer } from '#shared/models/transfer.ts'
import { mediaPathOf } from '../security/app-scheme.ts'
import type { DownloadService } from '../transfers/download-service.ts'
import type { LivePart, LiveParts } from '../transfers/download/live-parts.ts'
import type { TransferEngine } from '../transfers/transfer-engine.ts'
import type { PositionStore } from './position-store.ts'
import { DownloadSource, LocalSource, type RecordingSource } from './recording-source.ts'
import { factsOf } from './source-facts.ts'

/** A page that forgets to close what it has opened does not keep more than this open. */
const maxOpen = 8

export interface PlaybackServiceOptions {
  readonly downloads: Pick<DownloadService, 'play'>
  readonly engine: Pick<TransferEngine, 'get' | 'hurry'>
  readonly live: LiveParts
  readonly positions: PositionStore
  /** How far a recording was watched could not be written. */
  readonly onUnwritten: (error: unknown) => void
  /** Before the path of a recording's address: '' for pages that have the app's own origin. */
  readonly mediaOrigin: string
}

interface Open {
  /** The page that watches it. */
  readonly page: number
  readonly source: RecordingSource
  readonly profileId: string
  readonly remotePath: string
  readonly coming: { readonly jobId: string; readonly part: LivePart } | null
  /** Ends the waiting for the server's first answer. */
  readonly stop: AbortController
}

/** What is being watched: each has an address of the app's own, which carries no secret and ends with it. */
export class PlaybackService {
  readonly #options: PlaybackServiceOptions
  readonly #open = new Map<string, Open>()

  constructor(options: PlaybackServiceOptions) {
    this.#options = options
  }

  /**
   * Makes a recording playable at once: from its local copy, or as one with its download, which then runs first.
   *
   * @param page that watches it; see {@link closeOf}
   * @throws AppError `account.notSignedIn`, `file.notVideo`
   */
  async start(recording: RecordingRef, page: number): Promise<Playback> {
    const { downloads, engine, live, positions, mediaOrigin } = this.#options
    const copy = await downloads.play(recording)
    const stop = new AbortController()
    const common = { page, profileId: copy.profileId, remotePath: recording.path, stop }
    const id = randomUUID()
    if (copy.kind === 'whole') {
      this.#keep(id, { ...common, source: new LocalSource(copy.file), coming: null })
    } else {
      const { jobId } = copy
      const part = live.use(jobId)
      const job = (): Transfer | undefined => engine.get(jobId)
      this.#keep(id, { ...common, source: new DownloadSource(part, job), coming: { jobId, part } })
      // Before it runs, so that its first request is for little.
      part.demand.want(stop, 0)
      engine.hurry(jobId)
    }
    const startAt = positions.get(copy.profileId, recording.path)
    return {
      id,
      url: mediaOrigin + mediaPathOf(id),
      startAt,
      transferId: copy.kind === 'coming' ? copy.jobId : null,
    }
  }

  /** Tries a download again that has failed, or was cancelled or paused. @throws AppError `playback.unknown` */
  retry(id: string): void {
    const { coming } = this.#require(id)
    if (coming !== null) this.#options.engine.hurry(coming.jobId)
  }

  /** What of it is on disk. @throws AppError `playback.unknown` */
  progress(id: string): PlaybackProgress {
    return this.#require(id).source.progress()
  }

  /**
   * What its tables say of it, as soon as they are here; null when it is no movie, or nobody knows how large it is.
   *
   * @throws AppError `playback.unknown`; why it does not come; `aborted` once it is closed
   */
  async facts(id: string): Promise<MovieFacts | null> {
    const { source, stop } = this.#require(id)
    return await factsOf(source, stop.signal)
  }

  /** @param seconds from the start, where to go on the next time; 0 forgets it. @throws AppError `playback.unknown` */
  remember(id: string, seconds: number): void {
    const { profileId, remotePath } = this.#require(id)
    try {
      this.#options.positions.set(profileId, remotePath, seconds)
    } catch (error) {
      this.#options.onUnwritten(error)
    }
  }

  /** Its download goes on as any other. */
  stop(id: string): void {
    const open = this.#open.get(id)
    if (open === undefined) return
    this.#open.delete(id)
    open.stop.abort()
    open.source.close()
    if (open.coming !== null) this.#options.live.release(open.coming.jobId)
  }

  /** For the media protocol. */
  sourceOf(id: string): { readonly source: RecordingSource; readonly signal: AbortSignal } | null {
    const open = this.#open.get(id)
    if (open === undefined) return null
    open.coming?.part.demand.settle(open.stop)
    return { source: open.source, signal: open.stop.signal }
  }

  /** The page is gone, which cannot stop what it has started. */
  closeOf(page: number): void {
    for (const [id, open] of [...this.#open]) if (open.page === page) this.stop(id)
  }

  close(): void {
    for (const id of [...this.#open.keys()]) this.stop(id)
  }

  #keep(id: string, open: Open): void {
    const [oldest] = this.#open.keys()
    if (this.#open.size >= maxOpen && oldest !== undefined) this.stop(oldest)
    this.#open.set(id, open)
  }

  #require(id: string): Open {
    const open = this.#open.get(id)
    if (open === undefined) throw new AppError('playback.unknown')
    return open
  }
}
