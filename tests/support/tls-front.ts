import { connect, type AddressInfo, type Socket } from 'node:net'
import { createServer } from 'node:tls'
import { onTestFinished } from 'vitest'
import type { Emulator } from '#emulator/server.ts'
import type { EmulatorAddress } from './client-of.ts'
import type { TestCertificate } from './self-signed-certificate.ts'

export interface TlsFront extends EmulatorAddress {
  /** Bytes that came in after the handshakes. */
  readonly received: () => number
}

/** The emulator over TLS, under `https://localhost:port`; start it with the dialect `relative-url`. Gone with the test. */
export async function tlsFront(emulator: Emulator, certificate: TestCertificate): Promise<TlsFront> {
  const sockets = new Set<Socket>()
  let received = 0
  const { port: emulatorPort } = new URL(emulator.origin)
  const server = createServer(certificate, (secure) => {
    const plain = connect({ host: '127.0.0.1', port: Number(emulatorPort) })
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
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  const { prefix, compId, compSecret } = emulator
  return { origin: `https://localhost:${port}`, prefix, compId, compSecret, received: () => received }
}
