import path from 'node:path/posix'
import { localFileName } from '../transfers/safe-name.ts'

/** Seconds as `01.05`, or `1.01.05` from an hour on: a colon is no character of a file's name. */
function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${hours > 0 ? `${hours}.` : ''}${two(minutes)}.${two(rest)}`
}

/**
 * `demo.mp4` → `demo (trim 00.12-01.40).mp4`, safe in this folder. The name is a server's: `a:b.mp4` has no drive in it.
 *
 * @param start seconds
 * @param end seconds
 */
export function trimName(name: string, folder: string, start: number, end: number): string {
  const { name: stem, ext } = path.parse(name)
  const suffix = ` (trim ${clock(start)}-${clock(end)})${ext}`
  const whole = localFileName(stem + suffix, folder)
  if (whole.endsWith(suffix)) return whole
  // What tells it from the whole recording is kept, rather than the end of a long name.
  const room = Array.from(path.parse(whole).name).slice(0, -suffix.length)
  return localFileName(room.join('') + suffix, folder)
}
