/** Looks into a recording have fetched as much of it as they may in this run of the app. */
export class AllowanceSpent extends Error {
  override readonly name = 'AllowanceSpent'
}

/** What may be fetched of one recording, by all looks into it together. */
export class FetchAllowance {
  readonly bytes: number
  #left: number

  constructor(bytes: number) {
    this.bytes = bytes
    this.#left = bytes
  }

  get isSpent(): boolean {
    return this.#left === 0
  }

  /** Call before so many bytes are asked for. @throws AllowanceSpent from when on they are too many */
  take(bytes: number): void {
    if (bytes > this.#left) {
      this.#left = 0
      throw new AllowanceSpent()
    }
    this.#left -= bytes
  }

  /** They were asked for, and none of them came. */
  giveBack(bytes: number): void {
    this.#left += bytes
  }
}
