import { X509Certificate } from 'node:crypto'
import { AppError } from '#shared/errors.ts'
import type { CertificateLook, CertificateVerdict, TrustedServer } from '#shared/models/trust.ts'
import { serverOf } from '#shared/server-name.ts'
import { describeNetworkError } from '../api/network-errors.ts'
import type { Network } from '../network/network.ts'
import { fingerprintOf, isSameFingerprint, type Pin } from '../network/pin.ts'
import type { Presented } from '../network/secure-connections.ts'
import type { JsonFile } from '../storage/json-file.ts'
import { factsOfCertificate } from './certificate-facts.ts'
import { maxServers, type TrustFile } from './trust-file.ts'

export interface TrustedServersOptions {
  readonly file: JsonFile<TrustFile>
  readonly network: () => Pick<Network, 'inspect' | 'closePinned'>
  readonly onChange: (servers: readonly TrustedServer[]) => void
  /** Nothing may go on with this server. `origin`: `https://host:port` as URLs have it. */
  readonly onStop: (origin: string, reason: AppError) => Promise<void>
  readonly now?: () => number
}

/**
 * What a person has confirmed about single servers: plain http, and a certificate that nobody vouches for. Nothing here ever
 * holds for another server, another port or another certificate.
 */
export class TrustedServers {
  readonly #options: TrustedServersOptions
  readonly #now: () => number

  constructor(options: TrustedServersOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /** The last confirmed first. */
  get list(): readonly TrustedServer[] {
    const { http, certificates } = this.#file
    return [
      ...http.map((entry): TrustedServer => ({ kind: 'http', ...entry })),
      ...certificates.map(({ certificate, ...entry }): TrustedServer => {
        return {
          kind: 'certificate',
          ...entry,
          certificate: factsOfCertificate(new X509Certificate(certificate)),
        }
      }),
    ].toSorted((one, other) => other.since - one.since)
  }

  pinOf(server: string): Pin | null {
    const entry = this.#file.certificates.find((item) => item.server === server)
    if (!entry) return null
    const { certificate } = entry
    return { fingerprint: fingerprintOf(new X509Certificate(certificate)), certificate }
  }

  allowsHttp(origin: string): boolean {
    const server = serverOf(new URL(origin))
    return this.#file.http.some((entry) => entry.server === server)
  }

  /** @throws AppError `storage.notWritable` */
  async confirmHttp(origin: string): Promise<readonly TrustedServer[]> {
    const server = serverOf(new URL(origin))
    if (this.allowsHttp(origin)) return this.list
    const http = [...this.#file.http, { server, since: this.#now() }]
    return await this.#write({ ...this.#file, http: http.slice(-maxServers) })
  }

  /** Asks the server for its certificate, and sends it nothing. @throws AppError `network.*` */
  async look(origin: string): Promise<CertificateLook> {
    const server = serverOf(new URL(origin))
    const presented = await this.#inspect(origin)
    return {
      server,
      certificate: factsOfCertificate(presented.certificate),
      verdict: verdictOn(presented),
      trusted: this.pinOf(server)?.fingerprint ?? null,
    }
  }

  /**
   * Trusts the certificate that the person was shown, if it still is what the server presents.
   *
   * @throws AppError `trust.otherCertificate` if it is not; `trust.notAcceptable` for one that would be refused all the
   *   same; `network.*`, `storage.notWritable`
   */
  async trustCertificate(origin: string, fingerprint: string): Promise<readonly TrustedServer[]> {
    const server = serverOf(new URL(origin))
    const presented = await this.#inspect(origin)
    if (!isSameFingerprint(fingerprintOf(presented.certificate), fingerprint))
      throw new AppError('trust.otherCertificate')
    const verdict = verdictOn(presented)
    if (verdict === 'trusted') return this.list
    if (verdict !== 'private') throw new AppError('trust.notAcceptable', { params: { reason: verdict } })
    const others = this.#file.certificates.filter((entry) => entry.server !== server)
    const entry = { server, since: this.#now(), certificate: presented.certificate.toString() }
    const list = await this.#write({ ...this.#file, certificates: [...others, entry].slice(-maxServers) })
    this.#options.network().closePinned(server)
    return list
  }

  /** Trusts no more, and ends what relied on it; what is not trusted is fine. @throws AppError `storage.notWritable` */
  async stop({ kind, server }: Pick<TrustedServer, 'kind' | 'server'>): Promise<readonly TrustedServer[]> {
    const isOther = (entry: { readonly server: string }): boolean => entry.server !== server
    const { http, certificates } = this.#file
    const { origin } = new URL(`${kind === 'http' ? 'http' : 'https'}://${server}`)
    const reason =
      kind === 'http'
        ? new AppError('account.insecureServer', { params: { origin } })
        : new AppError('network.tls', { params: { reason: 'untrusted' } })
    const writing = this.#write(
      kind === 'http'
        ? { http: http.filter(isOther), certificates }
        : { http, certificates: certificates.filter(isOther) },
    )
    // In force from here on: what cannot be written holds for this run all the same.
    if (kind === 'certificate') this.#options.network().closePinned(server)
    const [written] = await Promise.allSettled([writing, this.#options.onStop(origin, reason)])
    if (written.status === 'rejected') throw written.reason
    return written.value
  }

  get #file(): TrustFile {
    return this.#options.file.value
  }

  async #inspect(origin: string): Promise<Presented> {
    try {
      return await this.#options.network().inspect(new URL(origin))
    } catch (error) {
      throw describeNetworkError(error)
    }
  }

  async #write(next: TrustFile): Promise<readonly TrustedServer[]> {
    const written = this.#options.file.write(next)
    this.#options.onChange(this.list)
    await written
    return this.list
  }
}

function verdictOn({ refusal, flaw }: Presented): CertificateVerdict {
  if (refusal === null) return 'trusted'
  if (flaw === null) return 'private'
  return describeNetworkError(flaw).params['reason'] === 'expired' ? 'expired' : 'unusable'
}
