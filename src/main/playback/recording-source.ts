import { open, stat, type FileHandle } from 'node:fs/promises'
import { AppError } from '#shared/errors.ts'
import type { PlaybackProgress } from '#shared/models/playback.ts'
import type { Transfer } from '#shared/models/transfer.ts'
import { toFileError } from '../storage/file-error.ts'
import type { LivePart } from '../transfers/download/live-parts.ts'

/** What a player has to know of a recording before it reads. */
export interface RecordingShape {
  /** bytes; null when the server does not say */
  readonly size: number | null
  /** Any part can be had. Otherwise one waits for all that is before it. */
  readonly canJump: boolean
}

/** The bytes of one recording, wherever they are now. One for each that is being watched. */
export interface RecordingSource {
  /** Waits for the server's answer. @throws AppError */
  shape(signal: AbortSignal): Promise<RecordingShape>
  /**
   * A place to read from, of which there may be several at a time.
   *
   * @param isPeek it only looks at what there is: nothing is fetched sooner for it
   */
  reader(isPeek: boolean): RecordingReader
  /** In the file, as far as it is there. */
  progress(): PlaybackProgress
  /** Readers then fail. */
  close(): void
}

export interface RecordingReader {
  /**
   * 1 to `max` bytes from `position`; waits for them. Null at the end of a file whose size nobody knew.
   *
   * @throws AppError why they will not come: the download has failed or was cancelled, the file has changed
   */
  read(position: number, max: number): Promise<Uint8Array | null>
  close(): Promise<void>
}

/** A file that is whole. */
export class LocalSource implements RecordingSource {
  readonly #file: string
  #isClosed = false
  #size: number | null = null

  constructor(file: string) {
    this.#file = file
  }

