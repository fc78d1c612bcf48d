/** Throughput over this many ms: calm, and short enough to show a stall. */
const windowMs = 4000
const bucketMs = 250
/** Less than this after the start says nothing yet. ms */
const leastMs = 500

/**
 * Bytes per second of everything that moves one way, over a sliding window. Unlike the sum of the jobs' own
 * speeds it is right for jobs that are over before a speed of theirs was told. Time is passed in.
 */
export class Throughput {
  #startedAt: number | null = null
  /** Oldest first; at most windowMs / bucketMs + 1. */
  #buckets: { readonly until: number; bytes: number }[] = []

  /** @param at monotonic ms */
  add(bytes: number, at: number): void {
    this.#startedAt ??= at
    const last = this.#buckets.at(-1)
    if (last !== undefined && at <= last.until) last.bytes += bytes
    else this.#buckets.push({ until: at + bucketMs, bytes })
    this.#forget(at)
  }

  /** Nothing moves: the next start is measured on its own. */
  reset(): void {
    this.#startedAt = null
    this.#buckets = []
  }

  /** @param at monotonic ms @returns bytes per second, 0 while nothing can be said */
  rate(at: number): number {
    this.#forget(at)
    const elapsed = this.#startedAt === null ? 0 : Math.min(windowMs, at - this.#startedAt)
    if (elapsed < leastMs) return 0
    let bytes = 0
    for (const bucket of this.#buckets) bytes += bucket.bytes
    return (bytes * 1000) / elapsed
  }

  #forget(at: number): void {
    while ((this.#buckets[0]?.until ?? at) < at - windowMs) this.#buckets.shift()
  }
}
