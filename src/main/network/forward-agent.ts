import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import { HttpProxyAgent } from 'http-proxy-agent'
import { proxyError } from './open-tunnel.ts'
import { basicAuthorization, type ProxyCredentials } from './proxy-credentials.ts'
import type { ProxyAddress } from './proxy-list.ts'
import { within } from './within.ts'

export interface ForwardAgentOptions {
  readonly proxy: ProxyAddress
  readonly keepAlive: boolean
  readonly secureContext: SecureContext
  /** To the proxy. ms */
  readonly connectMs: number
  readonly onRefused: () => void
}

type ProxyRequest = Parameters<HttpProxyAgent<string>['addRequest']>[0]
type ProxyRequestOptions = Parameters<HttpProxyAgent<string>['addRequest']>[1]

/**
 * Requests to plain http servers by way of an HTTP proxy, which is asked for the whole address (RFC 9112, section 3.2.2):
 * many proxies open tunnels to https servers only.
 */
export class ForwardAgent extends HttpProxyAgent<string> {
  readonly #options: ForwardAgentOptions
  /** For the requests from now on. */
  credentials: ProxyCredentials | null = null

  constructor(options: ForwardAgentOptions) {
    super(urlOf(options.proxy), { keepAlive: options.keepAlive })
    this.proxyHeaders = () => basicAuthorization(this.credentials)
    this.#options = options
  }

  override addRequest(request: ProxyRequest, options: ProxyRequestOptions): void {
    request.once('response', ({ statusCode }: IncomingMessage) => {
      if (statusCode === 407) this.#options.onRefused()
    })
    const isWritten = typeof request._header === 'string'
    super.addRequest(request, options)
    // The library renews a head that was already written only for a new connection; a kept one would send the old one.
    if (isWritten && request._header === null) keepingSent(request, () => renewHead(request))
  }

  override async connect(request: ProxyRequest, options: ProxyRequestOptions): Promise<Socket> {
    const { proxy, secureContext, connectMs } = this.#options
    try {
      return await within(connectMs, (signal) =>
        keepingSent(request, () =>
          new HttpProxyAgent(urlOf(proxy), { secureContext, signal }).connect(request, options),
        ),
      )
    } catch (error) {
      throw proxyError(proxy, error)
    }
  }
}

const urlOf = ({ kind, address }: ProxyAddress): string => `${kind}://${address}`

/** A head that is renewed counts as not sent, and would follow once more behind the body's first bytes. */
function keepingSent<Result>(request: object, renew: () => Result): Result {
  const sending = request as { _headerSent: boolean }
  const { _headerSent: wasSent } = sending
  const result = renew()
  if (wasSent) sending._headerSent = true
  return result
}

/** Node's ClientRequest keeps what it has to send as text, its head first. */
function renewHead(request: ProxyRequest & ClientRequest): void {
  request._implicitHeader()
  const [first] = request.outputData ?? []
  if (!first) return
  const end = first.data.indexOf('\r\n\r\n') + 4
  first.data = `${request._header ?? ''}${first.data.slice(end)}`
}
