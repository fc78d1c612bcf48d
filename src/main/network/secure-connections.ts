import type { X509Certificate } from 'node:crypto'
import type { Socket } from 'node:net'
import type { SecureContext, TLSSocket } from 'node:tls'
import { AppError } from '#shared/errors.ts'
import { serverOf } from '#shared/server-name.ts'
import { handshake, type Handshake } from './handshake.ts'
import { OpenSockets } from './open-sockets.ts'
import { acceptOnly, fingerprintOf, isSameFingerprint, type Pin, type Verification } from './pin.ts'
import { targetOf } from './target.ts'
import { within } from './within.ts'

/** A connection whose other end has been verified. */
export interface Secured {
  readonly socket: TLSSocket
  readonly presented: X509Certificate | null
  /** By its certificate, which the person trusts for this server, and not by the system. */
  readonly isPinned: boolean
}

/** What a server shows to whoever asks; nothing has been sent to it. */
export interface Presented {
  readonly certificate: X509Certificate
  /** Why the system does not trust it; null: it does. */
  readonly refusal: unknown
  /** Why it would be refused although it were pinned; null: it would be accepted. */
  readonly flaw: unknown
}

export interface SecureConnectionsOptions {
  readonly systemTrust: () => Promise<SecureContext>
  /** Of `host:port`. */
  readonly pinOf: (server: string) => Pin | null
  /** An open connection on the way of the URL. */
  readonly open: (url: URL) => Promise<Socket>
  /** For each handshake. ms */
  readonly handshakeMs: number
}

const neverAborted = new AbortController().signal

/**
 * TLS to servers: verified by whom the system trusts, or by the one certificate that a person trusts for that server. Whoever
 * gets a connection gets it after all of that, so that no byte of a request can be on its way before.
 */
export class SecureConnections {
  readonly #options: SecureConnectionsOptions
  /** Connections that were accepted for their pin alone. */
  readonly #pinned = new OpenSockets()

  constructor(options: SecureConnectionsOptions) {
    this.#options = options
  }

  /** @throws AppError `network.certificateChanged`; what opening a connection throws, and Node's own errors of TLS */
  async open(url: URL, signal: AbortSignal = neverAborted): Promise<Secured> {
    const server = serverOf(url)
    const pin = this.#options.pinOf(server)
    if (pin === null) return bySystem(await this.#shakeHands(url, await this.#systemTrust(), signal))
    // First, since it is what such a server mostly presents, and because one that is pinned gains nothing by the system's trust.
    const pinned = await this.#shakeHands(url, acceptOnly(pin), signal)
    if (pinned.socket !== null) return this.#keep(server, pin, pinned)
    if (pinned.presented === null) throw pinned.error
    // Another certificate, which the system may well trust, or the same one, expired or installed in the system meanwhile.
    const other = await this.#shakeHands(url, await this.#systemTrust(), signal)
    if (other.socket !== null || other.presented === null) return bySystem(other)
    const presented = fingerprintOf(other.presented)
    if (isSameFingerprint(presented, pin.fingerprint)) throw pinned.error
    throw new AppError('network.certificateChanged', {
      params: { server, trusted: pin.fingerprint, presented },
      cause: other.error,
    })
  }

  /** @throws what opening a connection throws, and Node's own errors where the server speaks no TLS */
  async inspect(url: URL): Promise<Presented> {
    const asked = await this.#shakeHands(url, await this.#systemTrust(), neverAborted)
    asked.socket?.destroy()
    const { presented: certificate } = asked
    if (certificate === null) throw asked.socket === null ? asked.error : new AppError('network.tls')
    if (asked.socket !== null) return { certificate, refusal: null, flaw: null }
    const pin = { fingerprint: fingerprintOf(certificate), certificate: certificate.toString() }
    const tried = await this.#shakeHands(url, acceptOnly(pin), neverAborted)
    tried.socket?.destroy()
    return { certificate, refusal: asked.error, flaw: tried.socket === null ? tried.error : null }
  }

  /** Closes what was accepted for the server's pin, whether it is in use or kept for later. */
  closePinned(server: string): void {
    this.#pinned.closeOf(server)
  }

  async #systemTrust(): Promise<Verification> {
    return { secureContext: await this.#options.systemTrust() }
  }

  async #shakeHands(url: URL, verification: Verification, signal: AbortSignal): Promise<Handshake> {
    const connection = await this.#options.open(url)
    return await within(this.#options.handshakeMs, (timeUp) =>
      handshake(connection, targetOf(url), verification, AbortSignal.any([signal, timeUp])),
    )
  }

  #keep(
    server: string,
    pin: Pin,
    { socket, presented }: Handshake & { readonly socket: TLSSocket },
  ): Secured {
    // Trust may have ended while hands were shaken.
    if (this.#options.pinOf(server)?.fingerprint !== pin.fingerprint) {
      socket.destroy()
      throw new AppError('network.tls', { params: { reason: 'untrusted' } })
    }
    this.#pinned.keep(server, socket)
    return { socket, presented, isPinned: true }
  }
}

function bySystem(result: Handshake): Secured {
  if (result.socket === null) throw result.error
  return { socket: result.socket, presented: result.presented, isPinned: false }
}
