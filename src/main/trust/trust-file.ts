import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { serverName as server } from '#shared/ipc/schemas.ts'

/** Of each kind; the oldest go first. */
export const maxServers = 1000
/** PEM; certificates have a few KB. */
const maxCertificateLength = 64 * 1024

const since = z.number()

const certificate = z
  .string()
  .max(maxCertificateLength)
  .refine((text) => {
    try {
      return new X509Certificate(text).raw.length > 0
    } catch {
      return false
    }
  }, 'a certificate')

/**
 * `trusted-servers.json`. Certificates are kept whole: what is said of them is read off them, so that the file cannot say
 * one thing and mean another.
 */
export const trustFileSchema = z.strictObject({
  http: z.array(z.strictObject({ server, since })).max(maxServers),
  certificates: z.array(z.strictObject({ server, since, certificate })).max(maxServers),
})
export type TrustFile = z.output<typeof trustFileSchema>

export const trustsNobody: TrustFile = { http: [], certificates: [] }
