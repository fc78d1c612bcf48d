import type { Protocol } from 'electron'
import { playerPage } from '#shared/pages.ts'

/** The one privileged scheme for UI and media (design, section 8). */
export const appScheme = 'app'
export const appHost = 'cloudroom'
export const appOrigin = `${appScheme}://${appHost}`
/** Recordings that are being watched, by the ids that main has given them. */
const mediaPath = '/media/'
export const indexUrl = `${appOrigin}/index.html`
export const playerUrl = `${appOrigin}/${playerPage}`

/** For pages of the app's own origin; other pages put the origin before it. */
export const mediaPathOf = (id: string): string => mediaPath + id

/** The id in a URL of the app with a path of {@link mediaPathOf}, or null for any other. */
export function mediaIdOf(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { host, pathname } = new URL(address)
  return host === appHost && pathname.startsWith(mediaPath) ? pathname.slice(mediaPath.length) : null
}

/** Call before `app` is ready. `standard` gives absolute paths and an origin, `stream` is for media. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ])
}
