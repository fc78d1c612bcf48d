/** Counts events, and remembers how many fell into the busiest second. */
export class BusiestSecond {
  readonly #recent: number[] = []
  #most = 0

  /** @param now ms */
  note(now: number): void {
    this.#recent.push(now)
    while ((this.#recent[0] ?? now) <= now - 1000) this.#recent.shift()
    this.#most = Math.max(this.#most, this.#recent.length)
  }

  /** @returns the count, and begins anew */
  take(): number {
    const most = this.#most
    this.#recent.length = 0
    this.#most = 0
    return most
  }
}
