import type { ByteRange } from './byte-ranges.ts'

/**
 * What is left of a file, handed out block by block to whichever connection is free, so that a slow one holds up no more
 * than its own block.
 */
export class BlockQueue {
  #free: ByteRange[]
  readonly #blockBytes: () => number
  readonly #from: () => number | null
  #taken: number
  #waiting: (() => void)[] = []
  #isClosed = false

  /**
   * @param missing in order
   * @param blockBytes how large the next block may be
   * @param taken blocks that are being fetched already; each is to be ended by `finish` or `giveBack`
   * @param from where the next block is best taken from; null for the first that is free
   */
  constructor(
    missing: readonly ByteRange[],
    blockBytes: () => number,
    taken: number,
    from: () => number | null = () => null,
  ) {
    this.#free = [...missing]
    this.#blockBytes = blockBytes
    this.#taken = taken
    this.#from = from
  }

  /**
   * The first block that is free from the preferred position on, or else from the start. While none is, but others are still being fetched, it waits: a connection that
   * fails gives its block back.
   *
   * @returns null when everything has been fetched, or after `close`
   */
  async take(): Promise<ByteRange | null> {
    while (!this.#isClosed) {
      const block = this.#cut()
      if (block !== null) {
        this.#taken++
        return block
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
    this.#free = joined([...this.#free, ...rest])
    this.finish()
  }

  /** Nobody gets anything from now on. */
  close(): void {
    this.#isClosed = true
    this.#wake()
  }

  #cut(): ByteRange | null {
    const from = this.#from() ?? 0
    const index = Math.max(
      0,
      this.#free.findIndex(({ end }) => end > from),
    )
    const range = this.#free[index]
    if (range === undefined) return null
    const start = from < range.end ? Math.max(range.start, from) : range.start
    const end = Math.min(range.end, start + this.#blockBytes())
    const rest = [
      { start: range.start, end: start },
      { start: end, end: range.end },
    ]
    this.#free.splice(index, 1, ...rest.filter((part) => part.start < part.end))
    return { start, end }
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}

/** In order, and what touches as one: the next block is not to be smaller for having been given back. */
function joined(ranges: readonly ByteRange[]): ByteRange[] {
  const whole: ByteRange[] = []
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = whole.at(-1)
    if (last?.end === range.start) whole.splice(-1, 1, { start: last.start, end: range.end })
    else whole.push(range)
  }
  return whole
}
