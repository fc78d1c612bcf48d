import type { NetworkState } from '#shared/models/settings.ts'

/** The system announces changes to no one: asking is cheap, and a second is soon enough. ms */
const intervalMs = 1000

export interface NetworkWatchOptions {
  /** Electron's `net.isOnline()`: false is certain, true only means that there is a network of some kind. */
  readonly isOnline: () => boolean
  /** A part of the state, whose changes are told by whoever knows it. */
  readonly isMetered: () => boolean
  readonly onChange: (state: NetworkState) => void
}

/** Follows whether the system has a network. */
export class NetworkWatch {
  readonly #options: NetworkWatchOptions
  readonly #timer: NodeJS.Timeout
  #isOnline: boolean

  constructor(options: NetworkWatchOptions) {
    this.#options = options
    this.#isOnline = options.isOnline()
    this.#timer = setInterval(() => this.check(), intervalMs)
    this.#timer.unref()
  }

  get state(): NetworkState {
    return { isOnline: this.#isOnline, isMetered: this.#options.isMetered() }
  }

  /** Asks now rather than within a second. */
  check(): NetworkState {
    const isOnline = this.#options.isOnline()
    if (isOnline !== this.#isOnline) {
      this.#isOnline = isOnline
      this.#options.onChange(this.state)
    }
    return this.state
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
