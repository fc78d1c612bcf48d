/** What the system said holds for so long, unless the network changes. ms */
const validMs = 5 * 60_000

export interface MeteredWatchOptions {
  /** Null where the system does not say. Never rejects. */
  readonly ask: () => Promise<boolean | null>
  readonly onChange: () => void
  readonly now?: () => number
}

/** Follows whether the connection is metered. The system announces nothing, and to ask it starts a program: seldom, that is. */
export class MeteredWatch {
  readonly #options: MeteredWatchOptions
  #answer: boolean | null | 'unasked' = 'unasked'
  #askedAt = -Infinity
  #series = 0

  constructor(options: MeteredWatchOptions) {
    this.#options = options
  }

  /** False also where the system does not say. */
  get isMetered(): boolean {
    return this.#answer === true
  }

  /** What costs bytes and can wait waits until the system has answered for the first time. */
  get isFree(): boolean {
    return this.#answer === false || this.#answer === null
  }

  /** Asks, unless what was said still holds. Never rejects. */
  async check(): Promise<void> {
    const { ask, onChange, now = Date.now } = this.#options
    if (now() - this.#askedAt < validMs) return
    this.#askedAt = now()
    const mine = ++this.#series
    const answer = await ask()
    if (mine !== this.#series || answer === this.#answer) return
    this.#answer = answer
    onChange()
  }

  /** It may be another connection now. Until the answer, the last one holds. Never rejects. */
  async renew(): Promise<void> {
    this.#askedAt = -Infinity
    await this.check()
  }
}
