import type { App, Session } from 'electron'
import type { Logger } from '../logging/logger.ts'

/** Every window and frame, whoever opens it: no navigation away, no new windows, no webviews. */
export function lockDownWebContents(
  app: Pick<App, 'on'>,
  allowedOrigins: readonly string[],
  log: Logger,
): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (allowedOrigins.some((origin) => event.url.startsWith(`${origin}/`))) return
      log.warn('navigation refused')
      event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** No page of ours needs camera, notifications, geolocation or anything else that is asked for. */
export function denyPermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>,
): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  session.setPermissionCheckHandler(() => false)
}
