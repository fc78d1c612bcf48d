import { numberedName } from './safe-name.ts'

/** Longest name that is sent, in UTF-16 units: what file systems take. */
export const maxNameUnits = 255

/** `a.mp4` → `a (2).mp4`, with the stem cut where the whole would be too long. 0 is the name itself. */
export function numberedUploadName(name: string, number: number): string {
  const numbered = numberedName(name, number)
  if (numbered.length <= maxNameUnits) return numbered
  // By code point, so that no character is cut in half.
  const points = Array.from(name.replace(/\.[^.]*$/u, ''))
  const ending = numberedName(`x${name.slice(name.lastIndexOf('.'))}`, number).slice(1)
  while (points.length > 1 && points.join('').length + ending.length > maxNameUnits) points.pop()
  return points.join('') + ending
}
