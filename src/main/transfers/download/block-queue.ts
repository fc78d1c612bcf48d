import type { ByteRange } from './byte-ranges.ts'

/**
 * What is left of a file, handed out block by block to whichever connection is free, so that a slow one holds up no more
 * than its own block.
 */
export class BlockQueue {
  #free: ByteRange[]
  readonly #blockBytes: number
  #taken: number
  #waiting: (() => void)[] = []
  #isClosed = false

  /**
   * @param missing in order
   * @param taken blocks that are being fetched already; each is to be ended by `finish` or `giveBack`
   */
  constructor(missing: readonly ByteRange[], blockBytes: number, taken: number) {
    this.#free = [...missing]
    this.#blockBytes = blockBytes
    this.#taken = taken
  }

  /**
   * The first block that is free. While none is, but others are still being fetched, it waits: a connection that
   * fails gives its block back.
   *
   * @returns null when everything has been fetched, or after `close`
   */
  async take(): Promise<ByteRange | null> {
    while (!this.#isClosed) {
      const first = this.#free.shift()
      if (first !== undefined) {
        const end = Math.min(first.end, first.start + this.#blockBytes)
        if (end < first.end) this.#free.unshift({ start: end, end: first.end })
        this.#taken++
        return { start: first.start, end }
      }
      if (this.#taken === 0) return null
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    return null
  }

  finish(): void {
    this.#taken--
    this.#wake()
  }

  /** @param rest what is still to be fetched of a block */
  giveBack(rest: readonly ByteRange[]): void {
    this.#free.unshift(...rest)
    this.finish()
  }

  /** Nobody gets anything from now on. */
  close(): void {
    this.#isClosed = true
    this.#wake()
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}
