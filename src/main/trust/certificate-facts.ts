import type { X509Certificate } from 'node:crypto'
import type { CertificateFacts } from '#shared/models/trust.ts'
import { fingerprintOf } from '../network/pin.ts'

/** A name is for reading, not for filling the window with. */
const maxNameLength = 200

/** All of it is the server's own word, but for the fingerprint. */
export function factsOfCertificate(certificate: X509Certificate): CertificateFacts {
  return {
    fingerprint: fingerprintOf(certificate),
    subject: nameIn(certificate.subject),
    issuer: nameIn(certificate.issuer),
    validFrom: timeOf(certificate.validFrom),
    validUntil: timeOf(certificate.validTo),
  }
}

/** Node's form has one attribute a line, `CN=name`; what people know somebody by is its common name and its organization. */
function nameIn(text: string): string {
  const lines = text.split('\n')
  const valuesOf = (key: string): string[] =>
    lines.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1))
  return [...valuesOf('CN'), ...valuesOf('O')].join(', ').slice(0, maxNameLength)
}

function timeOf(text: string): number | null {
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : time
}
