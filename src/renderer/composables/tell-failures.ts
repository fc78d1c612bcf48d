import type { PageFailure } from '#shared/models/diagnostics.ts'
import { pageFailureOf } from '../logic/page-failure.ts'

/** A page tells of so many failures at most: what goes wrong in every frame is known by then. */
const maxTold = 20

/**
 * Tells main of errors that nobody caught and of rejections that nobody awaited. What Vue catches comes here, too: see
 * `create-reporting-app.ts`.
 *
 * @param tell never rejects
 */
export function tellFailures(
  target: Pick<Window, 'addEventListener'>,
  tell: (failure: PageFailure) => void,
): void {
  const told = new Set<string>()
  const pass = (failure: PageFailure | null): void => {
    if (failure === null) return
    const text = JSON.stringify(failure)
    if (told.size >= maxTold || told.has(text)) return
    told.add(text)
    tell(failure)
  }
  target.addEventListener('error', ({ error, message, filename, lineno }) =>
    pass(pageFailureOf('error', error, `${message} (${filename}:${lineno})`)),
  )
  target.addEventListener('unhandledrejection', ({ reason }) =>
    pass(pageFailureOf('rejection', reason, 'rejected without a reason')),
  )
}
