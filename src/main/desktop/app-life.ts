import { app, powerMonitor } from 'electron'
import type { QuitGuard } from './quit-guard.ts'
import type { Shutdown } from './shutdown.ts'

export interface AppLifeOptions {
  readonly quitGuard: QuitGuard
  readonly shutdown: Shutdown
  readonly onSuspend: () => void
  readonly onResume: () => void
  /** The app was opened once more, with these arguments, from this folder. */
  readonly onOpenedAgain: (argv: readonly string[], folder: string) => void
  /** The dock icon was clicked, or a file dropped on it. */
  readonly onActivate: () => void
  readonly onFile: () => void
}

export interface AppLife {
  /**
   * For a window whose session Windows ends: it ends the process any time after this has returned, and lets nobody know of
   * it: neither `before-quit` nor `will-quit` comes by itself. `query-session-end`, before it, is left alone: it could only
   * hold the system up.
   */
  readonly sessionEnds: () => void
}

/** Joins what the system says of the app's life to what asks, closes and goes on. */
export function followLife(options: AppLifeOptions): AppLife {
  const { quitGuard, shutdown } = options
  function systemEnds(): void {
    quitGuard.systemEnds()
    shutdown.systemEnds()
  }
  powerMonitor.on('shutdown', systemEnds)
  powerMonitor.on('suspend', options.onSuspend)
  powerMonitor.on('resume', options.onResume)
  // Whoever ends the process from outside is not asked.
  process.once('SIGTERM', () => {
    systemEnds()
    app.quit()
  })
  app.on('second-instance', (_event, argv, folder) => options.onOpenedAgain(argv, folder))
  app.on('open-file', options.onFile)
  app.on('activate', options.onActivate)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', (event) => {
    if (!quitGuard.mayQuit()) event.preventDefault()
  })
  app.on('will-quit', (event) => {
    if (!shutdown.mayEnd()) event.preventDefault()
  })
  return {
    sessionEnds() {
      systemEnds()
      shutdown.begin()
    },
  }
}
