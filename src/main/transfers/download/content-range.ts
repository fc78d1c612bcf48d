/** A `Content-Range` header. Unlike in the header, `end` is not included. */
export type ContentRange =
  | { readonly kind: 'part'; readonly start: number; readonly end: number; readonly total: number }
  /** What a 416 has: nothing of what was asked for is there. */
  | { readonly kind: 'unsatisfied'; readonly total: number }

/** What a request asks for; `end` is not included, null means "to the end". */
export interface AskedRange {
  readonly start: number
  readonly end: number | null
}

/**
 * Reads a `Content-Range` (RFC 9110, section 14.4).
 *
 * @returns null when it is absent, malformed, in another unit, contradicts itself, or does not tell the total
 */
export function parseContentRange(header: string | undefined): ContentRange | null {
  const match = /^bytes (?:(\d{1,16})-(\d{1,16})|\*)\/(\d{1,16})$/iu.exec(header?.trim() ?? '')
  if (!match) return null
  const total = Number(match[3])
  if (!Number.isSafeInteger(total)) return null
  if (match[1] === undefined) return { kind: 'unsatisfied', total }
  const start = Number(match[1])
  const end = Number(match[2]) + 1
  return start < end && end <= total ? { kind: 'part', start, end, total } : null
}

/** The `Range` header for it (RFC 9110, section 14.2). */
export function rangeHeader({ start, end }: AskedRange): string {
  return `bytes=${start}-${end === null ? '' : end - 1}`
}

/**
 * True when an answer has exactly what was asked for. A range beyond the end of the file is cut there (section 14.1.2);
 * anything else that differs would put bytes in the wrong place.
 */
export function answersRange(answer: ContentRange | null, asked: AskedRange): boolean {
  if (answer?.kind !== 'part' || answer.start !== asked.start) return false
  return answer.end === Math.min(asked.end ?? answer.total, answer.total)
}
