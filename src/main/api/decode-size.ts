export interface DecodedSize {
  /** bytes; null when unreadable */
  readonly size: number | null
  readonly sizeIsExact: boolean
}

const unreadable: DecodedSize = { size: null, sizeIsExact: false }

/** Units count in 1024s, as the vendor's own consoles do. */
const powers: Readonly<Record<string, number>> = { '': 0, k: 1, m: 2, g: 3, t: 4 }

const sizePattern = /^(\d[\d.,\s]*?)\s*(?:bytes?|([kmgt]?)(?:i?b)?)$/iu

/**
 * `fileSize` as bytes (`"1048576"`, `1048576`) or rounded with a unit (`"1.5 MB"`, `"512KB"`, `"1,024 KB"`, `"1.2G"`): facts
 * sheet, "Unspecified". A size with a unit is never exact: what was cut off cannot be known.
 */
export function decodeSize(raw: unknown): DecodedSize {
  if (typeof raw === 'number') return exactly(raw)
  if (typeof raw !== 'string' || raw.length > 64) return unreadable
  const match = sizePattern.exec(raw.trim())
  if (match === null) return unreadable
  const amount = parseAmount(match[1] ?? '')
  const power = powers[(match[2] ?? '').toLowerCase()] ?? 0
  if (power === 0) return exactly(amount)
  const size = Math.round(amount * 1024 ** power)
  return Number.isSafeInteger(size) ? { size, sizeIsExact: false } : unreadable
}

function exactly(bytes: number): DecodedSize {
  return Number.isSafeInteger(bytes) && bytes >= 0 ? { size: bytes, sizeIsExact: true } : unreadable
}

/** `1,024` and `1 024` group thousands; `1,5` is a decimal comma. NaN when neither. */
function parseAmount(text: string): number {
  const compact = text.replaceAll(/\s/gu, '')
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u.test(compact)) return Number(compact.replaceAll(',', ''))
  if (/^\d+,\d{1,2}$/u.test(compact)) return Number(compact.replace(',', '.'))
  return /^\d+(?:\.\d+)?$/u.test(compact) ? Number(compact) : Number.NaN
}
