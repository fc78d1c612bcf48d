import { randomUUID } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { Worker } from 'node:worker_threads'
import { AppError } from '#shared/errors.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import type { TrimFacts, TrimSaved } from '#shared/models/trim.ts'
import { nameOf } from '#shared/paths.ts'
import { toFileError } from '../storage/file-error.ts'
import { finishPartFile } from '../transfers/part-file.ts'
import { trimName } from './trim-name.ts'
import type { TrimParts } from './trim-parts.ts'
import type { TrimTask } from './trim-protocol.ts'
import { runTrimTask } from './trim-thread.ts'

/** Copies that can be shown in their folders; those made last. */
const maxKnown = 100

export interface TrimServiceOptions {
  /** The whole local copy of a recording; null when there is none. @throws AppError */
  readonly copyOf: (recording: RecordingRef) => Promise<string | null>
  /** Asks where to save; absolute paths, null when cancelled. */
  readonly chooseFile: (suggested: string) => Promise<string | null>
  readonly createWorker: (task: TrimTask) => Worker
  readonly parts: TrimParts
  readonly reveal: (file: string) => void
  /** See TrimThreadOptions. */
  readonly silenceMs?: number
}

/** A part of a recording, in seconds. */
export interface TrimSpan {
  readonly start: number
  readonly end: number
}

/**
 * Saves parts of recordings that are on this computer as files of their own, without encoding anything: from a key frame on,
 * frame by frame. The work is done in a thread (`trim-worker`).
 */
export class TrimService {
  readonly #options: TrimServiceOptions
  readonly #saved = new Map<string, string>()
  readonly #running = new Set<Promise<unknown>>()
  readonly #end = new AbortController()

  constructor(options: TrimServiceOptions) {
    this.#options = options
  }

  /**
   * Where the local copy of a recording can be cut.
   *
   * @throws AppError `file.notFound` without a whole local copy, `trim.unreadable`, `file.*`, `account.notSignedIn`
   */
  async look(recording: RecordingRef): Promise<TrimFacts> {
    const file = await this.#copyOf(recording)
    return await this.#track(this.#look(file))
  }

  /**
   * Asks where to save, then saves the part. Never over a file that exists: it is `name (1).mp4` then. When it ends in an
   * error, nothing of it is left.
   *
   * @returns null when the user cancels the question
   * @throws AppError `file.*`, `trim.unreadable`, `trim.empty`, `aborted`, `account.notSignedIn`
   */
  async save(
    recording: RecordingRef,
    span: TrimSpan,
    given: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
  ): Promise<TrimSaved | null> {
    if (!(span.start < span.end)) throw new AppError('trim.empty')
    const source = await this.#copyOf(recording)
    const folder = path.dirname(source)
    const suggested = path.join(folder, trimName(nameOf(recording.path), folder, span.start, span.end))
    const chosen = await this.#options.chooseFile(suggested)
    if (chosen === null) return null
    const file = await this.#track(this.#cut(source, chosen, span, given))
    return { id: this.#remember(file), name: path.basename(file) }
  }

  /** @throws AppError `trim.unknown` */
  reveal(id: string): void {
    const file = this.#saved.get(id)
    if (file === undefined) throw new AppError('trim.unknown')
    this.#options.reveal(file)
  }

  /** Ends what is under way and leaves nothing of it. */
  async close(): Promise<void> {
    this.#end.abort()
    await Promise.allSettled(this.#running)
  }

  async #look(file: string): Promise<TrimFacts> {
    const handle = await openSource(file)
    try {
      const task = { kind: 'look', source: handle.fd } as const
      const answer = await runTrimTask(task, { ...this.#options, signal: this.#end.signal })
      if (answer.kind !== 'looked') throw new AppError('trim.unreadable')
      return answer.facts
    } finally {
      await handle.close()
    }
  }

  async #cut(
    source: string,
    chosen: string,
    { start, end }: TrimSpan,
    given: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
  ): Promise<string> {
    const [folder, name] = [path.dirname(chosen), path.basename(chosen)]
    const handle = await openSource(source)
    try {
      const { parts } = this.#options
      const part = await parts.create(folder, name)
      try {
        await runTrimTask(
          { kind: 'cut', source: handle.fd, target: part.handle.fd, start, end },
          { ...this.#options, ...given, signal: AbortSignal.any([given.signal, this.#end.signal]) },
        )
        const file = await finishPartFile(part, folder, name, null)
        parts.forget(part.file)
        return file
      } catch (error) {
        await parts.discard(part)
        throw error
      }
    } finally {
      await handle.close()
    }
  }

  async #copyOf(recording: RecordingRef): Promise<string> {
    const file = await this.#options.copyOf(recording)
    if (file === null) throw new AppError('file.notFound')
    return file
  }

  #remember(file: string): string {
    const [oldest] = this.#saved.keys()
    if (this.#saved.size >= maxKnown && oldest !== undefined) this.#saved.delete(oldest)
    const id = randomUUID()
    this.#saved.set(id, file)
    return id
  }

  async #track<Value>(work: Promise<Value>): Promise<Value> {
    this.#running.add(work)
    try {
      return await work
    } finally {
      this.#running.delete(work)
    }
  }
}

async function openSource(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r')
  } catch (error) {
    throw toFileError(error, 'file.notReadable')
  }
}
