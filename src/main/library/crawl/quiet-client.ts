import { setTimeout as sleep } from 'node:timers/promises'
import type { CloudRoomClient } from '../../api/client.types.ts'

export interface QuietOptions {
  /** ms from one request to the next at least */
  readonly gap: number
  /** The line is needed for something that somebody waits for. */
  readonly isBusy: () => boolean
  /** Told when a request begins to wait for the line, and when it has it. */
  readonly onWait: (isWaiting: boolean) => void
}

/** ms between looks at whether the line is free */
const busyInterval = 250

/** A client for one question after the other, slowly, and only while nothing else is going on. */
export class QuietClient {
  readonly #options: QuietOptions
  #next = 0

  constructor(options: QuietOptions) {
    this.#options = options
  }

  /** The questions of `client`, each in its turn. @throws AbortError when the signal fires while it waits */
  of(client: Pick<CloudRoomClient, 'query'>): Pick<CloudRoomClient, 'query'> {
    return {
      query: async (params, options = {}) => {
        await this.#turn(options.signal)
        return await client.query(params, options)
      },
    }
  }

  /** Resolves when the line is free. @throws AbortError when the signal fires before */
  async calm(signal: AbortSignal | undefined): Promise<void> {
    const { isBusy, onWait } = this.#options
    if (!isBusy()) return
    onWait(true)
    while (isBusy()) await pause(busyInterval, signal)
    onWait(false)
  }

  async #turn(signal: AbortSignal | undefined): Promise<void> {
    await pause(Math.max(0, this.#next - performance.now()), signal)
    await this.calm(signal)
    this.#next = performance.now() + this.#options.gap
  }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, signal === undefined ? {} : { signal })
}
