/** What was not used for a moment may be used afterwards, but not more than this time's worth. ms */
const burstMs = 250

export interface ThrottleClock {
  /** Monotonic ms. */
  now(): number
  /** @returns takes it back */
  schedule(run: () => void, ms: number): () => void
}

/** A throttle as one run of one job sees it. */
export interface Pace {
  readonly isLimited: boolean
  /** @returns undefined = so many bytes may move at once; else a promise that resolves when it is their turn */
  take(bytes: number): Promise<void> | undefined
}

interface Turn {
  readonly bytes: number
  readonly start: () => void
}

/**
 * How fast bytes may move, for all jobs of one direction together: a token bucket. Who has to wait reads nothing
 * meanwhile, so that the network waits, too. Jobs take turns, whatever the number of connections that each has.
 */
export class Throttle {
  readonly #clock: ThrottleClock
  /** What waits, by job; the first one's turn is next. */
  readonly #turns = new Map<string, Turn[]>()
  #bytesPerSecond: number | null
  /** Bytes that may move now. A piece may go when there is any, which is why this may be below zero afterwards. */
  #credit = 0
  #countedAt: number
  #stopTimer: (() => void) | null = null

  /** @param bytesPerSecond null = no limit */
  constructor(bytesPerSecond: number | null, clock: ThrottleClock = systemClock) {
    this.#clock = clock
    this.#bytesPerSecond = bytesPerSecond
    this.#countedAt = clock.now()
  }

  /** A new limit is in force at once, also for who is waiting. */
  set bytesPerSecond(bytesPerSecond: number | null) {
    if (bytesPerSecond === this.#bytesPerSecond) return
    this.#count()
    this.#bytesPerSecond = bytesPerSecond
    this.#credit = Math.min(this.#credit, 0)
    this.#serve()
  }

  /** @param job takes turns with other jobs @param signal ends all waiting */
  paceOf(job: string, signal: AbortSignal): Pace {
    const isLimited = (): boolean => this.#bytesPerSecond !== null
    return {
      get isLimited() {
        return isLimited()
      },
      take: (bytes) => this.#take(job, bytes, signal),
    }
  }

  #take(job: string, bytes: number, signal: AbortSignal): Promise<void> | undefined {
    if (this.#bytesPerSecond === null || signal.aborted) return undefined
    this.#count()
    if (this.#turns.size === 0 && this.#credit > 0) {
      this.#credit -= bytes
      return undefined
    }
    return this.#wait(job, bytes, signal)
  }

  #wait(job: string, bytes: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const leave = (): void => {
        this.#remove(job, turn)
        resolve()
      }
      const turn: Turn = {
        bytes,
        start: () => {
          signal.removeEventListener('abort', leave)
          resolve()
        },
      }
      signal.addEventListener('abort', leave, { once: true })
      this.#turns.set(job, [...(this.#turns.get(job) ?? []), turn])
      this.#serve()
    })
  }

  #remove(job: string, turn: Turn): void {
    const rest = (this.#turns.get(job) ?? []).filter((item) => item !== turn)
    if (rest.length > 0) this.#turns.set(job, rest)
    else this.#turns.delete(job)
  }

  /** Adds what has accrued since it was last looked at. */
  #count(): void {
    const now = this.#clock.now()
    const rate = this.#bytesPerSecond ?? 0
    const most = (rate * burstMs) / 1000
    this.#credit = Math.min(most, this.#credit + (rate * (now - this.#countedAt)) / 1000)
    this.#countedAt = now
  }

  #serve(): void {
    this.#stopTimer?.()
    this.#stopTimer = null
    while (this.#turns.size > 0 && (this.#bytesPerSecond === null || this.#credit > 0)) this.#serveNext()
    if (this.#turns.size === 0 || this.#bytesPerSecond === null) return
    const ms = Math.max(1, Math.ceil((-this.#credit * 1000) / this.#bytesPerSecond))
    this.#stopTimer = this.#clock.schedule(() => {
      this.#count()
      this.#serve()
    }, ms)
  }

  #serveNext(): void {
    for (const [job, [turn, ...rest]] of this.#turns) {
      // To the end of the line, if there is more.
      this.#turns.delete(job)
      if (rest.length > 0) this.#turns.set(job, rest)
      if (!turn) continue
      this.#credit -= turn.bytes
      turn.start()
      return
    }
  }
}

const systemClock: ThrottleClock = {
  now: () => performance.now(),
  schedule(run, ms) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
