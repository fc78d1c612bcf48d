import type { IncomingHttpHeaders } from 'node:http'

/** What tells one content of a file from another. */
export interface Validators {
  readonly etag: string | null
  readonly lastModified: string | null
  /** What a later request may put into `If-Range`; null when nothing is strong enough to continue a file under. */
  readonly ifRange: string | null
}

/**
 * Reads the validators of an answer. `If-Range` takes a strong tag (RFC 9110, section 13.1.5), or a date that is
 * at least a second older than the answer (section 8.8.2.2). The RFC would not have the date beside a weak tag; Tomcat's
 * tags are weak by default, it honours the date, and {@link isSameContent} compares the tags of the answers as well.
 */
export function validatorsOf(headers: IncomingHttpHeaders): Validators {
  const etag = headers.etag ?? null
  const lastModified = headers['last-modified'] ?? null
  if (etag !== null && /^"[^"]*"$/u.test(etag)) return { etag, lastModified, ifRange: etag }
  const age = Date.parse(headers.date ?? '') - Date.parse(lastModified ?? '')
  return { etag, lastModified, ifRange: age >= 1000 ? lastModified : null }
}

/** False when two answers are visibly about different content. Equal strong tags settle it, whatever the dates. */
export function isSameContent(one: Validators, other: Validators): boolean {
  if (one.etag !== null || other.etag !== null) {
    if (one.etag !== other.etag) return false
    if (one.ifRange === one.etag) return true
  }
  return one.lastModified === other.lastModified
}

/**
 * The MD5 (hex) of the whole file as its tag gives it away: S3 and its like use the plain digest as a strong tag.
 * Nothing obliges a server to mean that by 32 hex digits, see `verify-file.ts`.
 */
export function md5OfTag(etag: string | null): string | null {
  return /^"([\da-f]{32})"$/iu.exec(etag ?? '')?.[1]?.toLowerCase() ?? null
}

/** `Content-MD5` (RFC 1864) as hex, or null when absent or malformed. */
export function contentMd5(headers: IncomingHttpHeaders): string | null {
  const header = headers['content-md5']
  if (typeof header !== 'string' || !/^[A-Za-z\d+/]{22}==$/u.test(header)) return null
  return Buffer.from(header, 'base64').toString('hex')
}

export const noValidators: Validators = { etag: null, lastModified: null, ifRange: null }
