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
    const last = this.#samples.at(-1)
    const isTooClose = last !== undefined && this.#samples.length > 1 && at - last.at < windowMs / maxSamples
    if (isTooClose) this.#samples.pop()
    this.#samples.push({ at, bytes })
    while (this.#samples.length > maxSamples) this.#samples.shift()
  }

  /** @param at monotonic ms @returns bytes per second, 0 when nothing moved within the window */
  rate(at: number): number {
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? at) < at - windowMs) this.#samples.shift()
    const first = this.#samples[0]
    const last = this.#samples.at(-1)
    if (!first || !last || last.at < at - windowMs) return 0
    const elapsedMs = at - first.at
    return elapsedMs <= 0 ? 0 : Math.round(((last.bytes - first.bytes) * 1000) / elapsedMs)
  }
}
