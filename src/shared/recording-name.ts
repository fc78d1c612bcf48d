/** What the vendor's naming convention says about a recording. */
export interface RecordingName {
  /** Start of the recording, epoch ms. */
  readonly startedAt: number
  /** As written: `Win32`, `Android`, `iOS`, … */
  readonly platform: string
  /** Room number, as written. */
  readonly room: string
}

/** What follows start date and time; `keep both` may have added ` (1)`. */
const platformAndRoom = /^([a-z][a-z\d .-]{0,31})_(\d{1,20})(?: ?\(\d{1,4}\))?\.mp4$/iu
const startLength = '2021-09-24_13-47-41_'.length

/** China Standard Time, as the server's own times are; ms. */
const chinaOffset = 8 * 3_600_000

/**
 * The parts of a name like `2021-09-24_13-47-41_Win32_73542046.mp4`: start date, start time, platform, room number (facts
 * sheet, "Naming convention of recordings"); null for any other name. Nothing may rely on it. Whole folders go through
 * here, so the digits, which nearly every name has, are read by hand.
 */
export function parseRecordingName(name: string): RecordingName | null {
  const startedAt = startOf(name)
  if (startedAt === null) return null
  const match = platformAndRoom.exec(name.slice(startLength))
  const platform = match?.[1]
  const room = match?.[2]
  return platform === undefined || room === undefined ? null : { startedAt, platform, room }
}

function startOf(name: string): number | null {
  const hasMarks =
    name[4] === '-' &&
    name[7] === '-' &&
    name[10] === '_' &&
    name[13] === '-' &&
    name[16] === '-' &&
    name[19] === '_'
  if (!hasMarks) return null
  const year = twoDigits(name, 0) * 100 + twoDigits(name, 2)
  const month = twoDigits(name, 5)
  const day = twoDigits(name, 8)
  const [hour, minute, second] = [twoDigits(name, 11), twoDigits(name, 14), twoDigits(name, 17)]
  const isTime = hour <= 23 && minute <= 59 && second <= 59
  // NaN, of what are no digits, passes none of these.
  if (!isTime || !(year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)))
    return null
  return Date.UTC(year, month - 1, day, hour, minute, second) - chinaOffset
}

function twoDigits(text: string, index: number): number {
  const tens = text.charCodeAt(index) - 48
  const ones = text.charCodeAt(index + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
