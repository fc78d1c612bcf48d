import { X509Certificate } from 'node:crypto'
import { isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { AppError } from '#shared/errors.ts'
import type { Verification } from './pin.ts'
import type { Target } from './target.ts'

/** `presented` is null where it did not come to that: such an error is not about a certificate. */
export type Handshake =
  | { readonly socket: TLSSocket; readonly presented: X509Certificate | null }
  | { readonly socket: null; readonly presented: X509Certificate | null; readonly error: unknown }

/** Agrees on TLS over an open connection, which is closed if that fails. Sends nothing afterwards; never throws. */
export async function handshake(
  connection: Socket,
  { host }: Target,
  verification: Verification,
  signal: AbortSignal,
): Promise<Handshake> {
  const socket = connectTls({
    socket: connection,
    host,
    ...(isIP(host) ? {} : { servername: host }),
    ...verification,
  })
  let presented: X509Certificate | null = null
  // Comes before Node's own listener, which verifies and, when it refuses, drops the certificate with the connection.
  socket.prependListener('secure', () => (presented = presentedOn(socket)))
  const abort = (): unknown => socket.destroy(new AppError('network.timeout'))
  signal.addEventListener('abort', abort)
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('secureConnect', resolve)
      // Stays: whoever gets the socket may not be listening yet.
      socket.on('error', reject)
      socket.once('close', () => reject(new AppError('network.connectionLost')))
      if (signal.aborted) abort()
    })
    return { socket, presented }
  } catch (error) {
    socket.destroy()
    connection.destroy()
    return { socket: null, presented, error }
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** Not `getPeerX509Certificate`, which takes the certificate off the chain that Node has yet to verify (seen with Node 24). */
function presentedOn(socket: TLSSocket): X509Certificate | null {
  const certificate = socket.getPeerCertificate()
  // An empty object stands for none.
  return Object.hasOwn(certificate, 'raw') ? new X509Certificate(certificate.raw) : null
}
