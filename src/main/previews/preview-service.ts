import { AppError } from '#shared/errors.ts'
import { previewKey, type KeyFrame, type Preview } from '#shared/models/preview.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import type { ActiveAccount } from '../accounts/account-service.ts'
import type { DownloadSource } from '../transfers/download-source.ts'
import { UnreadableMovie, type ByteReader } from './byte-reader.ts'
import { FetchAllowance } from './fetch-allowance.ts'
import { findKeyFrame } from './key-frame.ts'
import { withLocalReader } from './local-reader.ts'
import { readMovie, type Movie } from './movie-facts.ts'
import type { PreviewStore } from './preview-store.ts'
import { NoRanges, openRemote } from './remote-reader.ts'

/** What may be read of one recording; of the server's, in all looks of one run of the app (issue 5). Bytes */
const budgetBytes = 2_000_000
/** Recordings that are looked into at a time. */
const atOnce = 2
/** How long a look may take, and the page to decode a frame. ms */
const lookMs = 20_000
const decodeMs = 10_000
/** What could not be had is not asked for again before. ms */
const pauseMs = 60_000
const maxFailures = 1000
/** As many as are kept in the store. */
const maxAllowances = 50_000

export interface PreviewServiceOptions {
  readonly activeAccount: () => ActiveAccount
  /** The whole local copy of a recording, or null. */
  readonly localFile: (recording: RecordingRef) => Promise<string | null>
  readonly source: DownloadSource
  readonly store: PreviewStore
  readonly isOn: () => boolean
  /** Nothing that the user waits for needs the network. */
  readonly isLineFree: () => boolean
  /** For an image element. */
  readonly addressOf: (id: string) => string
  readonly onFound: (preview: Preview) => void
  readonly onFrame: (frame: KeyFrame) => void
  readonly now?: () => number
}

interface Wanted {
  readonly recording: RecordingRef
  readonly profileId: string
}

/**
 * Finds out what recordings in sight are: from what is kept, from the local copy, else from a few bytes of what the server
 * has. What goes out of sight is stopped. Frames are decoded by the page, which has the decoders, and the sandbox.
 */
export class PreviewService {
  readonly #options: PreviewServiceOptions
  readonly #running = new Map<string, { readonly stop: AbortController; readonly end: Promise<void> }>()
  readonly #decoding = new Map<string, (image: Uint8Array | null) => void>()
  /** Until when (ms) what failed is left alone, by id. */
  readonly #failures = new Map<string, number>()
  /** By id. What is stopped half-way has cost its bytes all the same. */
  readonly #allowances = new Map<string, FetchAllowance>()
  /** Accounts whose server sends recordings only as a whole. */
  readonly #withoutRanges = new Set<string>()
  /** In the order in which they are looked into. */
  #wanted = new Map<string, Wanted>()
  /** Those that wait for the line. */
  readonly #held = new Set<string>()
  #mayFetch = false

  constructor(options: PreviewServiceOptions) {
    this.#options = options
  }

