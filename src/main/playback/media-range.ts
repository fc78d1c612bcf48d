/** Which bytes of a file are asked for: to the end of it when `end` is null. */
export interface MediaRange {
  readonly start: number
  /** One past the last byte. */
  readonly end: number | null
}

/**
 * Reads a `Range` header of one range (RFC 9110, 14.1.2). Others are passed over, which the RFC allows: several ranges
 * and other units.
 *
 * @param size bytes of the whole file
 * @returns null for the whole file; `unsatisfiable` for what begins behind its end
 */
export function parseMediaRange(header: string | null, size: number): MediaRange | 'unsatisfiable' | null {
  const match = /^bytes=(\d{0,16})-(\d{0,16})$/u.exec(header?.trim() ?? '')
  if (!match) return null
  const [first, last] = [match[1] ?? '', match[2] ?? '']
  if (first === '' && last === '') return null
  if (first === '') {
    const length = Number(last)
    return length === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - length), end: size }
  }
  const start = Number(first)
  if (last !== '' && Number(last) < start) return null
  if (start >= size) return 'unsatisfiable'
  return { start, end: last === '' ? size : Math.min(size, Number(last) + 1) }
}
