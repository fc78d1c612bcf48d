import type { ServerAddress } from '#shared/models/account.ts'

const maxUrlLength = 8192

/** `//cdn.example.com/…` names another host; `//2018/a.mp4` is a path in the form that servers write folders in. */
const namesHost = /^\/\/(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?\//iu

/**
 * `downUrl`, absolute or server-relative (facts sheet, "Unspecified") → an absolute http(s) address, or null when there is
 * none that may be used: another scheme, user information in it, or plain http to another host from an https server.
 * Plain http to the https server's own host becomes https.
 */
export function decodeDownloadUrl(raw: unknown, server: ServerAddress): string | null {
  if (typeof raw !== 'string' || raw.length > maxUrlLength) return null
  const text = raw.trim()
  if (text === '') return null
  const reference = /^[/\\]/u.test(text) && !namesHost.test(text) ? text.replace(/^[/\\]+/u, '/') : text
  if (!URL.canParse(reference, `${server.origin}/`)) return null
  const url = new URL(reference, `${server.origin}/`)
  const origin = new URL(server.origin)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  if (url.username !== '' || url.password !== '') return null
  if (url.protocol === 'http:' && origin.protocol === 'https:') {
    if (url.hostname !== origin.hostname) return null
    url.protocol = 'https:'
    if (url.port === '') url.port = origin.port
  }
  return url.href
}
