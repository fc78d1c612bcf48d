import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Versions } from '#shared/models/diagnostics.ts'
import type { Logger } from '../logging/logger.ts'
import type { Redactor } from '../logging/redactor.ts'

/** Reports kept: the newest. */
const maxReports = 10

export type CrashKind =
  'uncaughtException' | 'unhandledRejection' | 'pageGone' | 'pageError' | 'pageRejection' | 'childGone'

/** Notes what has gone wrong. Never throws: whoever reports a crash has enough to do. */
export type ReportCrash = (kind: CrashKind, error: unknown) => void

export interface CrashReportsOptions {
  /** Absolute; created when missing. */
  readonly folder: string
  readonly redactor: Pick<Redactor, 'fields'>
  readonly versions: Versions
  readonly log: Logger
  /** epoch ms; for tests */
  readonly now?: () => number
}

/**
 * Reports of crashes as files on this computer, redacted like the log, readable by this user only; nothing is ever sent.
 * Written synchronously, because the process may end right after. The log gets the same, so that its export has it.
 */
export function createCrashReports({
  folder,
  redactor,
  versions,
  log,
  now = Date.now,
}: CrashReportsOptions): ReportCrash {
  let last = ''
  let inSameMs = 0
  return (kind, error) => {
    log.error('crash', { kind, error })
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const time = new Date(now()).toISOString()
      const report = { time, kind, versions, ...redactor.fields({ error }) }
      // What goes wrong once often goes wrong in several places at once: none takes the place of another.
      inSameMs = time === last ? inSameMs + 1 : 0
      last = time
      // Windows has no colons in names.
      const name = [`crash-${time.replaceAll(':', '-')}`, ...(inSameMs > 0 ? [inSameMs] : [])].join('-')
      const file = path.join(folder, `${name}.json`)
      writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 })
      forgetOldest(folder)
    } catch (failure) {
      log.warn('the report of a crash could not be written', { error: failure })
    }
  }
}

/** Their names are in the order of time. */
function forgetOldest(folder: string): void {
  const reports = readdirSync(folder).filter((name) => /^crash-.*\.json$/u.test(name))
  for (const name of reports.toSorted().slice(0, -maxReports)) rmSync(path.join(folder, name))
}
