/** Lets the page stop a long call by the id that it gave it (design, section 4). */
export class AbortRegistry {
  readonly #running = new Map<string, AbortController>()

  /** Runs `task`; an earlier call under the same id is stopped, because nobody could stop it any more. */
  async run<Value>(abortId: string, task: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    const controller = new AbortController()
    this.#running.get(abortId)?.abort()
    this.#running.set(abortId, controller)
    try {
      return await task(controller.signal)
    } finally {
      if (this.#running.get(abortId) === controller) this.#running.delete(abortId)
    }
  }

  /** Stops a call; that it has ended meanwhile is fine. */
  abort(abortId: string): void {
    this.#running.get(abortId)?.abort()
  }
}
