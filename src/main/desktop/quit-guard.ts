/** What a person can answer when quitting would interrupt transfers. */
export type QuitChoice = 'finishFirst' | 'quitNow' | 'cancel'

export interface QuitGuardOptions {
  /** Transfers that are under way or in the queue. */
  readonly unfinished: () => number
  /** Never rejects. */
  readonly ask: (unfinished: number) => Promise<QuitChoice>
  /** Asks the app to quit, which comes back here. */
  readonly quit: () => void
  /** The user was asked, and the app stays. */
  readonly onStay?: () => void
}

/**
 * Stands between a request to quit and the transfers that it would interrupt: they would go on with the next start, but an
 * upload starts over. A system that shuts down is never held up.
 */
export class QuitGuard {
  readonly #options: QuitGuardOptions
  #state: 'open' | 'asking' | 'finishing' | 'leaving' = 'open'
  #isSystemEnding = false

  constructor(options: QuitGuardOptions) {
    this.#options = options
  }

  /** Something wants the app to quit. @returns whether it may now; if not, the user is asked and the answer followed */
  mayQuit(): boolean {
    const unfinished = this.#options.unfinished()
    if (this.#isLeaving() || unfinished === 0) return true
    if (this.#state !== 'asking') void this.#ask(unfinished)
    return false
  }

  /** The system shuts down, or the user logs out: nobody is asked any more. */
  systemEnds(): void {
    this.#isSystemEnding = true
  }

  /** It does not, after all: another app, or the user, has called it off. */
  systemStays(): void {
    this.#isSystemEnding = false
  }

  /** To be called when transfers may have come to their end. */
  check(): void {
    if (this.#state === 'finishing' && this.#options.unfinished() === 0) this.#leave()
  }

  async #ask(unfinished: number): Promise<void> {
    this.#state = 'asking'
    const choice = await this.#options.ask(unfinished)
    this.#state = 'open'
    if (this.#isLeaving()) return
    if (choice === 'quitNow') this.#leave()
    else {
      if (choice === 'finishFirst') this.#state = 'finishing'
      if (choice === 'cancel') this.#options.onStay?.()
      this.check()
    }
  }

  /** The system may have begun to shut down while a question was open. */
  #isLeaving(): boolean {
    return this.#isSystemEnding || this.#state === 'leaving'
  }

  #leave(): void {
    this.#state = 'leaving'
    this.#options.quit()
  }
}
