/** What a person typed into the address field, understood. */
export type ParsedAddress =
  | {
      readonly ok: true
      readonly origin: string
      /** The path that came with the address, or null when there was none. */
      readonly prefix: string | null
      readonly isHttp: boolean
    }
  | { readonly ok: false }

const prefixPattern = /^(?:\/[\w.~-]+)*$/u

/**
 * Understands `host`, `host:port`, a whole URL, and a URL copied from the API documentation
 * (`https://host/CLOUDROOM-API/netDisk/query`). A bare host gets https.
 */
export function parseAddress(text: string): ParsedAddress {
  const trimmed = text.trim().replace(/^(https?):\/*/iu, '$1://')
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//iu.test(trimmed)
  const candidate = hasScheme ? trimmed : `https://${trimmed}`
  if (trimmed === '' || /\s/u.test(trimmed) || !URL.canParse(candidate)) return { ok: false }
  const url = new URL(candidate)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false }
  if (url.username !== '' || url.password !== '') return { ok: false }
  const path = normalizePrefix(url.pathname)
  if (path === null) return { ok: false }
  return {
    ok: true,
    origin: url.origin,
    prefix: path === '' ? null : path,
    isHttp: url.protocol === 'http:',
  }
}

/** `CLOUDROOM-API/` → `/CLOUDROOM-API`; '' is a legal prefix; null when it holds other characters. */
export function normalizePrefix(text: string): string | null {
  const segments = text
    .trim()
    .replace(/\/netDisk(\/.*)?$/iu, '')
    .split('/')
    .filter((segment) => segment !== '')
  const prefix = segments.map((segment) => `/${segment}`).join('')
  return prefixPattern.test(prefix) && !segments.includes('..') && !segments.includes('.') ? prefix : null
}
