import { AppError } from '#shared/errors.ts'
import { proxyAuthError } from '../network/proxy-refusal.ts'
import type { RawAnswer } from './exchange.ts'

/** The error for an answer outside 2xx that carries no business answer. */
export function httpError(answer: RawAnswer): AppError {
  const { status } = answer
  if (status >= 300 && status < 400) {
    return new AppError('server.redirected', {
      params: { location: hostOf(header(answer, 'location')), status },
    })
  }
  const retryAfterMs = parseRetryAfter(header(answer, 'retry-after'))
  if (status === 429 || (status === 503 && retryAfterMs !== null)) {
    return new AppError('server.busy', {
      params: { status, ...(retryAfterMs === null ? {} : { retryAfterMs }) },
    })
  }
  if (status === 407) return proxyAuthError(answer.headers)
  // Business errors come with status 200, so a missing page means that there is no such API at this address.
  if (status === 404) return new AppError('server.notCloudRoom', { params: { detail: 'http404', status } })
  return new AppError('server.httpStatus', { params: { status }, retryable: status >= 500 || status === 408 })
}

function header(answer: RawAnswer, name: string): string {
  const value = answer.headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}

/** Only the host is kept: the rest of the address is the server's text and may repeat what we sent, such as our digest. */
function hostOf(location: string): string {
  if (!URL.canParse(location)) return ''
  const { host } = new URL(location)
  return /[\da-f]{32}/iu.test(host) ? '' : host.slice(0, 255)
}

/** Seconds or an HTTP date (RFC 9110, section 10.2.3) → ms from now; null when absent or unreadable. */
export function parseRetryAfter(value: string, now: number = Date.now()): number | null {
  const text = value.trim()
  if (/^\d{1,9}$/u.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
