import { getCACertificates } from 'node:tls'

/** PEM certificates of whom the system trusts, and Node. Blocks, on macOS for seconds: see `read-certificates.ts`. */
export function trustedCertificates(): string[] {
  return [...new Set([...getCACertificates('default'), ...getCACertificates('system')])]
}
