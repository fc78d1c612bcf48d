import type { BrowserWindow } from 'electron'
import type { ReportCrash } from '../diagnostics/crash-reports.ts'

export interface PageRecoveryOptions {
  readonly report: ReportCrash
  /** Whether the person wants the page back. */
  readonly askReload: () => Promise<boolean>
}

/**
 * A page that has crashed leaves a blank window, while the main process and its transfers go on: offers to load it again.
 * Never does so by itself, because a page that crashes at its start would do so for ever.
 */
export function offerReload(window: BrowserWindow, { report, askReload }: PageRecoveryOptions): void {
  let isAsking = false
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    report('pageGone', new Error(`${reason} (${exitCode})`))
    if (isAsking) return
    isAsking = true
    void askReload().then((wanted) => {
      isAsking = false
      if (window.isDestroyed()) return
      if (wanted) window.webContents.reload()
      else window.destroy()
    })
  })
}
