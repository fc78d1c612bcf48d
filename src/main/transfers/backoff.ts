const firstDelayMs = 2000
const longestDelayMs = 60_000
/** Tries after which a job is left to the user: about five minutes in all. */
const maxFailures = 8

/**
 * ms to wait after so many failures in a row: doubling, capped, and up to half of it at random so that jobs
 * that failed together do not come back together. null = give up.
 *
 * @param random 0 ≤ random < 1
 */
export function backoffDelay(failures: number, random: number): number | null {
  if (failures >= maxFailures) return null
  const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1))
  return Math.round(delay * (1 - random / 2))
}
