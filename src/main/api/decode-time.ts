const minute = 60_000
/** China Standard Time, without daylight saving since 1991. */
const chinaOffset = 8 * 60 * minute

const calendarPattern =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/iu

/**
 * `ctime` → epoch ms, or null when unreadable. `yyyy-MM-dd HH:mm:ss` is China Standard Time; epoch ms (or seconds, when
 * ten digits) as number or text, and ISO 8601 with an offset are accepted too (facts sheet, "Unspecified").
 */
export function decodeTime(raw: unknown): number | null {
  if (typeof raw === 'number') return fromEpoch(raw)
  if (typeof raw !== 'string' || raw.length > 64) return null
  const text = raw.trim()
  if (/^\d{9,14}$/u.test(text)) return fromEpoch(Number(text))
  return fromCalendar(text)
}

function fromEpoch(value: number): number | null {
  if (!Number.isFinite(value) || value <= 0) return null
  const time = value < 1e11 ? value * 1000 : value
  return time < 1e14 ? Math.round(time) : null
}

function fromCalendar(text: string): number | null {
  const match = calendarPattern.exec(text)
  if (match === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minutes = 0, seconds = 0] = match
    .slice(1, 7)
    // An absent group is undefined, whatever the type says.
    .map((part: string | undefined) => Number(part ?? 0))
  const local = Date.UTC(year, month - 1, day, hour, minutes, seconds)
  const back = new Date(local)
  // Date.UTC rolls 31 February over into March; such a text is no time at all.
  const isReal = back.getUTCMonth() === month - 1 && back.getUTCDate() === day && back.getUTCHours() === hour
  if (!isReal || minutes > 59 || seconds > 59) return null
  const milliseconds = Math.floor(Number(`0.${match[7] ?? 0}`) * 1000)
  return local + milliseconds - offsetOf(match[8])
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined) return chinaOffset
  if (zone.toUpperCase() === 'Z') return 0
  const digits = zone.replaceAll(/\D/gu, '')
  const offset = (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * minute
  return zone.startsWith('-') ? -offset : offset
}
