/** FAT counts the time of writing in steps of this. ms */
const fatStepMs = 2000
/** All zones of the world are so far from each other, or a multiple of it, … ms */
const zoneStepMs = 15 * 60_000
/** … and no farther than this: from UTC-12 to UTC+14. ms */
const zoneSpanMs = 26 * 60 * 60_000

/**
 * Whether a file's time of writing is still the one that was noted. FAT, which memory sticks have, keeps the local time of the
 * computer: on Windows the same file has another time as soon as clocks are put forward or back, or in another time zone (Microsoft's
 * docs, "File Times").
 *
 * @param noted epoch ms, whole
 * @param now epoch ms, whole
 */
export function isSameTime(noted: number, now: number, platform = process.platform): boolean {
  if (noted === now || platform !== 'win32') return noted === now
  const between = Math.abs(now - noted)
  const isOnFat = noted % fatStepMs === 0 && now % fatStepMs === 0
  return isOnFat && between % zoneStepMs === 0 && between <= zoneSpanMs
}
