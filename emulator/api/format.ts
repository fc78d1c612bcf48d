const CST_OFFSET_MS = 8 * 3_600_000

/** `yyyy-MM-dd` in China Standard Time (UTC+8, no daylight saving). */
export function cstDate(epochMs: number): string {
  return new Date(epochMs + CST_OFFSET_MS).toISOString().slice(0, 10)
}

/** `HH:mm:ss` in China Standard Time. */
export function cstTime(epochMs: number): string {
  return new Date(epochMs + CST_OFFSET_MS).toISOString().slice(11, 19)
}

/** `yyyy-MM-dd HH:mm:ss` in China Standard Time. */
export function cstDateTime(epochMs: number): string {
  return `${cstDate(epochMs)} ${cstTime(epochMs)}`
}

/** A logical time as clients echo it: `yyyy-MM-dd HH:mm:ss.SSS` in China Standard Time. */
export function searchTimeText(epochMs: number): string {
  return new Date(epochMs + CST_OFFSET_MS).toISOString().replace('T', ' ').replace('Z', '')
}

/** Reads back {@link searchTimeText}; null for anything else. */
export function parseSearchTime(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/.test(text)) return null
  const epochMs = Date.parse(`${text.replace(' ', 'T')}Z`) - CST_OFFSET_MS
  return Number.isNaN(epochMs) ? null : epochMs
}

/** `1.5 MB` with `gap` between number and unit; units of 1024, one decimal where it says something. */
export function sizeWithUnit(bytes: number, gap: '' | ' '): string {
  const units = ['B', 'KB', 'MB', 'GB'] as const
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${Number(value.toFixed(1))}${gap}${units[unit] ?? ''}`
}
