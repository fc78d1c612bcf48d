import type { App, Session } from 'electron'
import type { Logger } from '../logging/logger.ts'

/** Every window and frame, whoever opens it: no navigation away, no new windows, no webviews. */
export function lockDownWebContents(
  app: Pick<App, 'on'>,
  allowedOrigins: readonly string[],
  log: Logger,
): void {
  app.on('web-contents-created', (_event, contents) => {
    const refuse = (event: { preventDefault: () => void }): void => {
      log.warn('navigation refused')
      event.preventDefault()
    }
    const keepToOwn = (event: { readonly url: string; preventDefault: () => void }): void => {
      if (!allowedOrigins.some((origin) => event.url.startsWith(`${origin}/`))) refuse(event)
    }
    contents.on('will-navigate', keepToOwn)
    // `will-navigate` says nothing of a server's redirects, nor of frames within the page: it has none.
    contents.on('will-redirect', keepToOwn)
    contents.on('will-frame-navigate', (event) => {
      if (event.isMainFrame) keepToOwn(event)
      else refuse(event)
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** Pages download nothing: recordings are fetched by the main process, into the folder that the user chose. */
export function refuseDownloads(session: Pick<Session, 'on'>, log: Logger): void {
  session.on('will-download', (event) => {
    log.warn('download refused')
    event.preventDefault()
  })
}

/**
 * "Copy" in an error message writes plain text to the clipboard. The player fills the screen when it is told to, which
 * Electron asks about, too: unanswered, `requestFullscreen()` does nothing and says nothing.
 */
const granted: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen'])

/** No page of ours needs camera, notifications, geolocation or anything else but what is listed above. */
export function denyPermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>,
): void {
  session.setPermissionRequestHandler((_contents, permission, callback) => callback(granted.has(permission)))
  session.setPermissionCheckHandler((_contents, permission) => granted.has(permission))
}
