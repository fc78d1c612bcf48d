/** Shares of the whole time that an element has taken already, `[from, to)` of 0 … 1. */
export function bufferedOf({ buffered, duration }: HTMLVideoElement): readonly (readonly [number, number])[] {
  if (!Number.isFinite(duration) || duration === 0) return []
  return Array.from(
    { length: buffered.length },
    (_, index) => [buffered.start(index) / duration, buffered.end(index) / duration] as const,
  )
}

/** The element would otherwise go to the nearest place that it can go to, which is the start. */
export function canSeek({ seekable }: HTMLVideoElement, seconds: number): boolean {
  return Array.from({ length: seekable.length }, (_, index) => index).some(
    (index) => seekable.start(index) <= seconds && seconds <= seekable.end(index),
  )
}
