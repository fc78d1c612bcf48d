import { createServer as createHttpServer } from 'node:http'
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { ServerAddress } from '#shared/models/account.ts'

export interface TestServer {
  /** `http://127.0.0.1:port` */
  readonly origin: string
  readonly address: ServerAddress
  readonly port: number
  /** Connections accepted so far. */
  readonly connections: () => number
}

export interface WithServerOptions {
  /** Serves https with this certificate. */
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Host name in the origin. Default `127.0.0.1`. */
  readonly host?: string
}

/** A real server on a free port for as long as `use` runs; connections that are still open are cut at its end. */
export async function withServer<Result>(
  listener: RequestListener,
  use: (server: TestServer) => Promise<Result>,
  { tls, host = '127.0.0.1' }: WithServerOptions = {},
): Promise<Result> {
  const server: Server = tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener)
  let connections = 0
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    connections += 1
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const origin = `${tls === undefined ? 'http' : 'https'}://${host}:${port}`
  try {
    return await use({
      origin,
      address: { origin, prefix: '/CLOUDROOM-API' },
      port,
      connections: () => connections,
    })
  } finally {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
}

/** The whole body of a request. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}
