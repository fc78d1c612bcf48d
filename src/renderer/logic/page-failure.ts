import { maxFailureNameLength, maxFailureTextLength, type PageFailure } from '#shared/models/diagnostics.ts'

/** What a failed layout pass of an observer says: nothing is lost, it is done in the next frame. */
const harmless = /^ResizeObserver loop/u

/**
 * What main is told of something that was thrown, cut to what it takes; null for what is no failure. Never throws, whatever was.
 *
 * @param fallback what the browser says of it, where what was thrown says nothing
 */
export function pageFailureOf(
  kind: PageFailure['kind'],
  thrown: unknown,
  fallback: string,
): PageFailure | null {
  try {
    const isError = thrown instanceof Error
    const message = isError ? thrown.message : textOf(thrown, fallback)
    if (harmless.test(message)) return null
    return {
      kind,
      name: (isError ? thrown.name : typeof thrown).slice(0, maxFailureNameLength),
      message: message.slice(0, maxFailureTextLength),
      stack: isError && typeof thrown.stack === 'string' ? thrown.stack.slice(0, maxFailureTextLength) : '',
    }
  } catch {
    // A getter of its own threw, or it has no text.
    return { kind, name: 'unreadable', message: fallback.slice(0, maxFailureTextLength), stack: '' }
  }
}

function textOf(thrown: unknown, fallback: string): string {
  if (thrown === undefined || thrown === null) return fallback
  return typeof thrown === 'string' ? thrown : JSON.stringify(thrown)
}
