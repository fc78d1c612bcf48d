export type TlsReason = 'selfSigned' | 'untrusted' | 'expired' | 'hostname' | 'notTls' | 'handshake'

/** OpenSSL's verification results and Node's own codes (Node docs, "tls", "X509 certificate error codes"). */
const reasons: Readonly<Record<string, TlsReason>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'selfSigned',
  SELF_SIGNED_CERT_IN_CHAIN: 'selfSigned',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'untrusted',
  CERT_UNTRUSTED: 'untrusted',
  CERT_REJECTED: 'untrusted',
  CERT_REVOKED: 'untrusted',
  CERT_CHAIN_TOO_LONG: 'untrusted',
  CERT_SIGNATURE_FAILURE: 'untrusted',
  INVALID_CA: 'untrusted',
  INVALID_PURPOSE: 'untrusted',
  PATH_LENGTH_EXCEEDED: 'untrusted',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'hostname',
  HOSTNAME_MISMATCH: 'hostname',
  ERR_TLS_HANDSHAKE_TIMEOUT: 'handshake',
  ERR_TLS_PROTOCOL_VERSION_CONFLICT: 'handshake',
}

/** Plain HTTP (or anything else) where TLS was expected. */
const notTlsCodes = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
])

/** Why TLS failed, for the user's next step; null when `code` is no TLS error. */
export function tlsReason(code: string, message: string): TlsReason | null {
  if (Object.hasOwn(reasons, code)) return reasons[code] ?? null
  if (notTlsCodes.has(code) || (code === 'EPROTO' && message.includes('wrong version number')))
    return 'notTls'
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) return 'handshake'
  return null
}
