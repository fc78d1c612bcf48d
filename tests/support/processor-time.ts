/** ms that this thread has had of the processor since a mark; what else the machine is doing does not count. */
export function processorMs(since = 0): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000 - since
}

/** Watches how long single turns of this thread keep the processor. @returns ends it; the longest, ms */
export function watchTurns(): () => number {
  let longest = 0
  let before = processorMs()
  const ticker = setInterval(() => {
    const now = processorMs()
    longest = Math.max(longest, now - before)
    before = now
  }, 1)
  return () => {
    clearInterval(ticker)
    return longest
  }
}
