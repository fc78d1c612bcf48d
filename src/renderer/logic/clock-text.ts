/** Seconds to the tenth, as `4:05.3`. */
export function exactClockText(seconds: number): string {
  if (!Number.isFinite(seconds)) return clockText(seconds)
  const tenths = Math.max(0, Math.floor(seconds * 10 + 1e-6))
  return `${clockText(Math.floor(tenths / 10))}.${tenths % 10}`
}

/** Seconds as `4:05`, or `1:04:05` from an hour on; `–:––` while nobody knows. */
export function clockText(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–:––'
  const whole = Math.max(0, Math.floor(seconds))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
