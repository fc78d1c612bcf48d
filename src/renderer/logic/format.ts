import type { Language } from '#shared/models/settings.ts'
import { directionOf, hasRightToLeft, shownName } from '#shared/shown-name.ts'

/** Text that means "not known". */
export const unknownMark = '—'

export interface Formatters {
  /** 1536 → `1.5 KB`; the unit base is the one the user's file manager counts with. */
  readonly bytes: (bytes: number) => string
  /** `≈ 1.5 MB` when the server rounded, `—` when unknown. */
  readonly size: (bytes: number | null, isExact: boolean) => string
  /** `12.3 / 50 MB`: one unit for both numbers. */
  readonly bytesOf: (done: number, total: number) => string
  /** `4.2 MB/s` */
  readonly speed: (bytesPerSecond: number) => string
  /** Short date and time in the user's own time zone. */
  readonly time: (epochMs: number | null) => string
  readonly count: (value: number) => string
}

const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB']
const decimals = [0, 0, 1, 2, 2, 2]

/** Finder counts in 1000s, Explorer and Linux desktops in 1024s. */
export function byteBaseOf(platform: string): number {
  return platform === 'darwin' ? 1000 : 1024
}

/** Formatters of a language and platform. */
export function createFormatters(language: Language, platform: string): Formatters {
  const base = byteBaseOf(platform)
  // Made when they are first used: each takes a while.
  const numbers = new Map<number, Intl.NumberFormat>()
  const withDigits = (digits: number): Intl.NumberFormat => {
    const known = numbers.get(digits)
    if (known !== undefined) return known
    const made = new Intl.NumberFormat(language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    numbers.set(digits, made)
    return made
  }
  const plain = new Intl.NumberFormat(language)
  const times = new Intl.DateTimeFormat(
    language,
    language === 'zh-CN'
      ? { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }
      : { dateStyle: 'medium', timeStyle: 'short' },
  )

  /** The unit in which the number, as it will be printed, stays below the base. */
  const unitOf = (bytes: number): number => {
    let unit = 0
    while (unit < units.length - 1 && Number((bytes / base ** unit).toFixed(decimals[unit])) >= base) unit++
    return unit
  }
  const amount = (bytes: number, unit: number): string =>
    withDigits(decimals[unit] ?? 0).format(bytes / base ** unit)
  const bytes = (value: number): string => {
    const unit = unitOf(value)
    return `${amount(value, unit)} ${units[unit] ?? ''}`
  }

  return {
    bytes,
    size: (value, isExact) => (value === null ? unknownMark : isExact ? bytes(value) : `≈ ${bytes(value)}`),
    bytesOf: (done, total) => {
      const unit = unitOf(total)
      return `${amount(done, unit)} / ${amount(total, unit)} ${units[unit] ?? ''}`
    },
    speed: (value) => `${bytes(Math.round(value))}/s`,
    time: (epochMs) => (epochMs === null ? unknownMark : times.format(epochMs)),
    count: (value) => plain.format(value),
  }
}

export type Duration = { readonly unit: 'seconds' | 'minutes' | 'hours'; readonly value: number }

/** Seconds → the one unit that people would say; seconds in steps of 5 from 10 on, so that they do not flicker. */
export function roughDuration(seconds: number): Duration {
  if (seconds < 10) return { unit: 'seconds', value: Math.max(1, Math.ceil(seconds)) }
  if (seconds < 55) return { unit: 'seconds', value: Math.ceil(seconds / 5) * 5 }
  if (seconds < 3570) return { unit: 'minutes', value: Math.max(1, Math.round(seconds / 60)) }
  return { unit: 'hours', value: Math.max(1, Math.round(seconds / 3600)) }
}

/** Seconds until a transfer is done at its present speed; null when that says nothing. */
export function secondsLeft(done: number, total: number | null, bytesPerSecond: number): number | null {
  if (total === null || bytesPerSecond <= 0 || total <= done) return null
  const seconds = (total - done) / bytesPerSecond
  return seconds > 99 * 3600 ? null : seconds
}

/** A name for the middle of a sentence: beginning and end of a long one. */
export function shortName(name: string): string {
  const shown = shownName(name)
  const characters = Array.from(shown)
  if (characters.length <= 48) return shown
  return `${characters.slice(0, 30).join('')}…${characters.slice(-17).join('')}`
}

/** A name as it is shown in a line of its own. */
export interface SplitName {
  readonly head: string
  readonly tail: string
  /** What the head is read by; undefined: by the direction of the page. */
  readonly dir: 'rtl' | undefined
}

/** A long name in two parts, so that the end (which tells recordings apart) survives truncation. */
export function splitName(name: string): SplitName {
  const shown = shownName(name)
  const characters = Array.from(shown)
  // Side by side, halves of what is read from right to left would be in the wrong order.
  if (characters.length <= 32 || hasRightToLeft(shown))
    return { head: shown, tail: '', dir: directionOf(shown) }
  return { head: characters.slice(0, -14).join(''), tail: characters.slice(-14).join(''), dir: undefined }
}
