import type { PageFailure } from '#shared/models/diagnostics.ts'
import type { CrashKind } from './crash-reports.ts'

/** How a report names what a page has told of. */
export const kindOfPageFailure: Readonly<Record<PageFailure['kind'], CrashKind>> = {
  error: 'pageError',
  rejection: 'pageRejection',
}

/** An error as it was in the page, for a report: its stack is the page's. */
export function errorOfPage({ name, message, stack }: PageFailure): Error {
  const error = new Error(message)
  error.name = name
  error.stack = stack === '' ? `${name}: ${message}` : stack
  return error
}
