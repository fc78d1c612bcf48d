import { serverAddress } from '#shared/ipc/schemas.ts'
import { publicCloud, type ServerAddress } from '#shared/models/account.ts'

/**
 * `http://host:port/PREFIX` → address; without a path the public cloud's prefix; null when it is no http(s) URL or
 * none that signing in would take.
 */
export function parseServerUrl(text: string): ServerAddress | null {
  if (!URL.canParse(text)) return null
  const { origin, pathname } = new URL(text)
  const prefix = pathname.replaceAll(/\/+/gu, '/').replace(/\/$/u, '')
  const address = { origin, prefix: prefix === '' ? publicCloud.prefix : prefix }
  return serverAddress.safeParse(address).data ?? null
}
