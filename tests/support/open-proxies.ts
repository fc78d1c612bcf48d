import { createServer as createHttpServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A real proxy on a free port. */
export interface OpenProxy {
  readonly port: number
  /** `127.0.0.1:port` */
  readonly address: string
  /** What it was asked for, in order: `CONNECT host:port`, `GET http://…`, `SOCKS host:port`. */
  readonly asked: string[]
  /** `user:password` that came with it, in order; null: none. */
  readonly given: (string | null)[]
  /** Bytes that came from servers. */
  readonly received: () => number
  /** Bytes that went to servers. */
  readonly sent: () => number
  readonly connections: () => number
  /** Ends kept connections, which were let through when they were made. */
  dropConnections(): void
  /** Another password is right from now on; null: nobody is asked for one. */
  want(credentials: string | null): void
  close(): Promise<void>
}

export interface ProxyChoices {
  /** `user:password`, without which it lets nobody through. */
  readonly wants?: string
  /** What it says of how to sign in; without Basic nobody can. */
  readonly challenge?: string
  /** Answers this status to whatever it is asked for. */
  readonly refusesWith?: number
  /** Opens no tunnel before this. */
  readonly opensAfter?: Promise<unknown>
}

interface Records extends Pick<OpenProxy, 'asked' | 'given'> {
  readonly bytes: { received: number; sent: number }
  /** `user:password`; null: nobody is asked for one. */
  expected: string | null
}

const newRecords = (wants: string | undefined): Records => ({
  asked: [],
  given: [],
  bytes: { received: 0, sent: 0 },
  expected: wants ?? null,
})

async function opened(server: Server, records: Records): Promise<OpenProxy> {
  const { asked, given, bytes } = records
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port,
    address: `127.0.0.1:${port}`,
    connections: () => connections,
    asked,
    given,
    received: () => bytes.received,
    sent: () => bytes.sent,
    want: (credentials) => (records.expected = credentials),
    dropConnections,
    async close() {
      dropConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Forwards whole addresses and opens tunnels, as Squid does. */
export async function openHttpProxy({
  wants,
  refusesWith,
  opensAfter = Promise.resolve(),
  challenge = 'Basic realm="office"',
}: ProxyChoices = {}): Promise<OpenProxy> {
  const records = newRecords(wants)
  const { asked, given, bytes } = records
  const statusFor = ({ headers }: IncomingMessage): number | null => {
    const [, encoded] = /^Basic (.+)$/u.exec(headers['proxy-authorization'] ?? '') ?? []
    const credentials = encoded === undefined ? null : Buffer.from(encoded, 'base64').toString('utf8')
    given.push(credentials)
    return records.expected !== null && credentials !== records.expected ? 407 : (refusesWith ?? null)
  }
  const server = createHttpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const status = statusFor(request)
    if (status !== null) {
      request.resume()
      response.writeHead(status, { 'Proxy-Authenticate': challenge }).end()
      return
    }
    const headers = { ...request.headers }
    delete headers['proxy-authorization']
    delete headers['proxy-connection']
    const onward = httpRequest(new URL(request.url ?? ''), { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.on('data', (chunk: Buffer) => (bytes.received += chunk.length))
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.on('data', (chunk: Buffer) => (bytes.sent += chunk.length))
    request.pipe(onward)
    response.on('close', () => onward.destroy())
  })
  server.on('connect', (request, socket: Socket) => {
    asked.push(`CONNECT ${request.url}`)
    const status = statusFor(request)
    if (status !== null) {
      socket.end(`HTTP/1.1 ${status} No\r\nProxy-Authenticate: ${challenge}\r\n\r\n<html>no</html>`)
      return
    }
    const [host = '', port = ''] = (request.url ?? '').split(':')
    void opensAfter.then(() =>
      joinTo(socket, host, Number(port), bytes, () => socket.write('HTTP/1.1 200 OK\r\n\r\n')),
    )
  })
  return await opened(server, records)
}

/** SOCKS 4 and 5 (RFC 1928, RFC 1929), CONNECT only. */
export async function openSocksProxy({ wants }: Pick<ProxyChoices, 'wants'> = {}): Promise<OpenProxy> {
  const records = newRecords(wants)
  const { asked, given, bytes } = records
  const server = createServer((socket) => {
    let step: 'greeting' | 'password' | 'request' = 'greeting'
    const listen = (message: Buffer): void => {
      if (message[0] === 4) {
        const host = [...message.subarray(4, 8)].join('.')
        open(host, message.readUInt16BE(2), Buffer.from([0, 90, 0, 0, 0, 0, 0, 0]))
      } else if (step === 'greeting') {
        const method = records.expected === null ? 0 : 2
        const isOffered = message.subarray(2).includes(method)
        step = records.expected === null ? 'request' : 'password'
        if (!isOffered) given.push(null)
        socket.write(Buffer.from([5, isOffered ? method : 0xff]))
      } else if (step === 'password') {
        const userLength = message[1] ?? 0
        const user = message.toString('utf8', 2, 2 + userLength)
        const credentials = `${user}:${message.toString('utf8', 3 + userLength)}`
        given.push(credentials)
        step = 'request'
        socket.write(Buffer.from([1, credentials === records.expected ? 0 : 1]))
      } else {
        const isName = message[3] === 3
        const end = isName ? 5 + (message[4] ?? 0) : 8
        const host = isName ? message.toString('utf8', 5, end) : [...message.subarray(4, 8)].join('.')
        open(host, message.readUInt16BE(end), Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
      }
    }
    const open = (host: string, port: number, welcome: Buffer): void => {
      asked.push(`SOCKS ${host}:${port}`)
      socket.off('data', listen)
      joinTo(socket, host, port, bytes, () => socket.write(welcome))
    }
    socket.on('data', listen)
  })
  return await opened(server, records)
}

function joinTo(
  socket: Socket,
  host: string,
  port: number,
  bytes: { received: number; sent: number },
  onOpen: () => void,
): void {
  const server = connect({ host, port })
  server.once('connect', () => {
    onOpen()
    server.on('data', (chunk: Buffer) => (bytes.received += chunk.length))
    socket.on('data', (chunk: Buffer) => (bytes.sent += chunk.length))
    socket.pipe(server).pipe(socket)
  })
  server.on('error', () => socket.destroy())
  socket.on('close', () => server.destroy())
  server.on('close', () => socket.destroy())
}
