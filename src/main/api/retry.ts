import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#shared/errors.ts'
import type { ErrorCode } from '#shared/errors.ts'

/** Retries after the first attempt. */
const maxRetries = 2

export interface RetryOptions {
  /** ms before the first retry */
  readonly pause: number
  /** ms; a server that asks for more is not waited for */
  readonly maxRetryAfter: number
  readonly signal: AbortSignal | undefined
  readonly onRetry: (error: AppError, delay: number, attempt: number) => void
  /** 0 ≤ n < 1; for tests */
  readonly random?: () => number
}

const neverHelps: ReadonlySet<ErrorCode> = new Set(['network.tls', 'network.nameNotFound'])

/** Whether sending the same question again at once can help. Business answers are answers: only the way there is retried. */
export function isWorthRetrying(error: AppError): boolean {
  const isTransport = error.code.startsWith('network.') || error.code.startsWith('server.')
  return isTransport && error.retryable && !neverHelps.has(error.code)
}

/** ms before retry number `attempt` (0, 1, …): doubles, ±50 % so that many clients do not return together. */
export function backoff(attempt: number, pause: number, random: () => number): number {
  return pause * 2 ** attempt * (0.5 + random())
}

/**
 * Runs `task` until it succeeds, at most three times. For questions only: what changes something on the server is never
 * repeated blindly. Throws the last AppError, or `aborted` when the signal fires during a pause.
 */
export async function withRetries<Value>(task: () => Promise<Value>, options: RetryOptions): Promise<Value> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await task()
    } catch (error) {
      if (!(error instanceof AppError) || attempt >= maxRetries || !isWorthRetrying(error)) throw error
      const { retryAfterMs } = error.params
      const asked = typeof retryAfterMs === 'number' ? retryAfterMs : 0
      if (asked > options.maxRetryAfter) throw error
      const delay = Math.max(asked, backoff(attempt, options.pause, options.random ?? Math.random))
      options.onRetry(error, delay, attempt + 1)
      await pauseFor(delay, options.signal)
    }
  }
}

async function pauseFor(delay: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(delay, undefined, signal === undefined ? {} : { signal })
  } catch {
    throw new AppError('aborted')
  }
}
