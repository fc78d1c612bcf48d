import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '#shared/errors.ts'

/** Among a response's headers. Node writes the names of those from the network in lower case, so that no server can say this. */
const refusingProxy = 'Refusing-Proxy'

/** Notes with the response which proxy (`host:port`) it is that wants credentials, or others. */
export function noteRefusal(headers: IncomingHttpHeaders, proxy: string): void {
  headers[refusingProxy] = proxy
}

/**
 * The error for a status 407, which only proxies answer (RFC 9110, section 15.5.8). A person is asked for a password only where it can
 * be of use: it would be sent in a form that a proxy without Basic does not take, and that anybody on the way can read.
 */
export function proxyAuthError(headers: Readonly<Record<string, string | string[] | undefined>>): AppError {
  const proxy = headers[refusingProxy]
  // No proxy that the app knows of: a server that answers as one.
  if (typeof proxy !== 'string') return new AppError('network.proxyAuth')
  const code = takesBasic(headers['proxy-authenticate']) ? 'network.proxyAuth' : 'network.proxyScheme'
  return new AppError(code, { params: { proxy } })
}

/** Of several ways to sign in, in one line or in several (RFC 9110, section 11.6.1). What a proxy does not say it may take. */
function takesBasic(challenges: string | string[] | undefined): boolean {
  const text = [challenges ?? ''].flat().join(', ')
  return text === '' || /(?:^|,)\s*basic(?:[\s,]|$)/iu.test(text)
}
