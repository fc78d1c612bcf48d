import type { ClientRequestArgs } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Duplex } from 'node:stream'
import { handOver, type Callback } from './tunnel-agents.ts'

/**
 * Requests to a server with a pinned certificate, over connections that come verified. No TLS session is used again: resuming
 * one would skip the comparison with the certificate, for as long as the server honours it.
 */
export class PinnedHttpsAgent extends HttpsAgent {
  readonly #open: () => Promise<Duplex>

  constructor(open: () => Promise<Duplex>, options: { readonly keepAlive: boolean }) {
    super({ ...options, maxCachedSessions: 0 })
    this.#open = open
  }

  override createConnection(_options: ClientRequestArgs, callback?: Callback): undefined {
    handOver(this.#open(), callback)
  }
}
