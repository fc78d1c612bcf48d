/** A window that nobody can see paints nothing; it is waited for no longer. ms */
const patienceMs = 500

/** Resolves once what the page shows now has been painted. Never rejects. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, patienceMs)
    // The callback runs before its frame is painted, the task after it.
    requestAnimationFrame(() => setTimeout(resolve))
  })
}