  async shape(): Promise<RecordingShape> {
    try {
      this.#size = (await stat(this.#file)).size
      return { size: this.#size, canJump: true }
    } catch (error) {
      throw toFileError(error, 'file.notReadable')
    }
  }

  reader(): RecordingReader {
    const file = new OpenFile()
    return {
      read: async (position, max) => {
        if (this.#isClosed) throw new AppError('aborted')
        return await file.read(this.#file, position, max)
      },
      close: () => file.close(),
    }
  }

  progress(): PlaybackProgress {
    const ranges = this.#size === null ? [] : [[0, this.#size] as const]
    return { state: 'complete', error: null, size: this.#size, ranges, canJump: true }
  }

  close(): void {
    this.#isClosed = true
  }
}

/** A file that is being downloaded, and stays the same one when it is whole. */
export class DownloadSource implements RecordingSource {
  readonly #live: LivePart
  readonly #job: () => Transfer | undefined
  readonly #stopWaiting = new AbortController()
  /** Of the first bytes that were handed out. */
  #version: string | null = null
  /** Once it is done, the job may be taken off the list. */
  #whole: { readonly file: string; readonly size: number } | null = null

  /** @param live of this job, for as long as this is open */
  constructor(live: LivePart, job: () => Transfer | undefined) {
    this.#live = live
    this.#job = job
  }

  async shape(signal: AbortSignal): Promise<RecordingShape> {
    for (;;) {
      this.#lookAtJob()
      if (this.#whole !== null) return { size: this.#whole.size, canJump: true }
      const { content } = this.#live
      if (content !== null) return { size: content.size, canJump: !content.isSequential }
      this.#requireHope()
      await this.#change(signal)
    }
  }

  reader(isPeek: boolean): RecordingReader {
    const file = new OpenFile()
    const key = isPeek ? null : {}
    const settle = (): void => {
      if (key !== null) this.#live.demand.settle(key)
    }
    return {
      read: async (position, max) => {
        try {
          return await this.#read(file, key, position, max)
        } finally {
          settle()
        }
      },
      close: async () => {
        settle()
        await file.close()
      },
    }
  }

  progress(): PlaybackProgress {
    this.#lookAtJob()
    if (this.#whole !== null) {
      const { size } = this.#whole
      return { state: 'complete', error: null, size, ranges: [[0, size]], canJump: true }
    }
    const { content } = this.#live
    const ranges = content?.done.toArray().map(({ start, end }) => [start, end] as const) ?? []
    const canJump = content?.isSequential !== true
    return { ...stateOf(this.#job()), size: content?.size ?? null, ranges, canJump }
  }

  close(): void {
    this.#stopWaiting.abort()
    this.#live.demand.end()
  }

  async #read(file: OpenFile, key: object | null, position: number, max: number): Promise<Uint8Array | null> {
    for (;;) {
      this.#lookAtJob()
      const here = this.#available(position)
      if (here !== null && here.bytes > 0) {
        try {
          const chunk = await file.read(here.file, position, Math.min(max, here.bytes))
          this.#requireSameContent()
          return chunk
        } catch (error) {
          // Its name has just become the final one; the job is about to say so, or has said so meanwhile.
          if (!(error instanceof AppError && error.code === 'file.notFound') || this.#whole !== null)
            throw error
          this.#lookAtJob()
          if (this.#isWhole) continue
        }
      } else if (here !== null && this.#whole !== null) return null
      this.#requireHope()
      if (key !== null) this.#live.demand.want(key, position)
      await this.#change()
    }
  }

  /** Also when that was found out only now. */
  get #isWhole(): boolean {
    return this.#whole !== null
  }

  #available(position: number): { readonly file: string; readonly bytes: number } | null {
    if (this.#whole !== null) return { file: this.#whole.file, bytes: this.#whole.size - position }
    const { content } = this.#live
    if (content === null) return null
    this.#requireSameContent()
    return { file: content.file, bytes: content.done.endOf(position) - position }
  }

  #requireSameContent(): void {
    const { content } = this.#live
    if (content === null || this.#whole !== null) return
    this.#version ??= content.version
    if (content.version !== this.#version) throw new AppError('playback.changed')
  }

  #lookAtJob(): void {
    if (this.#stopWaiting.signal.aborted) throw new AppError('aborted')
    const job = this.#job()
    if (this.#whole !== null || job?.state.kind !== 'done' || job.localPath === null) return
    this.#whole = { file: job.localPath, size: job.totalBytes ?? job.transferredBytes }
  }

  /** @throws AppError when no more bytes will come by themselves */
  #requireHope(): void {
    const job = this.#job()
    if (job === undefined || job.state.kind === 'cancelled') throw new AppError('aborted')
    if (job.state.kind !== 'failed') return
    const { code, params, retryable } = job.state.error
    throw new AppError(code, { params, retryable })
  }

  async #change(signal?: AbortSignal): Promise<void> {
    const signals = [this.#stopWaiting.signal, ...(signal ? [signal] : [])]
    const stop = AbortSignal.any(signals)
    requireGoingOn(stop)
    await new Promise<void>((resolve) => {
      const end = (): void => {
        stopListening()
        stop.removeEventListener('abort', end)
        resolve()
      }
      const stopListening = this.#live.onChange(end)
      stop.addEventListener('abort', end)
    })
    requireGoingOn(stop)
  }
}

function requireGoingOn(stop: AbortSignal): void {
  if (stop.aborted) throw new AppError('aborted')
}

function stateOf(job: Transfer | undefined): Pick<PlaybackProgress, 'state' | 'error'> {
  const state = job?.state
  switch (state?.kind) {
    case 'failed':
    case 'waiting':
      return { state: state.kind, error: state.error }
    case 'paused':
    case 'cancelled':
    case undefined:
      return { state: 'stopped', error: null }
    default:
      return { state: 'coming', error: null }
  }
}

/** Opened when it is first read from; a file that is moved meanwhile stays open. */
class OpenFile {
  #handle: FileHandle | null = null
  #isClosed = false

  /** @throws AppError `file.notFound`, `file.notReadable`, `aborted` once it is closed */
  async read(file: string, position: number, max: number): Promise<Uint8Array | null> {
    const buffer = Buffer.allocUnsafeSlow(max)
    try {
      const handle = (this.#handle ??= await open(file, 'r'))
      if (this.#wasClosed()) {
        await this.close()
        throw new AppError('aborted')
      }
      const { bytesRead } = await handle.read(buffer, 0, max, position)
      return bytesRead === 0 ? null : buffer.subarray(0, bytesRead)
    } catch (error) {
      throw toFileError(error, 'file.notReadable')
    }
  }

  /** Also while it was being opened. */
  #wasClosed(): boolean {
    return this.#isClosed
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const handle = this.#handle
    this.#handle = null
    await handle?.close().catch(() => undefined)
  }
}
