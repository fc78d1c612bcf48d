import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import { HttpProxyAgent } from 'http-proxy-agent'
import { proxyError } from './open-tunnel.ts'
import {
  basicAuthorization,
  type ProxyAttempt,
  type ProxyCredentials,
  type ProxyCredentialSource,
  type ProxyOutcome,
} from './proxy-credentials.ts'
import type { ProxyAddress } from './proxy-list.ts'
import { noteRefusal } from './proxy-refusal.ts'
import { failUnsent } from './routed-agents.ts'
import { within } from './within.ts'

export interface ForwardAgentOptions {
  readonly proxy: ProxyAddress
  readonly keepAlive: boolean
  /** Whom a proxy that is itself spoken to over TLS is trusted by. */
  readonly secureContext: () => Promise<SecureContext>
  /** To the proxy. ms */
  readonly connectMs: number
  readonly credentials: ProxyCredentialSource
}

type ProxyRequest = Parameters<HttpProxyAgent<string>['addRequest']>[0]
type ProxyRequestOptions = Parameters<HttpProxyAgent<string>['addRequest']>[1]

/**
 * Requests to plain http servers by way of an HTTP proxy, which is asked for the whole address (RFC 9112, section 3.2.2):
 * many proxies open tunnels to https servers only.
 */
export class ForwardAgent extends HttpProxyAgent<string> {
  readonly #options: ForwardAgentOptions
  /** Of the request that is being added. */
  #credentials: ProxyCredentials | null = null

  constructor(options: ForwardAgentOptions) {
    super(urlOf(options.proxy), { keepAlive: options.keepAlive })
    this.proxyHeaders = () => basicAuthorization(this.#credentials)
    this.#options = options
  }

  override addRequest(request: ProxyRequest, options: ProxyRequestOptions): void {
    const { credentials, proxy } = this.#options
    credentials
      .attempt(proxy.address)
      .then((attempt) => {
        this.#watch(request, attempt)
        if (request.destroyed) failUnsent(request, null)
        else this.#send(request, options, attempt.credentials)
      })
      .catch((error: unknown) => failUnsent(request, error))
  }

  #watch(request: ProxyRequest, attempt: ProxyAttempt): void {
    // Before whoever sent the request, who reads the answer's headers.
    request.prependOnceListener('response', ({ statusCode, headers }: IncomingMessage) => {
      if (statusCode === 407) noteRefusal(headers, this.#options.proxy.address)
      attempt.end(outcomeOf(statusCode ?? 0))
    })
    request.once('close', () => attempt.end('unknown'))
    if (request.destroyed) attempt.end('unknown')
  }

  #send(request: ProxyRequest, options: ProxyRequestOptions, credentials: ProxyCredentials | null): void {
    this.#credentials = credentials
    const isWritten = typeof request._header === 'string'
    super.addRequest(request, options)
    // The library renews a head that was already written only for a new connection; a kept one would send the old one.
    if (isWritten && request._header === null) keepingSent(request, () => renewHead(request))
  }

  override async connect(request: ProxyRequest, options: ProxyRequestOptions): Promise<Socket> {
    const { proxy, secureContext, connectMs } = this.#options
    try {
      const trust = proxy.kind === 'https' ? { secureContext: await secureContext() } : {}
      return await within(connectMs, (signal) =>
        keepingSent(request, () =>
          new HttpProxyAgent(urlOf(proxy), { ...trust, signal }).connect(request, options),
        ),
      )
    } catch (error) {
      throw proxyError(proxy, error)
    }
  }
}

/** Errors may be the proxy's own, from before it has looked at who asks. */
function outcomeOf(status: number): ProxyOutcome {
  if (status === 407) return 'refused'
  return status < 400 ? 'accepted' : 'unknown'
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
