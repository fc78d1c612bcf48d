/** What a person needs to know of a certificate to decide about it. */
export interface CertificateFacts {
  /** SHA-256 as `AB:CD:…` */
  readonly fingerprint: string
  /** Names, the most telling first; may be empty. */
  readonly subject: string
  readonly issuer: string
  /** epoch ms */
  readonly validFrom: number | null
  /** epoch ms */
  readonly validUntil: number | null
}

/** What a person has confirmed about a server (`host:port`), beyond what the system vouches for. */
export type TrustedServer =
  /** Plain http, readable by anyone on the way. */
  | { readonly kind: 'http'; readonly server: string; /** epoch ms */ readonly since: number }
  /** This certificate and no other. */
  | {
      readonly kind: 'certificate'
      readonly server: string
      readonly since: number
      readonly certificate: CertificateFacts
    }

/**
 * What is to be said of a certificate:
 * - `trusted`: the system vouches for it, so there is nothing to confirm
 * - `private`: nobody does, or not for this name, and a person may
 * - `expired`, `unusable`: it would be refused even then
 */
export type CertificateVerdict = 'trusted' | 'private' | 'expired' | 'unusable'

/** What a server presents now. */
export interface CertificateLook {
  readonly server: string
  readonly certificate: CertificateFacts
  readonly verdict: CertificateVerdict
  /** Fingerprint of the one that is trusted so far. */
  readonly trusted: string | null
}
