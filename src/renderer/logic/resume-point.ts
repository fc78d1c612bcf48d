/** A start that was only looked at is not worth coming back to. Seconds */
const leastSeconds = 5
/** Whoever has seen all but this has seen it all. Seconds */
const endSeconds = 10

/** Where to go on with a recording the next time, in seconds; 0 for its start. */
export function resumePoint(time: number, duration: number): number {
  if (!Number.isFinite(time) || time < leastSeconds) return 0
  if (Number.isFinite(duration) && time > duration - endSeconds) return 0
  return Math.round(time * 10) / 10
}
