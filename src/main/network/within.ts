import { AppError } from '#shared/errors.ts'

/**
 * Work that may take so many ms. The signal tells the work that its time is over, and never afterwards.
 *
 * @throws AppError `network.timeout`, and what the work throws
 */
export async function within<Result>(
  ms: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController()
  const { promise: over, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(new AppError('network.timeout'))
    controller.abort()
  }, ms)
  try {
    return await Promise.race([work(controller.signal), over])
  } finally {
    clearTimeout(timer)
  }
}
