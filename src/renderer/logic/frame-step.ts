/** A frame of a video, in seconds of the video's own time. */
export interface ShownFrame {
  readonly start: number
  readonly duration: number
}

/** What shows frames: a paused video. */
export interface FrameScreen {
  /** The frame that is to be seen; null when there is none. */
  shown(): ShownFrame | null
  /** Goes to a time, and waits until its frame is to be seen. False: it cannot go there, or something else jumped. */
  show(seconds: number): Promise<boolean>
}

/** Times are rounded to microseconds on their way here: so far behind an edge, one is surely behind it. Seconds */
const margin = 0.001
/** Places that are looked at for one frame. */
const maxTries = 12

/**
 * Shows the next frame, or the one before. Goes by the frame that is shown and by no rate: in a recording of variable rate each
 * frame lasts as long as it does, and nothing but what is being watched has to be there.
 *
 * @param duration of the video, in seconds
 * @returns false when there is no other frame, or nothing came of it
 */
export async function stepFrame(screen: FrameScreen, by: 1 | -1, duration: number): Promise<boolean> {
  const from = screen.shown()
  if (from === null) return false
  let at = by === 1 ? from.start + from.duration + margin : from.start - margin
  // A frame may last longer than the file says, and then it is still the one that is shown.
  for (let tries = 0; tries < maxTries && at > 0 && at < duration; tries++, at += (by * from.duration) / 2) {
    if (!(await screen.show(at))) return false
    const now = screen.shown()
    if (now === null) return false
    if (by === 1 ? now.start > from.start : now.start < from.start) return true
  }
  // Not left where there is no picture of its own.
  await screen.show(by === 1 ? from.start + margin : Math.max(0, from.start))
  return false
}
