import { connect, type AddressInfo, type Socket } from 'node:net'
import { createServer } from 'node:tls'
import type { Emulator } from '#emulator/server.ts'
import type { EmulatorAddress } from './client-of.ts'
import type { TestCertificate } from './self-signed-certificate.ts'

export interface TlsFront extends EmulatorAddress {
  /** `localhost:port` */
  readonly server: string
  /** Bytes that came in after the handshakes. */
  readonly received: () => number
  /** Connections that are open now. */
  readonly open: () => number
  /** For connections from now on. */
  setCertificate(certificate: TestCertificate): void
  dropConnections(): void
  close(): Promise<void>
}

/** The emulator over TLS, under `https://localhost:port`; start it with the dialect `relative-url`. */
export async function openTlsFront(
  emulator: Pick<Emulator, 'origin' | 'prefix' | 'compId' | 'compSecret'>,
  certificate: TestCertificate,
): Promise<TlsFront> {
  const sockets = new Set<Socket>()
  const secured = new Set<Socket>()
  let received = 0
  const { port: emulatorPort } = new URL(emulator.origin)
  const server = createServer(certificate, (secure) => {
    const plain = connect({ host: '127.0.0.1', port: Number(emulatorPort) })
    secured.add(secure)
    secure.once('close', () => secured.delete(secure))
    secure.on('data', (chunk: Buffer) => (received += chunk.length))
    secure.pipe(plain).pipe(secure)
    for (const socket of [secure, plain]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.once('close', () => {
        secure.destroy()
        plain.destroy()
      })
    }
  })
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  const { port } = server.address() as AddressInfo
  const { prefix, compId, compSecret } = emulator
  return {
    origin: `https://localhost:${port}`,
    server: `localhost:${port}`,
    prefix,
    compId,
    compSecret,
    received: () => received,
    open: () => secured.size,
    setCertificate: (next) => server.setSecureContext(next),
    dropConnections,
    async close() {
      dropConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
