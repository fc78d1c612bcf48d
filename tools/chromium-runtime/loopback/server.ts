import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { LoopbackAddresses } from './addresses.ts'

export type ProtocolHandler = (request: Request) => Response | Promise<Response>

/** Headers of the hop between Chromium and this server; Node writes its own for the way back. */
const hopHeaders = new Set([
  'host',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
])

/** Carry the page's own address, which the app knows in its `app:` form only. */
const addressHeaders = new Set(['origin', 'referer'])

const requestHeaders = (incoming: IncomingMessage, addresses: LoopbackAddresses): Headers => {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value === undefined || hopHeaders.has(name)) continue
    const text = Array.isArray(value) ? value.join(', ') : value
    headers.set(name, addressHeaders.has(name) ? addresses.toApp(text) : text)
  }
  return headers
}

const toRequest = (incoming: IncomingMessage, url: string, addresses: LoopbackAddresses): Request => {
  const method = incoming.method ?? 'GET'
  const init: RequestInit = { method, headers: requestHeaders(incoming, addresses) }
  if (method === 'GET' || method === 'HEAD') return new Request(url, init)
  const body = Readable.toWeb(incoming) as unknown as BodyInit
  return new Request(url, { ...init, body, duplex: 'half' } as RequestInit)
}

const writeHead = (response: Response, outgoing: ServerResponse): void => {
  outgoing.statusCode = response.status
  if (response.statusText !== '') outgoing.statusMessage = response.statusText
  for (const [name, value] of response.headers) {
    if (!hopHeaders.has(name)) outgoing.appendHeader(name, value)
  }
  // Electron keeps no HTTP cache for a custom scheme.
  if (!response.headers.has('cache-control')) outgoing.setHeader('cache-control', 'no-store')
}

/**
 * Serves the app's own scheme to Chromium, which knows http only. What the app registered with `protocol.handle`
 * sees the original `app:` URL; a handler that fails, or answers `Response.error()`, is a network error there.
 */
export class LoopbackServer {
  private readonly handlers = new Map<string, ProtocolHandler>()
  private readonly addresses: LoopbackAddresses
  private server: Server | null = null

  constructor(addresses: LoopbackAddresses) {
    this.addresses = addresses
  }

  setHandler(scheme: string, handler: ProtocolHandler): void {
    this.handlers.set(`${scheme}:`, handler)
  }

  removeHandler(scheme: string): void {
    this.handlers.delete(`${scheme}:`)
  }

  async listen(): Promise<void> {
    const server = createServer({ requestTimeout: 0 }, (incoming, outgoing) => {
      this.answer(incoming, outgoing).catch(() => outgoing.destroy())
    })
    this.server = server
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', resolve)
    })
    this.addresses.listenOn((server.address() as AddressInfo).port)
  }

  close(): void {
    this.server?.close()
    this.server?.closeAllConnections()
  }

  private async answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const origin = this.addresses.originOf(incoming.headers.host ?? '')
    const handler = origin === null ? undefined : this.handlers.get(new URL(origin).protocol)
    if (origin === null || handler === undefined) {
      outgoing.destroy()
      return
    }
    const request = toRequest(incoming, origin + (incoming.url ?? '/'), this.addresses)
    const response = await handler(request)
    if (response.type === 'error') {
      outgoing.destroy()
      return
    }
    writeHead(response, outgoing)
    if (response.body === null || incoming.method === 'HEAD') {
      await response.body?.cancel()
      outgoing.end()
      return
    }
    // Cancels the handler's stream when Chromium closes the connection, as when a video is seeked.
    await pipeline(Readable.fromWeb(response.body as unknown as ReadableStream), outgoing)
  }
}
