import { cstDate, cstTime } from '../api/format.ts'

const PLATFORMS = ['Win32', 'Android', 'iOS', 'Mac', 'Web', 'Linux']

/** A name as the vendor's SDK examples make it: start date, start time, platform, room number. */
export function recordingName(startMs: number, platform: number, room: number): string {
  const time = cstTime(startMs).replaceAll(':', '-')
  return `${cstDate(startMs)}_${time}_${PLATFORMS[platform % PLATFORMS.length] ?? ''}_${room}.mp4`
}
