/** Bytes `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * Reads a Range header (RFC 9110, 14.1.2) for a body of `size` bytes.
 * @returns null when the header is to be ignored: absent, malformed, or with several ranges
 */
export function parseRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header ?? '')
  const [, first = '', last = ''] = match ?? []
  if (!match || (first === '' && last === '')) return null
  if (first === '') {
    const suffix = Math.min(Number(last), size)
    return suffix === 0 ? 'unsatisfiable' : { start: size - suffix, end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return null
  return start >= size ? 'unsatisfiable' : { start, end }
}

/** True when an If-Range header lets the Range count (RFC 9110, 13.1.5); weak tags never match. */
export function ifRangeHolds(
  header: string | undefined,
  etag: string | null,
  lastModified: string | null,
): boolean {
  if (header === undefined) return true
  if (header.startsWith('"')) return header === etag
  return lastModified !== null && Date.parse(header) === Date.parse(lastModified)
}
