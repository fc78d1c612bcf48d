/** Bytes from `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * A set of byte positions, kept as sorted ranges that neither overlap nor touch. A download has about as many as it has
 * connections, so plain arrays do. Positions are exact up to 2⁵³.
 */
export class ByteRanges {
  #ranges: readonly ByteRange[]

  constructor(ranges: readonly ByteRange[] = []) {
    this.#ranges = []
    for (const { start, end } of ranges) this.add(start, end)
  }

  /** Reads what {@link ByteRanges.toString} wrote; null for anything else. */
  static parse(text: string): ByteRanges | null {
    if (text === '') return new ByteRanges()
    const ranges: ByteRange[] = []
    for (const part of text.split(',')) {
      const match = /^(\d{1,16})-(\d{1,16})$/u.exec(part)
      const start = Number(match?.[1])
      const end = Number(match?.[2])
      if (!match || !Number.isSafeInteger(end) || start >= end) return null
      ranges.push({ start, end })
    }
    return new ByteRanges(ranges)
  }

  /** @throws RangeError for what is no range of bytes; an empty one is fine and changes nothing */
  add(start: number, end: number): void {
    if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) {
      throw new RangeError(`no byte range: ${start}-${end}`)
    }
    if (start === end) return
    const before = this.#ranges.filter((range) => range.end < start)
    const after = this.#ranges.filter((range) => range.start > end)
    const touching = this.#ranges.slice(before.length, this.#ranges.length - after.length)
    const merged = {
      start: Math.min(start, touching[0]?.start ?? start),
      end: Math.max(end, touching.at(-1)?.end ?? end),
    }
    this.#ranges = [...before, merged, ...after]
  }

  clear(): void {
    this.#ranges = []
  }

  /** How many bytes are in the set. */
  get total(): number {
    return this.#ranges.reduce((sum, { start, end }) => sum + end - start, 0)
  }

  /** One past the last byte in the set; 0 when it is empty. */
  get end(): number {
    return this.#ranges.at(-1)?.end ?? 0
  }

  /** One past the last byte of the run of bytes that `position` begins or is in; `position` itself when it is not in the set. */
  endOf(position: number): number {
    for (const { start, end } of this.#ranges) {
      if (start > position) break
      if (end > position) return end
    }
    return position
  }

  /** What is not in the set of the bytes from `from` (default 0) up to `to`, in order. */
  missing(to: number, from = 0): ByteRange[] {
    const gaps: ByteRange[] = []
    let position = from
    for (const { start, end } of this.#ranges) {
      if (start >= to) break
      if (start > position) gaps.push({ start: position, end: start })
      position = Math.max(position, end)
    }
    if (position < to) gaps.push({ start: position, end: to })
    return gaps
  }

  toArray(): readonly ByteRange[] {
    return this.#ranges
  }

  /** `0-100,200-300`, ends not included. */
  toString(): string {
    return this.#ranges.map(({ start, end }) => `${start}-${end}`).join(',')
  }
}
