import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '#shared/errors.ts'

/** Among a response's headers. Node writes the names of those from the network in lower case, so that no server can say this. */
const refusingProxy = 'Refusing-Proxy'

/** Notes with the response which proxy (`host:port`) it is that wants credentials, or others. */
export function noteRefusal(headers: IncomingHttpHeaders, proxy: string): void {
  headers[refusingProxy] = proxy
}

/** The error for a status 407, which only proxies answer (RFC 9110, section 15.5.8). */
export function proxyAuthError(headers: Readonly<Record<string, string | string[] | undefined>>): AppError {
  const proxy = headers[refusingProxy]
  return new AppError('network.proxyAuth', typeof proxy === 'string' ? { params: { proxy } } : {})
}
