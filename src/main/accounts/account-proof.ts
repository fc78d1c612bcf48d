import { setTimeout } from 'node:timers/promises'
import { toErrorShape, type ErrorShape } from '#shared/errors.ts'

export interface AccountProofOptions {
  /** Asks the server something that only an account may ask. */
  readonly ask: (signal: AbortSignal) => Promise<unknown>
  /** The server could not be asked, for the first time. */
  readonly onUnanswered: () => void
  /** ms to wait after so many failures in a row */
  readonly retryDelay: (failures: number) => number
}

/** `null`: the server knows the account; an error: the server refuses it; `ended`: nobody wants to know any more. */
export type ProofOutcome = ErrorShape | null | 'ended'

/**
 * Whether the server still knows an account that was signed in by a kept secret: asked until it answers. A server that cannot be
 * reached has refused nobody.
 */
export class AccountProof {
  readonly #options: AccountProofOptions
  readonly #end = new AbortController()
  #wake = new AbortController()

  constructor(options: AccountProofOptions) {
    this.#options = options
  }

  hasEnded(): boolean {
    return this.#end.signal.aborted
  }

  end(): void {
    this.#end.abort()
  }

  /** There is a network again: the next question need not wait for its time. */
  wake(): void {
    this.#wake.abort()
  }

  async outcome(): Promise<ProofOutcome> {
    for (let failures = 1; !this.hasEnded(); failures++) {
      // Woken while the answer was on its way, too, it does not wait for the next one.
      this.#wake = new AbortController()
      try {
        await this.#options.ask(this.#end.signal)
        return this.hasEnded() ? 'ended' : null
      } catch (error) {
        const shape = toErrorShape(error)
        if (this.hasEnded()) break
        if (refusesAccount(shape)) return shape
        if (failures === 1) this.#options.onUnanswered()
        await this.#pause(this.#options.retryDelay(failures))
      }
    }
    return 'ended'
  }

  async #pause(ms: number): Promise<void> {
    const signal = AbortSignal.any([this.#end.signal, this.#wake.signal])
    await setTimeout(ms, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

/** An answer of CloudRoom's own, and one that asking again will not change. */
const refusesAccount = ({ code, retryable }: ErrorShape): boolean => code.startsWith('api.') && !retryable
