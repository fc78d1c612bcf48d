/** All in ms. */
export interface CheckPace {
  /** After the start: what the user does first goes first. */
  readonly startAfter: number
  /** From one question to the server to the next, at least. */
  readonly every: number
  /** From one look at the clock to the next, which a computer that sleeps does not upset. */
  readonly look: number
}

export const checkPace: CheckPace = { startAfter: 60_000, every: 86_400_000, look: 3_600_000 }

export interface DailyCheckOptions {
  /** Looking by itself is wanted, and there is a network. */
  readonly mayCheck: () => boolean
  /** When the server was last asked, with success or without; epoch ms. */
  readonly triedAt: () => number | null
  readonly check: () => void
  readonly pace?: Partial<CheckPace>
  readonly now?: () => number
}

/** Looks for a new version by itself: once a day, and a little after the start. @returns ends it */
export function startDailyCheck(options: DailyCheckOptions): () => void {
  const { mayCheck, triedAt, check, now = Date.now } = options
  const { startAfter, every, look } = { ...checkPace, ...options.pace }
  const lookNow = (): void => {
    const last = triedAt()
    // A time that lies ahead is one of a clock that was wrong.
    const isDue = last === null || now() - last >= every || last > now()
    if (isDue && mayCheck()) check()
  }
  let repeated: NodeJS.Timeout | undefined
  const first = setTimeout(() => {
    lookNow()
    repeated = setInterval(lookNow, look)
    repeated.unref()
  }, startAfter)
  first.unref()
  return () => {
    clearTimeout(first)
    clearInterval(repeated)
  }
}
