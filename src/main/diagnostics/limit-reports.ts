import type { Logger } from '../logging/logger.ts'
import type { CrashKind, ReportCrash } from './crash-reports.ts'

/** So many reports at most in each period: of the ten that are kept, some are left for what else goes wrong. */
const maxReports = 5
/** ms */
const periodMs = 10 * 60_000
/** So many different failures are remembered, in order not to be reported again. */
const maxKnown = 100

export interface LimitedReportsOptions {
  readonly report: ReportCrash
  readonly log: Logger
  /** ms, monotonic; for tests */
  readonly now?: () => number
}

/**
 * For what can fail again and again while the app goes on, such as a page that draws: the same failure is reported once in a run,
 * and {@link maxReports} different ones in {@link periodMs}. What is left out is counted in the log.
 */
export function limitReports({
  report,
  log,
  now = () => performance.now(),
}: LimitedReportsOptions): ReportCrash {
  const known = new Set<string>()
  let times: number[] = []
  let leftOut = 0
  return (kind, error) => {
    const failure = textOf(kind, error)
    if (known.has(failure)) return
    const time = now()
    times = times.filter((earlier) => time - earlier < periodMs)
    if (times.length >= maxReports) {
      leftOut += 1
      if (leftOut === 1) log.warn('too many failures: no more are reported for now')
      return
    }
    times.push(time)
    if (known.size >= maxKnown) known.clear()
    known.add(failure)
    if (leftOut > 0) log.warn('failures that were not reported', { count: leftOut })
    leftOut = 0
    report(kind, error)
  }
}

function textOf(kind: CrashKind, error: unknown): string {
  return error instanceof Error ? `${kind} ${error.stack ?? ''} ${error.message}` : `${kind} ${String(error)}`
}
