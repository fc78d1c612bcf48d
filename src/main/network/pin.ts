import { createHash, timingSafeEqual } from 'node:crypto'
import { createSecureContext, type PeerCertificate, type SecureContext } from 'node:tls'
import type { X509Certificate } from 'node:crypto'

/** The one certificate that is accepted from a server whatever the system thinks of it. */
export interface Pin {
  /** SHA-256 of the certificate, as `AB:CD:…`. */
  readonly fingerprint: string
  /** PEM */
  readonly certificate: string
}

/** What a handshake needs to know of whom to accept. */
export interface Verification {
  readonly secureContext: SecureContext
  readonly checkServerIdentity?: (host: string, certificate: PeerCertificate) => Error | undefined
}

/** SHA-256, as `AB:CD:…`, the form that OpenSSL, Node and browsers show. */
export function fingerprintOf(certificate: Pick<X509Certificate, 'raw'>): string {
  const digest = createHash('sha256').update(certificate.raw).digest('hex').toUpperCase()
  return digest.replaceAll(/..(?=.)/gu, '$&:')
}

export function isSameFingerprint(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one.toUpperCase()), Buffer.from(other.toUpperCase())]
  return left.length === right.length && timingSafeEqual(left, right)
}

/**
 * Accepts the pinned certificate and no other. It is the only authority of its context, so that nothing that the system
 * trusts is weighed here; as it may have issued certificates itself, what is presented has to be that very one. A partial chain
 * lets a certificate be its own authority whose issuer is not known (OpenSSL, `X509_V_FLAG_PARTIAL_CHAIN`).
 *
 * The name in the certificate does not count: the person has confirmed that this certificate is the one of this server. All
 * else does, its time above all: one that has expired was to be replaced, nobody need be guarding its key any longer, and a
 * clock that is wrong is worth noticing. OpenSSL refuses it here as everywhere.
 */
export function acceptOnly(pin: Pin): Verification {
  return {
    secureContext: createSecureContext({ ca: [pin.certificate], allowPartialTrustChain: true }),
    checkServerIdentity: (_host, certificate) =>
      isSameFingerprint(fingerprintOf(certificate), pin.fingerprint)
        ? undefined
        : Object.assign(new Error('Not the certificate that is trusted'), { code: 'CERT_REJECTED' }),
  }
}
