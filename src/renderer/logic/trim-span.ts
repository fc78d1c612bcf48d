/** The last place at or before `seconds` that a copy can begin at; the first one when there is none before. */
export function snapStart(keyTimes: readonly number[], seconds: number): number {
  let [low, high] = [0, keyTimes.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    // Positions of a player come in microseconds.
    if ((keyTimes[middle] ?? Infinity) <= seconds + 1e-6) low = middle
    else high = middle - 1
  }
  return Math.max(0, keyTimes[low] ?? 0)
}

/** Bytes that a part will have, roughly: as if they were spread evenly. */
export function estimatedBytes(size: number, duration: number, seconds: number): number {
  return duration > 0 ? Math.round((size * Math.max(0, seconds)) / duration) : 0
}
