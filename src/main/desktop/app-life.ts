import { app, powerMonitor } from 'electron'
import type { QuitGuard } from './quit-guard.ts'
import type { Shutdown } from './shutdown.ts'

/** A system that still runs so long after it said that it ends has been stopped from it. ms */
const systemEndsWithinMs = 60_000

export interface AppLifeOptions {
  readonly quitGuard: QuitGuard
  readonly shutdown: Shutdown
  readonly onSuspend: () => void
  readonly onResume: () => void
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
  powerMonitor.on('shutdown', () => {
    systemEnds()
    // On macOS any app, and the user, can call it off, and nobody is told of that.
    setTimeout(() => {
      quitGuard.systemStays()
      shutdown.systemStays()
    }, systemEndsWithinMs).unref()
  })
  powerMonitor.on('suspend', options.onSuspend)
  powerMonitor.on('resume', options.onResume)
  // Whoever ends the process from outside is not asked.
  process.once('SIGTERM', () => {
    systemEnds()
    app.quit()
  })
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
