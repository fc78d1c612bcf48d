import type { ProxyState } from '#shared/models/proxies.ts'
import type { ProxyAttempt, ProxyCredentials, ProxyOutcome } from '../network/proxy-credentials.ts'

export interface ProxyTrialOptions {
  readonly state: ProxyState
  /** The proxy has accepted or refused them. */
  readonly onChange: (state: ProxyState) => void
  /** How long others wait for an attempt that says nothing, such as a large upload; wrong credentials are refused early. ms */
  readonly patienceMs: number
}

/**
 * Credentials for a proxy that have to prove right. Until then one attempt has them at a time and all others wait for what becomes
 * of it: of a wrong password the proxy sees one try, however many connections want to be made.
 */
export class ProxyTrial {
  readonly #options: ProxyTrialOptions
  #state: ProxyState
  /** Over when the attempt that goes first is. */
  #first: Promise<null> | null = null
  #isPatienceOver = false

  constructor(options: ProxyTrialOptions) {
    this.#options = options
    this.#state = options.state
  }

  get state(): ProxyState {
    return this.#state
  }

  /** Null: they are not to be sent. */
  async attempt(credentials: ProxyCredentials): Promise<ProxyAttempt | null> {
    while (this.#isProbing && this.#first !== null) await this.#first
    if (this.#state === 'refused') return null
    return { credentials, end: this.#isProbing ? this.#goFirst() : once((outcome) => this.#note(outcome)) }
  }

  get #isProbing(): boolean {
    return this.#state === 'untried' && !this.#isPatienceOver
  }

  #goFirst(): ProxyAttempt['end'] {
    const { promise, resolve } = Promise.withResolvers<null>()
    this.#first = promise
    const timer = setTimeout(() => {
      this.#isPatienceOver = true
      resolve(null)
    }, this.#options.patienceMs)
    return once((outcome) => {
      clearTimeout(timer)
      this.#first = null
      this.#note(outcome)
      resolve(null)
    })
  }

  #note(outcome: ProxyOutcome): void {
    if (outcome === 'unknown' || this.#state === 'refused' || this.#state === outcome) return
    this.#state = outcome
    this.#options.onChange(outcome)
  }
}

function once(end: (outcome: ProxyOutcome) => void): ProxyAttempt['end'] {
  let isOver = false
  return (outcome) => {
    if (isOver) return
    isOver = true
    end(outcome)
  }
}
