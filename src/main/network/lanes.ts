import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import { ForwardAgent } from './forward-agent.ts'
import { LargeReadAgent } from './large-read-agent.ts'
import { PinnedHttpsAgent } from './pinned-agent.ts'
import type { ProxyCredentialSource } from './proxy-credentials.ts'
import type { ProxyAddress, Route } from './proxy-list.ts'
import type { Target } from './target.ts'
import { TunnelHttpAgent, TunnelHttpsAgent } from './tunnel-agents.ts'

export interface AgentChoice {
  /** Connections are used again. */
  readonly keepAlive: boolean
  /** For bodies of many megabytes: reads of 1 MiB where they are to be had, which is directly and without TLS. */
  readonly largeReads?: boolean
}

export interface LanesOptions extends AgentChoice {
  readonly tunnel: (proxy: ProxyAddress, target: Target) => Promise<Socket>
  readonly credentials: ProxyCredentialSource
  readonly secureContext: () => Promise<SecureContext>
  /** ms */
  readonly connectMs: number
}

/** A server with a pinned certificate. */
export interface PinnedLane {
  /** Of server and certificate: another certificate is another lane, whose connections are not those of the one before. */
  readonly name: string
  readonly open: () => Promise<Socket>
}

/** Ways that requests went lately; a PAC script may name others for ever. */
const maxLanes = 32

/** One agent, with its own kept connections, for each way that requests go. */
export class Lanes {
  readonly #options: LanesOptions
  readonly #direct: { readonly http: HttpAgent; readonly https: HttpsAgent }
  readonly #lanes = new Map<string, HttpAgent>()

  constructor(options: LanesOptions) {
    const { keepAlive, largeReads = false } = options
    this.#options = options
    this.#direct = {
      http: largeReads ? new LargeReadAgent({ keepAlive }) : new HttpAgent({ keepAlive }),
      https: new HttpsAgent({ keepAlive }),
    }
  }

  find(route: Route, isSecure: boolean): HttpAgent {
    if (route.kind === 'direct') return isSecure ? this.#direct.https : this.#direct.http
    return this.#lane(`${nameOf(route)} ${isSecure}`, () => this.#create(route, isSecure))
  }

  findPinned(route: Route, { name, open }: PinnedLane): HttpAgent {
    const { keepAlive } = this.#options
    return this.#lane(`${nameOf(route)} ${name}`, () => new PinnedHttpsAgent(open, { keepAlive }))
  }

  #lane(name: string, create: () => HttpAgent): HttpAgent {
    const lane = this.#lanes.get(name) ?? create()
    // The one that was used last is the last to go.
    this.#lanes.delete(name)
    this.#lanes.set(name, lane)
    const [oldest] = this.#lanes
    if (this.#lanes.size > maxLanes && oldest) {
      this.#lanes.delete(oldest[0])
      retire(oldest[1])
    }
    return lane
  }

  #create(proxy: ProxyAddress, isSecure: boolean): HttpAgent {
    const { keepAlive, tunnel, credentials, secureContext, connectMs } = this.#options
    const open = (target: Target): Promise<Socket> => tunnel(proxy, target)
    if (isSecure) return new TunnelHttpsAgent(open, { keepAlive })
    if (proxy.kind === 'socks4' || proxy.kind === 'socks5') return new TunnelHttpAgent(open, { keepAlive })
    return new ForwardAgent({
      proxy,
      keepAlive,
      secureContext,
      connectMs,
      credentials,
    })
  }
}

const nameOf = (route: Route): string =>
  route.kind === 'direct' ? route.kind : `${route.kind} ${route.address}`

/** What runs on its connections runs on; nothing is kept for later. */
function retire(agent: HttpAgent): void {
  agent.maxFreeSockets = 0
  for (const sockets of Object.values(agent.freeSockets)) {
    for (const socket of sockets ?? []) socket.destroy()
  }
}
