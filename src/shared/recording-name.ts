/** What the vendor's naming convention says about a recording. */
export interface RecordingName {
  /** Start of the recording, epoch ms. */
  readonly startedAt: number
  /** As written: `Win32`, `Android`, `iOS`, … */
  readonly platform: string
  /** Room number, as written. */
  readonly room: string
}

/**
 * `2021-09-24_13-47-41_Win32_73542046.mp4`: start date, start time, platform, room number (facts sheet, "Naming
 * convention of recordings"); `keep both` may have added ` (1)`.
 */
const convention =
  /^(\d{4})-(\d{2})-(\d{2})_(\d{2})-(\d{2})-(\d{2})_([a-z][a-z\d .-]{0,31})_(\d{1,20})(?: ?\(\d{1,4}\))?\.mp4$/iu

/** China Standard Time, as the server's own times are; ms. */
const chinaOffset = 8 * 3_600_000

/** The parts of a name that follows the convention; null for any other name. Nothing may rely on it. */
export function parseRecordingName(name: string): RecordingName | null {
  // Most other names are told apart here, without the cost of the pattern: whole folders are parsed.
  if (name.charCodeAt(4) !== 0x2d || name.charCodeAt(10) !== 0x5f) return null
  const match = convention.exec(name)
  const platform = match?.[7]
  const room = match?.[8]
  if (!match || platform === undefined || room === undefined) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number)
  const wallClock = Date.UTC(year, month - 1, day, hour, minute, second)
  // Date.UTC rolls 31 February over into March; such a name only looks like the convention.
  const back = new Date(wallClock)
  const isReal = back.getUTCMonth() === month - 1 && back.getUTCDate() === day && back.getUTCHours() === hour
  if (!isReal || minute > 59 || second > 59 || year < 1970) return null
  return { startedAt: wallClock - chinaOffset, platform, room }
}
