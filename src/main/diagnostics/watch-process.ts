import type { App } from 'electron'
import type { Language } from '#shared/models/settings.ts'
import type { ReportCrash } from './crash-reports.ts'

/** Said in a dialog of the system before the app ends: there may be no page that could say it. */
export const crashText: Readonly<Record<Language, string>> = {
  en:
    'The app has met an unexpected error and has to close. Transfers go on when it is opened again. ' +
    'A report was kept on this computer; nothing was sent anywhere.',
  'zh-CN': '应用遇到意外错误，需要关闭。重新打开后传输会继续。报告已保存在本机，未发送到任何地方。',
}

export interface ProcessWatchOptions {
  readonly report: ReportCrash
  /** Tells the person and ends the process. */
  readonly end: () => void
}

/**
 * After an exception that nobody caught, what the process holds in memory cannot be trusted any more, while what is on the
 * disk can (every job survives a kill): so the app ends and says so, instead of going on half broken. A promise that was
 * rejected and that nobody awaited has left no such half-done step: it is reported, and the app goes on.
 */
export function watchProcess(
  process: Pick<NodeJS.Process, 'on'>,
  { report, end }: ProcessWatchOptions,
): void {
  let isEnding = false
  process.on('uncaughtException', (error) => {
    report('uncaughtException', error)
    if (isEnding) return
    isEnding = true
    end()
  })
  process.on('unhandledRejection', (reason) => report('unhandledRejection', reason))
}

/**
 * Processes of Chromium's that are no page's (the GPU's, the network's): Chromium starts them again by itself, so a report is all
 * there is to do.
 */
export function watchChildProcesses(app: Pick<App, 'on'>, report: ReportCrash): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName }) => {
    if (reason !== 'clean-exit')
      report('childGone', new Error(`${serviceName ?? type}: ${reason} (${exitCode})`))
  })
}
