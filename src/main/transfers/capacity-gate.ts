import { AppError } from '#shared/errors.ts'

/** How long a refusal is believed: somebody else may have made room. ms */
const believedMs = 5 * 60_000

interface Refusal {
  /** bytes */
  readonly size: number
  /** ms, on a clock that nobody sets */
  readonly at: number
}

/**
 * Remembers that a netDisk has no room (code 10), so that a queue of uploads does not send body after body only to be
 * refused: what is not smaller than what did not fit is not sent. The API does not tell how much is free (facts sheet).
 */
export class CapacityGate {
  readonly #refusals = new Map<string, Refusal>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** @param size bytes @throws AppError `api.noCapacity` when that much was refused a moment ago */
  require(profileId: string, size: number): void {
    const refusal = this.#refusals.get(profileId)
    if (refusal === undefined || size < refusal.size || this.#now() - refusal.at > believedMs) return
    throw new AppError('api.noCapacity', { params: { actual: size } })
  }

  /** The server has refused an upload of `size` bytes. */
  refused(profileId: string, size: number): void {
    const least = Math.min(size, this.#refusals.get(profileId)?.size ?? size)
    this.#refusals.set(profileId, { size: least, at: this.#now() })
  }

  /** Something was deleted, or the user wants it tried: the next upload asks the server again. */
  reopen(): void {
    this.#refusals.clear()
  }
}
