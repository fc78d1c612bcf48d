import type { ConnectionReport, PageFailure, Versions } from '#shared/models/diagnostics.ts'
import type { Handlers } from '../answer.ts'

export interface DiagnosticsServices {
  readonly versions: Versions
  readonly testConnection: () => Promise<ConnectionReport>
  /** Shows the save dialog; answers whether the log was saved. */
  readonly exportLog: () => Promise<boolean>
  readonly pageFailed: (failure: PageFailure) => void
}

type DiagnosticsHandlers = Pick<Handlers, Extract<keyof Handlers, `diagnostics.${string}`>>

export function createDiagnosticsHandlers(services: DiagnosticsServices): DiagnosticsHandlers {
  return {
    'diagnostics.versions': () => services.versions,
    'diagnostics.testConnection': () => services.testConnection(),
    'diagnostics.exportLog': async () => ({ isSaved: await services.exportLog() }),
    'diagnostics.pageFailed': (failure) => {
      services.pageFailed(failure)
      return null
    },
  }
}
