import { Agent as HttpAgent, type ClientRequestArgs } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

type Open = (target: { readonly host: string; readonly port: number }) => Promise<Socket>
export type Callback = (error: Error | null, socket: Duplex) => void

/** Connections to plain http servers that are opened by somebody else. */
export class TunnelHttpAgent extends HttpAgent {
  readonly #open: Open

  constructor(open: Open, options: { readonly keepAlive: boolean }) {
    super(options)
    this.#open = open
  }

  override createConnection(options: ClientRequestArgs, callback?: Callback): undefined {
    handOver(this.#open(targetOf(options, 80)), callback)
  }
}

/** TLS over connections that are opened by somebody else. */
export class TunnelHttpsAgent extends HttpsAgent {
  readonly #open: Open

  constructor(open: Open, options: { readonly keepAlive: boolean }) {
    super(options)
    this.#open = open
  }

  override createConnection(options: ClientRequestArgs, callback?: Callback): undefined {
    const secured = this.#open(targetOf(options, 443)).then((socket) => {
      const tls = super.createConnection({ ...options, socket } as ClientRequestArgs)
      if (!tls) throw new Error('no connection')
      return tls
    })
    handOver(secured, callback)
  }
}

function targetOf({ host, port }: ClientRequestArgs, defaultPort: number) {
  return { host: (host ?? 'localhost').replaceAll(/^\[|\]$/gu, ''), port: Number(port ?? defaultPort) }
}

/** What Node's agents want of a connection that takes its time. */
export function handOver(socket: Promise<Duplex>, callback: Callback | undefined): void {
  // Node's own type has no way to say that there is no socket.
  const fail = callback as ((error: unknown) => void) | undefined
  socket.then(
    (opened) => callback?.(null, opened),
    (error: unknown) => fail?.(error),
  )
}
