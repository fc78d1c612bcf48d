import { createServer as createHttpServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A real proxy on a free port, gone with the test. */
export interface TestProxy {
  readonly port: number
  /** `127.0.0.1:port` */
  readonly address: string
  /** What it was asked for, in order: `CONNECT host:port`, `GET http://…`, `SOCKS host:port`. */
  readonly asked: string[]
  /** Bytes that came from servers. */
  readonly received: () => number
  /** Bytes that went to servers. */
  readonly sent: () => number
  readonly connections: () => number
}

export interface ProxyChoices {
  /** `user:password`, without which it lets nobody through. */
  readonly wants?: string
  /** Answers this status to whatever it is asked for. */
  readonly refusesWith?: number
}

async function listening(server: Server): Promise<{ port: number; connections: () => number }> {
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return { port: (server.address() as AddressInfo).port, connections: () => connections }
}

/** Forwards whole addresses and opens tunnels, as Squid does. */
export async function startHttpProxy({ wants, refusesWith }: ProxyChoices = {}): Promise<TestProxy> {
  const asked: string[] = []
  const bytes = { received: 0, sent: 0 }
  const expected = wants === undefined ? null : `Basic ${Buffer.from(wants).toString('base64')}`
  const statusFor = ({ headers }: IncomingMessage): number | null =>
    expected !== null && headers['proxy-authorization'] !== expected ? 407 : (refusesWith ?? null)
  const server = createHttpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const status = statusFor(request)
    if (status !== null) {
      request.resume()
      response.writeHead(status, { 'Proxy-Authenticate': 'Basic realm="office"' }).end()
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
      socket.end(`HTTP/1.1 ${status} No\r\nProxy-Authenticate: Basic realm="office"\r\n\r\n<html>no</html>`)
      return
    }
    const [host = '', port = ''] = (request.url ?? '').split(':')
    joinTo(socket, host, Number(port), bytes, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
  })
  const { port, connections } = await listening(server)
  return {
    port,
    address: `127.0.0.1:${port}`,
    asked,
    received: () => bytes.received,
    sent: () => bytes.sent,
    connections,
  }
}

/** SOCKS 4 and 5 (RFC 1928, RFC 1929), CONNECT only. */
export async function startSocksProxy({ wants }: Pick<ProxyChoices, 'wants'> = {}): Promise<TestProxy> {
  const asked: string[] = []
  const bytes = { received: 0, sent: 0 }
  const server = createServer((socket) => {
    let step: 'greeting' | 'password' | 'request' = 'greeting'
    const listen = (message: Buffer): void => {
      if (message[0] === 4) {
        const host = [...message.subarray(4, 8)].join('.')
        open(host, message.readUInt16BE(2), Buffer.from([0, 90, 0, 0, 0, 0, 0, 0]))
      } else if (step === 'greeting') {
        const method = wants === undefined ? 0 : 2
        const isOffered = message.subarray(2).includes(method)
        step = wants === undefined ? 'request' : 'password'
        socket.write(Buffer.from([5, isOffered ? method : 0xff]))
      } else if (step === 'password') {
        const userLength = message[1] ?? 0
        const user = message.toString('utf8', 2, 2 + userLength)
        const isRight = `${user}:${message.toString('utf8', 3 + userLength)}` === wants
        step = 'request'
        socket.write(Buffer.from([1, isRight ? 0 : 1]))
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
  const { port, connections } = await listening(server)
  return {
    port,
    address: `127.0.0.1:${port}`,
    asked,
    received: () => bytes.received,
    sent: () => bytes.sent,
    connections,
  }
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
