/** What keeps all transfers from running. */
export type Interruption = 'offline' | 'suspended'

/**
 * A system that says nothing when it has woken up, or that takes a network for none, must not stop the transfers for
 * good: after this time they are tried in any case. It does not pass while the computer sleeps. ms
 */
const recheckMs = 30_000

/** Keeps track of the reasons for which nothing is to be started. */
export class Interruptions {
  readonly #timers = new Map<Interruption, NodeJS.Timeout>()
  readonly #onChange: (isInterrupted: boolean) => void

  constructor(onChange: (isInterrupted: boolean) => void) {
    this.#onChange = onChange
  }

  begin(reason: Interruption): void {
    if (this.#timers.has(reason)) return
    this.#timers.set(
      reason,
      setTimeout(() => this.end(reason), recheckMs),
    )
    this.#onChange(true)
  }

  end(reason: Interruption): void {
    clearTimeout(this.#timers.get(reason))
    if (this.#timers.delete(reason)) this.#onChange(this.#timers.size > 0)
  }

  /** Forgets all reasons without telling. */
  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }
}
