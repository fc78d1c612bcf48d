/** What a request goes through, if anything. */
export interface ProxyAddress {
  readonly kind: 'http' | 'https' | 'socks4' | 'socks5'
  /** Without the brackets of an IPv6 address. */
  readonly host: string
  readonly port: number
  /** `host:port`, what a person knows the proxy by and what its credentials are filed under. */
  readonly address: string
}

export type Route = ProxyAddress | { readonly kind: 'direct' }

export const direct: Route = { kind: 'direct' }

/** A PAC script may answer anything; nobody has more proxies than this to fall back on. */
const maxRoutes = 16
const maxLength = 4096

/** Chromium's words (`ProxyServer` and PAC results); `SOCKS` is version 4, as browsers have always read it. */
const kinds: Readonly<Record<string, ProxyAddress['kind']>> = {
  proxy: 'http',
  http: 'http',
  https: 'https',
  socks: 'socks4',
  socks4: 'socks4',
  socks5: 'socks5',
}
const defaultPorts: Readonly<Record<ProxyAddress['kind'], number>> = {
  http: 80,
  https: 443,
  socks4: 1080,
  socks5: 1080,
}

/**
 * `PROXY a:8080; SOCKS5 b:1080; DIRECT` → the ways to try, in order. What cannot be read or used (`QUIC`) is left out. Empty text
 * is a direct connection, as for a PAC script that answers nothing; a list of which nothing is usable is an empty list,
 * because going directly would not be what was asked for.
 */
export function parseProxyList(text: string): readonly Route[] {
  const entries = text
    .slice(0, maxLength)
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  if (entries.length === 0) return [direct]
  return entries
    .slice(0, maxRoutes)
    .map(parseEntry)
    .filter((route) => route !== null)
}

function parseEntry(entry: string): Route | null {
  const [word = '', address = '', ...rest] = entry.split(/\s+/u)
  if (rest.length > 0) return null
  if (word.toLowerCase() === 'direct') return address === '' ? direct : null
  const name = word.toLowerCase()
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  const [, host, port] = /^(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/iu.exec(address) ?? []
  if (kind === undefined || host === undefined || !URL.canParse(`http://${host}`)) return null
  const number = port === undefined ? defaultPorts[kind] : Number(port)
  if (number < 1 || number > 65_535) return null
  return {
    kind,
    host: host.replaceAll(/^\[|\]$/gu, '').toLowerCase(),
    port: number,
    address: `${host.toLowerCase()}:${number}`,
  }
}
