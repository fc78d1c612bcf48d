import type { Logger } from '../logging/logger.ts'

/** Closing everything takes this long at most. Nobody sees the app any more, but neither can it be opened again meanwhile. ms */
export const closeMs = 15_000
/** An installer is started, or handed what it installs, within this time. ms */
export const installMs = 60_000
/** The same for everything together when the system ends, which kills what takes longer: Windows after 5 s. ms */
export const systemEndMs = 3_000

/** Something that wants to be closed before the process ends. */
export interface ClosedPart {
  /** For the log. */
  readonly name: string
  readonly close: () => unknown
}

export interface ShutdownOptions {
  /** They are closed at the same time, in this order. */
  readonly parts: () => readonly ClosedPart[]
  /** When the parts are closed, or are no longer waited for. */
  readonly closeStorage: () => void
  /** Last: the installer replaces the files of whatever still runs. */
  readonly install: () => Promise<unknown>
  /** Asks the app to quit, which comes back here. */
  readonly quit: () => void
  /**
   * Ends the process at once, whatever its threads do: a usual exit waits for a call to the system that hangs, such as
   * one to a network drive that is gone.
   */
  readonly kill: () => void
  readonly log: Logger
}

/**
 * The way from the last window to the end of the process. It has its limits in time: what is not closed by then is what a
 * kill would have left, which the next start puts right.
 */
export class Shutdown {
  readonly #options: ShutdownOptions
  readonly #open = new Set<string>()
  #state: 'open' | 'closing' | 'closed' = 'open'
  #isSystemEnding = false
  #giveUp: () => void = () => undefined
  #timer: NodeJS.Timeout | undefined

  constructor(options: ShutdownOptions) {
    this.#options = options
  }

  /** Everything is being closed, or is: the app has no use for a window any more. */
  get hasBegun(): boolean {
    return this.#state !== 'open'
  }

  /** Something ends the app. @returns whether it may now; if not, it is closed and then asked to quit again */
  mayEnd(): boolean {
    this.begin()
    return this.#state === 'closed'
  }

  /**
   * Closes everything and then asks the app to quit, as when somebody has asked for that. What the parts do without waiting
   * for anything is done when this returns.
   */
  begin(): void {
    // A second request, e.g. another SIGTERM, waits for the first.
    if (this.#state !== 'open') return
    this.#state = 'closing'
    void this.#run()
  }

  /** The system shuts down, or the user logs out: nothing is installed, and what is being closed has little time left. */
  systemEnds(): void {
    if (this.#isSystemEnding) return
    this.#isSystemEnding = true
    if (this.#state === 'closing') this.#limit(systemEndMs)
  }

  /** It does not, after all. */
  systemStays(): void {
    if (this.#state === 'open') this.#isSystemEnding = false
  }

  async #run(): Promise<void> {
    const { parts, closeStorage, install, quit, kill, log } = this.#options
    const closing = parts().map((part) => this.#close(part))
    await this.#atMost(closeMs, Promise.all(closing))
    await this.#close({ name: 'the storage', close: closeStorage })
    if (!this.#isSystemEnding) {
      await this.#atMost(installMs, this.#close({ name: 'the installer', close: install }))
    }
    clearTimeout(this.#timer)
    this.#state = 'closed'
    if (this.#open.size === 0) quit()
    else {
      log.warn('the app ends without waiting any longer', { for: [...this.#open] })
      kill()
    }
  }

  /** Never rejects. */
  async #close({ name, close }: ClosedPart): Promise<void> {
    this.#open.add(name)
    try {
      await close()
    } catch (error) {
      this.#options.log.warn('cannot be closed', { part: name, error })
    }
    this.#open.delete(name)
  }

  /** Resolves when the work is over, or its time. */
  async #atMost(ms: number, work: Promise<unknown>): Promise<void> {
    const { promise: tooLate, resolve } = Promise.withResolvers<undefined>()
    this.#giveUp = () => resolve(undefined)
    this.#limit(this.#isSystemEnding ? systemEndMs : ms)
    await Promise.race([work, tooLate])
  }

  #limit(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#giveUp(), ms)
  }
}
