/**
 * A clock that never stands still between two changes: every change to the tree gets a time of its own, so
 * "as of SearchTime" is a plain comparison even when many things happen within one millisecond.
 */
export class LogicalClock {
  readonly #now: () => number
  #last = 0

  /** @param now wall clock, epoch milliseconds */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Epoch ms of a reading; every later {@link tick} is greater. */
  read(): number {
    this.#last = Math.max(this.#last, this.#now())
    return this.#last
  }

  /** Epoch ms for a change: greater than every reading and tick before it. */
  tick(): number {
    this.#last = Math.max(this.#last + 1, this.#now())
    return this.#last
  }

  /** Never answer a time before this one (epoch ms); used for what an earlier run recorded. */
  advanceTo(time: number): void {
    this.#last = Math.max(this.#last, time)
  }
}
