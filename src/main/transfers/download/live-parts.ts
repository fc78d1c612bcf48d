import type { ByteRanges } from './byte-ranges.ts'
import { Demand } from './demand.ts'

/** The bytes of a download that are there, as far as it has got. */
export interface PartContent {
  /** Absolute path of the part file. */
  readonly file: string
  /** bytes; null until the end when the server does not say */
  readonly size: number | null
  /** Two contents with one version are bytes of the same file. */
  readonly version: string
  /** In the file. Grows. */
  readonly done: ByteRanges
  /** The server sends it from its first byte to its last, and nothing out of turn. */
  readonly isSequential: boolean
}

/** One download as those see it who read the file before it is whole. */
export class LivePart {
  readonly demand = new Demand()
  readonly #listeners = new Set<() => void>()
  #content: PartContent | null = null

  /** Null before the server has begun to answer, and while the file is begun again. */
  get content(): PartContent | null {
    return this.#content
  }

  show(content: PartContent | null): void {
    this.#content = content
    this.changed()
  }

  /** More bytes are there, or the job is in another state. */
  changed(): void {
    for (const listener of [...this.#listeners]) listener()
  }

  /** @returns how to stop */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}

/** The downloads that run or are watched, by job id. */
export class LiveParts {
  readonly #parts = new Map<string, { readonly part: LivePart; users: number }>()

  /** Each `use` is to be ended by one `release`. */
  use(jobId: string): LivePart {
    const known = this.#parts.get(jobId) ?? { part: new LivePart(), users: 0 }
    known.users++
    this.#parts.set(jobId, known)
    return known.part
  }

  release(jobId: string): void {
    const known = this.#parts.get(jobId)
    if (known && --known.users === 0) this.#parts.delete(jobId)
  }

  /** The state of a job has changed. */
  changed(jobId: string): void {
    this.#parts.get(jobId)?.part.changed()
  }
}
