import { createPrivateKey, generateKeyPairSync, sign, X509Certificate, type KeyObject } from 'node:crypto'
import type { Pin } from '#main/network/pin.ts'

export interface TestCertificate {
  /** PEM */
  readonly key: string
  readonly cert: string
}

/**
 * A certificate made on the spot, so that no private key is kept in the repository and no OpenSSL program is needed:
 * X.509 v3 (RFC 5280) with an ECDSA key, its own issuer, for one DNS name.
 */
export function selfSignedCertificate(dnsName: string, validUntil: Date): TestCertificate {
  return createCertificate(dnsName, validUntil, null)
}

/** The same, by another issuer: `issuer` is a certificate of {@link selfSignedCertificate}, `issuerName` its DNS name. */
export function certificateBy(
  issuer: TestCertificate,
  issuerName: string,
  dnsName: string,
  validUntil: Date,
): TestCertificate {
  return createCertificate(dnsName, validUntil, { name: issuerName, key: createPrivateKey(issuer.key) })
}

/** What trusts this certificate. */
export function pinTo({ cert }: TestCertificate): Pin {
  return { fingerprint: new X509Certificate(cert).fingerprint256, certificate: cert }
}

function createCertificate(
  dnsName: string,
  validUntil: Date,
  issuer: { readonly name: string; readonly key: KeyObject } | null,
): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signature = sequence(ecdsaWithSha256)
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.of(2))),
    tagged(0x02, Buffer.of(1)),
    signature,
    nameOf(issuer?.name ?? dnsName),
    sequence(time(new Date(validUntil.getTime() - 10 * 365 * 86_400_000)), time(validUntil)),
    nameOf(dnsName),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(
      0xa3,
      sequence(
        ...(issuer === null
          ? [sequence(basicConstraints, octets(sequence(tagged(0x01, Buffer.of(0xff)))))]
          : []),
        sequence(subjectAltName, octets(sequence(tagged(0x82, Buffer.from(dnsName))))),
      ),
    ),
  )
  const signed = sign('sha256', body, issuer?.key ?? privateKey)
  const der = sequence(body, signature, tagged(0x03, Buffer.of(0), signed))
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replaceAll(/.{64}/gu, '$&\n')}\n-----END CERTIFICATE-----\n`,
  }
}

const nameOf = (commonNameText: string): Buffer =>
  sequence(tagged(0x31, sequence(commonName, tagged(0x0c, Buffer.from(commonNameText)))))

/** DER: tag, length, contents. */
function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const size = content.length
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

const sequence = (...contents: readonly Buffer[]): Buffer => tagged(0x30, ...contents)
const octets = (content: Buffer): Buffer => tagged(0x04, content)
const objectId = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'))
const time = (at: Date): Buffer => tagged(0x18, Buffer.from(at.toISOString().replaceAll(/[-:T]|\.\d+/gu, '')))

/** 1.2.840.10045.4.3.2 */
const ecdsaWithSha256 = objectId('2a8648ce3d040302')
/** 2.5.4.3 */
const commonName = objectId('550403')
/** 2.5.29.19 */
const basicConstraints = objectId('551d13')
/** 2.5.29.17 */
const subjectAltName = objectId('551d11')
