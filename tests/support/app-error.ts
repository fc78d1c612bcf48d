import { AppError, type ErrorCode } from '#shared/errors.ts'

/** The code of the AppError that a call ends with; anything else fails the test with what it was. */
export async function codeOf(call: Promise<unknown>): Promise<ErrorCode> {
  const outcome = await call.then(
    (value: unknown) => new Error(`succeeded with ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
  if (outcome instanceof AppError) return outcome.code
  throw outcome
}
