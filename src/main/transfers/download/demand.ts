/** Tells readers apart; what it is does not matter. */
type ReaderKey = object

/**
 * Where a file that is still being downloaded is being read. What readers wait for is fetched first, and after that what
 * comes behind it (design, section 7).
 */
export class Demand {
  readonly #waiting = new Map<ReaderKey, number>()
  #from: number | null = null
  #onWant: (() => void) | null = null

  /** A reader can go no further than `position` (in bytes) before that byte is there. */
  want(reader: ReaderKey, position: number): void {
    this.#waiting.set(reader, position)
    this.#from = position
    this.#onWant?.()
  }

  /** A reader waits no longer. */
  settle(reader: ReaderKey): void {
    this.#waiting.delete(reader)
  }

  /** Nobody reads any more: back to the order of the file. */
  end(): void {
    this.#waiting.clear()
    this.#from = null
  }

  /** Positions that are waited for. */
  get waiting(): readonly number[] {
    return [...this.#waiting.values()]
  }

  /** Where to fetch from: the position that was waited for last. Null when nobody reads. */
  get from(): number | null {
    return this.#from
  }

  /** Listens for wants, one listener at a time: the run of the download. @returns how to stop */
  onWant(listener: () => void): () => void {
    this.#onWant = listener
    return () => {
      if (this.#onWant === listener) this.#onWant = null
    }
  }
}
