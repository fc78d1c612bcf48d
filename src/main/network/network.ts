import type { Socket } from 'node:net'
import { createSecureContext, type SecureContext } from 'node:tls'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { serverOf } from '#shared/server-name.ts'
import type { Agents } from '../api/exchange.ts'
import type { Logger } from '../logging/logger.ts'
import { Lanes, type AgentChoice } from './lanes.ts'
import { connectTo } from './connect-to.ts'
import { OpenSockets } from './open-sockets.ts'
import { openTunnel, proxyError } from './open-tunnel.ts'
import type { Pin } from './pin.ts'
import type { ProxyCredentialSource, ProxyOutcome } from './proxy-credentials.ts'
import type { ProxyAddress, Route } from './proxy-list.ts'
import { ProxyResolver } from './proxy-resolver.ts'
import { RoutedHttpAgent, RoutedHttpsAgent, type FindWay } from './routed-agents.ts'
import { SecureConnections, type Presented, type Secured } from './secure-connections.ts'
import { targetOf, type Target } from './target.ts'

export interface NetworkOptions {
  /** Electron's `session.resolveProxy`. */
  readonly resolveProxy: (url: string) => Promise<string>
  readonly credentials: ProxyCredentialSource
  /** PEM certificates to trust, read once and on first use; absent: Node's own list. */
  readonly ca?: (() => readonly string[] | Promise<readonly string[]>) | undefined
  /** The certificate that a person trusts for a server (`host:port`) beyond those; null or absent: none. */
  readonly pinOf?: (server: string) => Pin | null
  readonly log: Logger
  /** To a proxy, through it, and for TLS with a server whose certificate is pinned. ms */
  readonly connectMs?: number
  /** How long a proxy may take before the next of a list is used. ms */
  readonly probeMs?: number
}

/** The one way out: every connection of the app to a server is made here. */
export interface Network {
  /**
   * Agents that find the way of each request for themselves, also of those that follow a redirect. The same choice gives the
   * same agents, which share their connections.
   */
  agentsFor(choice: AgentChoice): Agents
  /** Which way a URL goes now. @throws AppError `network.proxyUnusable` */
  route(url: URL): Promise<Route>
  /** An open connection on that way; for plain http through an HTTP proxy, to the proxy. @throws what Node or `openTunnel` throws */
  connect(url: URL): Promise<Socket>
  /** The same with TLS, verified. @throws AppError `network.certificateChanged`, what `connect` throws, Node's errors of TLS */
  connectSecurely(url: URL, signal?: AbortSignal): Promise<Secured>
  /** What an https server presents, trusted or not. @throws what `connect` throws, and Node's own where there is no TLS */
  inspect(url: URL): Promise<Presented>
  /** Trust in a server (`host:port`) has ended or changed: closes every connection that relied on its pin. */
  closePinned(server: string): void
  /** A proxy's (`host:port`) credentials are not to be used any more: closes every connection that was opened with them. */
  closeTunnels(proxy: string): void
  /** Another network: what was learnt of proxies no longer counts. */
  forgetRoutes(): void
  /** Resolves when no thread reads certificates, which a process that ends would wait for. Never rejects. */
  close(): Promise<void>
}

const refusals: ReadonlySet<ErrorCode> = new Set(['network.proxyAuth', 'network.proxyScheme'])

export function createNetwork(options: NetworkOptions): Network {
  const { credentials, connectMs = 10_000, pinOf = () => null } = options
  const resolver = new ProxyResolver(options)
  let context: Promise<SecureContext> | null = null
  const createContext = async (): Promise<SecureContext> =>
    createSecureContext(options.ca === undefined ? {} : { ca: [...(await options.ca())] })
  // Made once and on first use: reading the system's certificates takes longer than connecting.
  const secureContext = (): Promise<SecureContext> => {
    context ??= createContext().catch((error: unknown) => {
      context = null
      throw error
    })
    return context
  }

  /** By proxy. */
  const tunnels = new OpenSockets()
  const tunnel = async (proxy: ProxyAddress, target: Target): Promise<Socket> => {
    const attempt = await credentials.attempt(proxy.address)
    let outcome: ProxyOutcome = 'unknown'
    const closings = tunnels.closingsOf(proxy.address)
    try {
      const socket = await openTunnel(target, {
        proxy,
        credentials: attempt.credentials,
        connectMs,
        secureContext: await secureContext(),
      })
      outcome = 'accepted'
      if (tunnels.closingsOf(proxy.address) !== closings) {
        // Its credentials were forgotten while it was opened.
        socket.destroy()
        throw new AppError('network.connectionLost')
      }
      tunnels.keep(proxy.address, socket)
      return socket
    } catch (error) {
      if (error instanceof AppError && refusals.has(error.code)) outcome = 'refused'
      throw error
    } finally {
      attempt.end(outcome)
    }
  }

  const connect = async (url: URL): Promise<Socket> => {
    const route = await resolver.route(url)
    const target = targetOf(url)
    if (route.kind === 'direct') return await connectTo(target, connectMs)
    const isForwarded = url.protocol === 'http:' && (route.kind === 'http' || route.kind === 'https')
    if (!isForwarded) return await tunnel(route, target)
    try {
      return await connectTo(route, connectMs)
    } catch (error) {
      throw proxyError(route, error)
    }
  }
  const secure = new SecureConnections({
    systemTrust: secureContext,
    pinOf,
    open: connect,
    handshakeMs: connectMs,
  })

  const createAgents = (choice: AgentChoice): Agents => {
    const lanes = new Lanes({ ...choice, tunnel, credentials, secureContext, connectMs })
    const find: FindWay = async (url, args) => {
      const isSecure = url.protocol === 'https:'
      const route = await resolver.route(url)
      const server = serverOf(url)
      const pin = isSecure ? pinOf(server) : null
      if (pin !== null) {
        const { origin } = url
        const open = async (): Promise<Socket> => (await secure.open(new URL(origin))).socket
        return { agent: lanes.findPinned(route, { name: `${server} ${pin.fingerprint}`, open }), args }
      }
      const agent = lanes.find(route, isSecure)
      return { agent, args: isSecure ? { ...args, secureContext: await secureContext() } : args }
    }
    return { http: new RoutedHttpAgent(find, choice), https: new RoutedHttpsAgent(find, choice) }
  }
  const made = new Map<string, Agents>()

  return {
    agentsFor(choice) {
      const name = `${choice.keepAlive} ${choice.largeReads === true}`
      const agents = made.get(name) ?? createAgents(choice)
      made.set(name, agents)
      return agents
    },
    route: (url) => resolver.route(url),
    connect,
    connectSecurely: (url, signal) => secure.open(url, signal),
    inspect: (url) => secure.inspect(url),
    closeTunnels: (proxy) => tunnels.closeOf(proxy),
    closePinned: (server) => secure.closePinned(server),
    forgetRoutes: () => resolver.clear(),
    async close() {
      await context?.catch(() => undefined)
    },
  }
}
