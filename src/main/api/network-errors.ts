import { BlockList, isIPv6 } from 'node:net'
import { AppError, isAbortError } from '#shared/errors.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { tlsReason } from './tls-errors.ts'

const codes: Readonly<Record<string, ErrorCode>> = {
  ENOTFOUND: 'network.nameNotFound',
  EAI_AGAIN: 'network.nameNotFound',
  EAI_NODATA: 'network.nameNotFound',
  EAI_NONAME: 'network.nameNotFound',
  ECONNREFUSED: 'network.refused',
  ETIMEDOUT: 'network.timeout',
  ESOCKETTIMEDOUT: 'network.timeout',
  ENETUNREACH: 'network.unreachable',
  EHOSTUNREACH: 'network.unreachable',
  ENETDOWN: 'network.unreachable',
  EHOSTDOWN: 'network.unreachable',
  EADDRNOTAVAIL: 'network.unreachable',
  ECONNRESET: 'network.connectionLost',
  ECONNABORTED: 'network.connectionLost',
  EPIPE: 'network.connectionLost',
  ERR_STREAM_PREMATURE_CLOSE: 'network.connectionLost',
  ERR_READING_RESPONSE_STREAM: 'network.connectionLost',
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: 'network.connectionLost',
}

/** got's errors that carry the real one as their cause, deepest last; bounded against cycles. */
function chainOf(error: unknown): unknown[] {
  const chain: unknown[] = []
  for (let link = error; link !== undefined && link !== null && chain.length < 8;) {
    chain.push(link)
    link = (link as { cause?: unknown }).cause
  }
  return chain
}

/**
 * What went wrong on the way to or from a server, as one of our codes: names that do not resolve, refusal, time-outs,
 * resets, TLS, answers that are not HTTP, abortion. Takes what got or Node throws; an AppError inside is kept.
 * The result's `cause` has name, code and message only: got's own error carries the request with its secrets.
 */
export function describeNetworkError(error: unknown, platform: NodeJS.Platform = process.platform): AppError {
  const chain = chainOf(error)
  for (const link of chain) {
    if (link instanceof AppError) return link
  }
  const cause = harmlessCause(error)
  if (chain.some((link) => isAbortError(link) || nameOf(link) === 'AbortError'))
    return new AppError('aborted')
  if (nameOf(error) === 'TimeoutError') {
    const phase = (error as { event?: unknown }).event
    return new AppError('network.timeout', { params: typeof phase === 'string' ? { phase } : {}, cause })
  }
  const status = statusOf(error)
  if (status !== null) {
    return new AppError('server.httpStatus', { params: { status }, cause, retryable: status >= 500 })
  }
  if (platform === 'darwin' && chain.some(isLocalRefusal))
    return new AppError('network.localNetwork', { cause })
  for (const link of chain) {
    const described = describeCode(codeOf(link), link, cause)
    if (described !== null) return described
  }
  // A system error that has no code of its own here, from a request: the exchange failed. Anything else is our own fault.
  const isSystemError = /^E(?!RR_)[A-Z\d]+$/u.test(codeOf(error))
  const isFromGot = typeof error === 'object' && error !== null && 'options' in error
  return new AppError(isSystemError && isFromGot ? 'network.connectionLost' : 'internal', { cause })
}

/** Private use and link-local (RFC 1918, RFC 3927, RFC 4193, RFC 4291). */
const ownNetworks = new BlockList()
ownNetworks.addSubnet('10.0.0.0', 8)
ownNetworks.addSubnet('172.16.0.0', 12)
ownNetworks.addSubnet('192.168.0.0', 16)
ownNetworks.addSubnet('169.254.0.0', 16)
ownNetworks.addSubnet('fc00::', 7, 'ipv6')
ownNetworks.addSubnet('fe80::', 10, 'ipv6')

/** What macOS answers a program that it keeps out of the local network (Apple, TN3179), and a network without such a computer. */
function isLocalRefusal(link: unknown): boolean {
  if (codeOf(link) !== 'EHOSTUNREACH') return false
  // Node tries all addresses of a name, and puts what came of each together.
  const { errors = [] } = link as { readonly errors?: readonly unknown[] }
  const addresses = [link, ...errors].map((one) => textOf(one, 'address'))
  return addresses.some((address) => ownNetworks.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'))
}

function describeCode(code: string, error: unknown, cause: Error): AppError | null {
  const known = Object.hasOwn(codes, code) ? codes[code] : undefined
  if (known !== undefined) return new AppError(known, { cause })
  // A firewall's refusal; files fail with the same codes, but not in `connect`.
  if ((code === 'EACCES' || code === 'EPERM') && syscallOf(error) === 'connect') {
    return new AppError('network.unreachable', { cause })
  }
  const reason = tlsReason(code, messageOf(error))
  if (reason !== null) return new AppError('network.tls', { params: { reason }, cause })
  // Node's HTTP parser: the other end speaks something else.
  if (code.startsWith('HPE_')) {
    return new AppError('server.notCloudRoom', { params: { detail: 'notHttp' }, cause })
  }
  return null
}

/** The status of got's HTTPError, thrown where the caller asked for it. */
function statusOf(error: unknown): number | null {
  if (nameOf(error) !== 'HTTPError') return null
  const { response } = error as { response?: { statusCode?: unknown } }
  return typeof response?.statusCode === 'number' ? response.statusCode : null
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '')
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '')
const textOf = (error: unknown, field: 'code' | 'syscall' | 'address'): string => {
  const value = (error as Partial<Record<typeof field, unknown>> | null | undefined)?.[field]
  return typeof value === 'string' ? value : ''
}
const codeOf = (error: unknown): string => textOf(error, 'code')
const syscallOf = (error: unknown): string => textOf(error, 'syscall')

/** A copy without the request, the response and the options. */
function harmlessCause(error: unknown): Error {
  const message = messageOf(error).slice(0, 300)
  const cause = Object.assign(new Error(message), { code: codeOf(error) })
  cause.name = nameOf(error) === '' ? 'Error' : nameOf(error)
  cause.stack = `${cause.name}: ${message}`
  return cause
}
