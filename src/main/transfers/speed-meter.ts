/** Speed over this many ms: long enough to be calm, short enough to show a stall. */
const windowMs = 4000
const maxSamples = 64

interface Sample {
  readonly at: number
  readonly bytes: number
}

/** Bytes per second over a sliding window. Time is passed in, so that a test can own the clock. */
export class SpeedMeter {
  readonly #samples: Sample[] = []

  /** @param bytes total so far @param at monotonic ms */
  record(bytes: number, at: number): void {
    // The newest sample is replaced until it is far enough from the one before it: reports come by the
    // thousand, and samples that may only be so close would otherwise never fill the window.
    const previous = this.#samples.at(-2)
    if (previous !== undefined && (this.#samples.at(-1)?.at ?? at) - previous.at < windowMs / maxSamples) {
      this.#samples.pop()
    }
    this.#samples.push({ at, bytes })
    while (this.#samples.length > maxSamples) this.#samples.shift()
  }

  /** @param at monotonic ms @returns bytes per second, 0 when nothing moved within the window */
  rate(at: number): number {
    const start = at - windowMs
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? at) < start) this.#samples.shift()
    const [first, second] = this.#samples
    const last = this.#samples.at(-1)
    if (!first || !second || !last || last.at < start) return 0
    const from = first.at < start ? between(first, second, start) : first
    return at <= from.at ? 0 : Math.max(0, Math.round(((last.bytes - from.bytes) * 1000) / (at - from.at)))
  }
}

/** What the total was at a moment between two samples, as if it had grown evenly. */
function between(first: Sample, second: Sample, at: number): Sample {
  const share = (at - first.at) / (second.at - first.at)
  return { at, bytes: first.bytes + share * (second.bytes - first.bytes) }
}
