import { setTimeout as delay } from 'node:timers/promises'
import type { Exchange } from '../http/exchange.ts'
import { numberArg } from '../faults/fault-set.ts'

const FULL_CHUNK = 2 ** 20
/** Chunks of a limited transfer carry about this much time, so that progress is smooth. */
const CHUNK_MS = 40

/** Holds the bytes of one transfer to the rate that is in force now; a change of rate starts a new schedule. */
export class Pacer {
  readonly #exchange: Exchange
  #rate = 0
  #since = 0
  #bytes = 0

  constructor(exchange: Exchange) {
    this.#exchange = exchange
  }

  /** Bytes to move before the next {@link pace}. */
  chunkBytes(): number {
    const rates = [this.#currentRate(), this.#exchange.core.link.rate].filter((rate) => rate > 0)
    if (rates.length === 0) return FULL_CHUNK
    return Math.max(1024, Math.min(FULL_CHUNK, Math.floor((Math.min(...rates) * CHUNK_MS) / 1000)))
  }

  /** Waits until `bytes` more were due. */
  async pace(bytes: number): Promise<void> {
    await this.#wait(this.#exchange.core.link.send(bytes) - performance.now())
    const rate = this.#currentRate()
    if (rate === 0) return
    if (rate !== this.#rate) {
      this.#rate = rate
      this.#since = performance.now()
      this.#bytes = 0
    }
    this.#bytes += bytes
    await this.#wait(this.#since + (this.#bytes / rate) * 1000 - performance.now())
  }

  /** Waits, but not beyond a change of faults: the next chunk may be due at once under the new ones. */
  async #wait(ms: number): Promise<void> {
    if (ms <= 0) return
    const { faults, gone } = this.#exchange
    const over = new AbortController()
    const either = AbortSignal.any([gone, over.signal])
    void faults.nextChange(either).then(() => over.abort())
    await delay(ms, undefined, { signal: either }).catch(() => undefined)
    over.abort()
  }

  /** Bytes per second; 0 is unlimited. */
  #currentRate(): number {
    const fault = this.#exchange.faults.take('bandwidth')
    const kbps = fault ? numberArg(fault, 0) : this.#exchange.core.rateKbps
    return Math.max(0, (kbps * 1000) / 8)
  }
}
