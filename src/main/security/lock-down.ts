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

/** "Copy" in an error message writes plain text to the clipboard; pages ask for that by this name. */
const granted: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** No page of ours needs camera, notifications, geolocation or anything else but what is listed above. */
export function denyPermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>,
): void {
  session.setPermissionRequestHandler((_contents, permission, callback) => callback(granted.has(permission)))
  session.setPermissionCheckHandler((_contents, permission) => granted.has(permission))
}
