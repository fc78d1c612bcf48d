import type { ByteRange } from './byte-ranges.ts'
import { aheadBytes } from './turn.ts'

/** Where blocks are best taken from. */
export interface Preference {
  /** For the first block that is free from there on; null for the first of all. */
  readonly from: number | null
  /** Positions that somebody waits for, the most urgent first. Only what is close behind them is handed out. */
  readonly waiting: readonly number[]
}

/**
 * What is left of a file, handed out block by block to whichever connection is free, so that a slow one holds up no more
 * than its own block.
 */
export class BlockQueue {
  #free: ByteRange[]
  readonly #blockBytes: () => number
  readonly #preference: () => Preference
  #taken: number
  #waiting: (() => void)[] = []
  #isClosed = false

  /**
   * @param missing in order
   * @param blockBytes how large the next block may be
   * @param taken blocks that are being fetched already; each is to be ended by `finish` or `giveBack`
   */
  constructor(
    missing: readonly ByteRange[],
    blockBytes: () => number,
    taken: number,
    preference: () => Preference = () => ({ from: null, waiting: [] }),
  ) {
    this.#free = [...missing]
    this.#blockBytes = blockBytes
    this.#taken = taken
    this.#preference = preference
  }

  /**
   * The next block, by preference. While none is free but others are still being fetched, it waits: a connection that
   * fails gives its block back. It also waits where somebody waits for bytes that others fetch already: more
   * connections would take from the line what those need.
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

  /** Those who wait for a block look again: what is preferred has changed. */
  look(): void {
    this.#wake()
  }

  #cut(): ByteRange | null {
    const { from, waiting } = this.#preference()
    const wanted = waiting.find((position) => this.#firstFrom(position, position + aheadBytes) !== null)
    if (wanted === undefined && waiting.length > 0 && this.#taken > 0) return null
    const preferred = wanted ?? from ?? 0
    const range = this.#firstFrom(preferred, Infinity) ?? this.#free[0]
    if (range === undefined) return null
    const start = preferred < range.end ? Math.max(range.start, preferred) : range.start
    const end = Math.min(range.end, start + this.#blockBytes())
    const rest = [
      { start: range.start, end: start },
      { start: end, end: range.end },
    ]
    this.#free.splice(this.#free.indexOf(range), 1, ...rest.filter((part) => part.start < part.end))
    return { start, end }
  }

  /** What is free and ends behind `position`, if it begins before `limit`. */
  #firstFrom(position: number, limit: number): ByteRange | null {
    const range = this.#free.find(({ end }) => end > position)
    return range !== undefined && range.start < limit ? range : null
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