  /**
   * These recordings are in sight, and no others.
   *
   * @param mayFetch from the server, too
   * @returns what is known of them now
   * @throws AppError `account.notSignedIn`
   */
  show(recordings: readonly RecordingRef[], mayFetch: boolean): Preview[] {
    const { activeAccount, store, isOn, now = Date.now } = this.#options
    if (!isOn()) {
      this.stop()
      return []
    }
    const profileId = activeAccount().profile.id
    const wanted = new Map<string, Wanted>()
    const known: Preview[] = []
    for (const recording of recordings) {
      const id = store.idOf(profileId, recording)
      const kept = store.find(id)
      if (kept !== null) known.push(this.#preview(id, recording))
      const isWhole = kept !== null && (kept.facts === null || kept.image !== 'untried')
      if (!isWhole && (this.#failures.get(id) ?? 0) <= now()) wanted.set(id, { recording, profileId })
    }
    this.#wanted = wanted
    this.#mayFetch = mayFetch
    for (const [id, { stop }] of this.#running) if (!wanted.has(id)) stop.abort()
    this.check()
    return known
  }

  /** Call when the line may be free. */
  check(): void {
    this.#held.clear()
    this.#pump()
  }

  /** The page's answer to a frame; for one that nobody waits for any more it comes too late. */
  keep(id: string, image: Uint8Array | null): void {
    this.#decoding.get(id)?.(image)
  }

  /** For the media protocol; null when this is no image of ours. */
  async image(id: string): Promise<Response | null> {
    const image = await this.#options.store.image(id)
    if (image === null) return null
    return new Response(Uint8Array.from(image), {
      headers: {
        'content-type': 'image/jpeg',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
    })
  }

  stop(): void {
    this.#wanted = new Map()
    for (const { stop } of this.#running.values()) stop.abort()
  }

  /** Stops, and waits for what is under way: the store is not used afterwards. */
  async close(): Promise<void> {
    this.stop()
    await Promise.all([...this.#running.values()].map(({ end }) => end))
  }

  #pump(): void {
    for (const [id, wanted] of this.#wanted) {
      if (this.#running.size >= atOnce) return
      if (this.#running.has(id) || this.#held.has(id)) continue
      const stop = new AbortController()
      this.#running.set(id, { stop, end: this.#run(id, wanted, stop.signal) })
    }
  }

  async #run(id: string, wanted: Wanted, stop: AbortSignal): Promise<void> {
    // A store that cannot be written to is no reason to try without end.
    const isDone = await this.#look(id, wanted, stop).catch(() => true)
    this.#running.delete(id)
    if (!isDone) this.#held.add(id)
    else if (!stop.aborted) this.#wanted.delete(id)
    this.#pump()
  }

  /** @returns false when it has to wait for the line */
  async #look(id: string, { recording, profileId }: Wanted, stop: AbortSignal): Promise<boolean> {
    const { activeAccount, localFile, source, store, isLineFree, now = Date.now } = this.#options
    const signal = AbortSignal.any([stop, AbortSignal.timeout(lookMs)])
    try {
      const file = await localFile(recording)
      if (file !== null) {
        await withLocalReader(file, budgetBytes, (reader) =>
          this.#read(id, recording, profileId, reader, signal),
        )
        return true
      }
      const allowance = this.#allowanceOf(id)
      if (allowance.isSpent) return true
      if (!this.#mayFetch || !isLineFree() || this.#withoutRanges.has(profileId)) return false
      const { profile, client } = activeAccount()
      if (profile.id !== profileId || stop.aborted) return true
      const reader = await openRemote(client, source, recording.path, allowance, signal)
      await this.#read(id, recording, profileId, reader, signal)
    } catch (error) {
      if (error instanceof UnreadableMovie) {
        store.saveFacts(id, profileId, null)
        this.#options.onFound(this.#preview(id, recording))
      } else if (error instanceof NoRanges) {
        this.#withoutRanges.add(profileId)
        return false
      } else if (!stop.aborted) {
        if (this.#failures.size >= maxFailures) this.#failures.clear()
        this.#failures.set(id, now() + pauseMs)
      }
    }
    return true
  }

  #allowanceOf(id: string): FetchAllowance {
    const known = this.#allowances.get(id)
    if (known !== undefined) return known
    const [oldest] = this.#allowances.keys()
    if (oldest !== undefined && this.#allowances.size >= maxAllowances) this.#allowances.delete(oldest)
    const allowance = new FetchAllowance(budgetBytes)
    this.#allowances.set(id, allowance)
    return allowance
  }

  async #read(
    id: string,
    recording: RecordingRef,
    profileId: string,
    reader: ByteReader,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, onFound } = this.#options
    const movie = await readMovie(reader)
    store.saveFacts(id, profileId, movie.facts)
    onFound(this.#preview(id, recording))
    const image = await this.#imageOf(id, movie, reader, signal)
    await store.saveImage(id, image)
    if (image !== null) onFound(this.#preview(id, recording))
  }

  /** null when none can be made. @throws AppError `aborted` when the page does not answer */
  async #imageOf(
    id: string,
    { facts, picture }: Movie,
    reader: ByteReader,
    signal: AbortSignal,
  ): Promise<Uint8Array | null> {
    if (picture === null || facts.video === null) return null
    const { codec, width, height } = facts.video
    const { rotation, configuration, tables } = picture
    let data: Uint8Array
    try {
      const { start, end } = await findKeyFrame(reader, tables)
      data = await reader.read(start, end - start)
    } catch (error) {
      if (error instanceof UnreadableMovie) return null
      throw error
    }
    const coded = rotation % 180 === 0 ? { width, height } : { width: height, height: width }
    const answer = this.#answer(id, signal)
    this.#options.onFrame({ id, codec, description: configuration, data, ...coded, rotation })
    return await answer
  }

  async #answer(id: string, signal: AbortSignal): Promise<Uint8Array | null> {
    const end = AbortSignal.any([signal, AbortSignal.timeout(decodeMs)])
    try {
      return await new Promise((resolve, reject) => {
        const giveUp = (): void => reject(new AppError('aborted'))
        if (end.aborted) giveUp()
        end.addEventListener('abort', giveUp, { once: true })
        this.#decoding.set(id, resolve)
      })
    } finally {
      this.#decoding.delete(id)
    }
  }

  #preview(id: string, recording: RecordingRef): Preview {
    const { store, addressOf } = this.#options
    const kept = store.find(id)
    return {
      key: previewKey(recording),
      facts: kept?.facts ?? null,
      image: kept?.image === 'here' ? addressOf(id) : null,
    }
  }
}
