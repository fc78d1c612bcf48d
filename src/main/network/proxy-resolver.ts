import { AppError } from '#shared/errors.ts'
import type { Logger } from '../logging/logger.ts'
import { connectTo } from './connect-to.ts'
import { direct, parseProxyList, type ProxyAddress, type Route } from './proxy-list.ts'
import { within } from './within.ts'

export interface ProxyResolverOptions {
  /** Electron's `session.resolveProxy`: the system's settings, PAC scripts included, as `PROXY host:port; DIRECT`. */
  readonly resolveProxy: (url: string) => Promise<string>
  readonly log: Logger
  readonly now?: () => number
  /** How long the system may think; a PAC script may have to be fetched first. ms */
  readonly resolveMs?: number
  /** How long a proxy may take to accept a connection before the next in the list is used. ms */
  readonly probeMs?: number
}

/** Long enough for a listing and a transfer's blocks, short enough that a change of network is noticed by itself. ms */
const keptMs = 30_000
const maxKept = 256
/** How long a proxy that did not answer is passed over when there is another. ms */
const badMs = 60_000
const maxProxies = 64

/**
 * Says which way a URL goes. Asks the system for each URL, keeps its answers for a moment, and of several ways takes the first
 * that can be reached.
 */
export class ProxyResolver {
  readonly #options: ProxyResolverOptions
  readonly #now: () => number
  readonly #lists = new Map<string, { readonly until: number; readonly routes: Promise<readonly Route[]> }>()
  readonly #health = new Map<string, { readonly until: number; readonly isUp: Promise<boolean> }>()

  constructor(options: ProxyResolverOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /** @throws AppError `network.proxyUnusable`: the system wants a proxy of a kind that the app has no way through */
  async route(url: URL): Promise<Route> {
    const routes = await this.#routes(url)
    const [first] = routes
    if (first === undefined) throw new AppError('network.proxyUnusable')
    if (routes.length === 1) return first
    for (const route of routes) {
      if (route.kind === 'direct' || (await this.#isUp(route))) return route
    }
    // None answers: the first is what the error is about.
    return first
  }

  /** Another network, or a proxy that has its credentials now: what is known no longer counts. */
  clear(): void {
    this.#lists.clear()
    this.#health.clear()
  }

  #routes(url: URL): Promise<readonly Route[]> {
    const question = questionOf(url)
    const kept = this.#lists.get(question)
    if (kept && kept.until > this.#now()) return kept.routes
    const routes = this.#ask(question)
    keep(this.#lists, question, { until: this.#now() + keptMs, routes }, maxKept)
    return routes
  }

  async #ask(question: string): Promise<readonly Route[]> {
    const { resolveProxy, log, resolveMs = 10_000 } = this.#options
    try {
      return parseProxyList(await within(resolveMs, () => resolveProxy(question)))
    } catch (error) {
      // As browsers do when a PAC script cannot be had.
      log.warn('the system says nothing about proxies', { error })
      return [direct]
    }
  }

  #isUp(proxy: ProxyAddress): Promise<boolean> {
    const kept = this.#health.get(proxy.address)
    if (kept && kept.until > this.#now()) return kept.isUp
    const isUp = answers(proxy, this.#options.probeMs ?? 3000)
    keep(this.#health, proxy.address, { until: this.#now() + badMs, isUp }, maxProxies)
    return isUp
  }
}

/**
 * What the PAC script gets to see. Of https only the server, as in browsers; never a user, a password or a query, which may
 * hold a download's token.
 */
function questionOf(url: URL): string {
  return url.protocol === 'https:' ? `${url.origin}/` : `${url.origin}${url.pathname}`
}

/** The oldest go first. */
function keep<Value>(map: Map<string, Value>, key: string, value: Value, max: number): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > max && oldest !== undefined) map.delete(oldest)
}

async function answers(proxy: ProxyAddress, probeMs: number): Promise<boolean> {
  try {
    const socket = await connectTo(proxy, probeMs)
    socket.destroy()
    return true
  } catch {
    return false
  }
}
