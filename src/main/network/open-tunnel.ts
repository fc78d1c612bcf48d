import { EventEmitter } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { AppError } from '#shared/errors.ts'
import { basicAuthorization, type ProxyCredentials } from './proxy-credentials.ts'
import type { ProxyAddress } from './proxy-list.ts'
import { noteRefusal, proxyAuthError } from './proxy-refusal.ts'
import { within } from './within.ts'

/** What of the libraries' agents is used: only the way to a connection. They tell the request about it, whatever that is. */
interface Tunneler {
  connect(
    request: EventEmitter,
    target: { readonly host: string; readonly port: number; readonly secureEndpoint: false },
  ): Promise<Socket>
}

export interface TunnelOptions {
  readonly proxy: ProxyAddress
  readonly credentials: ProxyCredentials | null
  /** Whom a proxy that is itself spoken to over TLS is trusted by. */
  readonly secureContext: SecureContext
  /** All of the way to the server and back. ms */
  readonly connectMs: number
}

/**
 * A connection to a server through a proxy: CONNECT (RFC 9110, section 9.3.6) or SOCKS. Nothing but the server's name and the
 * proxy's own credentials is sent.
 *
 * @throws AppError `network.proxyAuth`, `network.proxyScheme`, `network.proxyRefused` (with `params.status`), `network.proxyUnreachable`; all name the
 *   proxy in `params.proxy`
 */
export async function openTunnel(
  target: { readonly host: string; readonly port: number },
  options: TunnelOptions,
): Promise<Socket> {
  const { proxy, connectMs } = options
  const isSocks = proxy.kind === 'socks4' || proxy.kind === 'socks5'
  try {
    return await within(connectMs, (signal) =>
      isSocks ? throughSocks(target, options) : throughConnect(target, options, signal),
    )
  } catch (error) {
    throw proxyError(proxy, error)
  }
}

async function throughConnect(
  { host, port }: { readonly host: string; readonly port: number },
  { proxy, credentials, secureContext }: TunnelOptions,
  signal: AbortSignal,
): Promise<Socket> {
  const request = new EventEmitter()
  let status = 0
  let headers: IncomingHttpHeaders = {}
  request.once('proxyConnect', (answer: Pick<IncomingMessage, 'statusCode' | 'headers'>) => {
    status = answer.statusCode ?? 0
    headers = { ...answer.headers }
  })
  // Credentials go into a header rather than into the URL, which the library writes to its debug log.
  const agent: Tunneler = new HttpsProxyAgent<string>(`${proxy.kind}://${proxy.address}`, {
    secureContext,
    signal,
    headers: basicAuthorization(credentials),
  })
  const socket = await agent.connect(request, { host, port, secureEndpoint: false })
  if (status === 200) return socket
  socket.destroy()
  noteRefusal(headers, proxy.address)
  throw status === 407
    ? proxyAuthError(headers)
    : new AppError('network.proxyRefused', {
        params: { proxy: proxy.address, status },
        retryable: status >= 500,
      })
}

async function throughSocks(
  { host, port }: { readonly host: string; readonly port: number },
  { proxy, credentials }: TunnelOptions,
): Promise<Socket> {
  // Version 5 resolves names at the proxy, as browsers have it; version 4 has addresses only.
  const url = new URL(`${proxy.kind === 'socks5' ? 'socks5h' : 'socks4'}://${proxy.address}`)
  if (credentials !== null) {
    url.username = encodeURIComponent(credentials.user)
    url.password = encodeURIComponent(credentials.password)
  }
  // Not needed to start, and large.
  const { SocksProxyAgent } = await import('socks-proxy-agent')
  const agent: Tunneler = new SocksProxyAgent(url)
  return await agent.connect(new EventEmitter(), { host, port, secureEndpoint: false })
}

/** What went wrong between here and the other side of a proxy, in words that blame the proxy. */
export function proxyError(proxy: ProxyAddress, error: unknown): AppError {
  if (error instanceof AppError && error.code !== 'network.timeout') return error
  const message = error instanceof Error ? error.message : ''
  const params = { proxy: proxy.address }
  // The sentences of the `socks` package: it has no codes.
  if (/socks5 authentication failed|no accepted authentication type/iu.test(message))
    return new AppError('network.proxyAuth', { params })
  if (/rejected connection|Socks\w+ proxy rejected/iu.test(message))
    return new AppError('network.proxyRefused', { params: { ...params, status: 0 }, retryable: true })
  return new AppError('network.proxyUnreachable', { params, cause: new Error(message.slice(0, 300)) })
}
