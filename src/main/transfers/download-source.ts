import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Got, Request } from 'got'
import { AppError } from '#shared/errors.ts'
import { serverOf } from '#shared/server-name.ts'
import { describeNetworkError } from '../api/network-errors.ts'
import type { Network } from '../network/network.ts'
import { proxyAuthError } from '../network/proxy-refusal.ts'
import {
  answersRange,
  parseContentRange,
  rangeHeader,
  type AskedRange,
  type ContentRange,
} from './download/content-range.ts'
import { contentMd5, validatorsOf, type Validators } from './download/validators.ts'

export interface DownloadSourceOptions {
  readonly userAgent: string
  readonly network: Pick<Network, 'agentsFor'>
  readonly timeouts?: Partial<DownloadTimeouts>
}

/** All in ms. There is no limit on a download as a whole, only on one that does not move. */
export interface DownloadTimeouts {
  readonly connect: number
  /** From the request to the first byte of the answer. */
  readonly response: number
  /** Without a byte while some are wanted, per connection. */
  readonly stall: number
}

export interface DownloadRequest {
  /** Absent: the whole file, without a `Range` header. */
  readonly range?: AskedRange
  /** Validator under which the range is wanted; without it a changed file goes unnoticed. */
  readonly ifRange?: string | null
  readonly signal: AbortSignal
}

interface AnswerHead {
  readonly stream: Request
  /** How long it may deliver nothing while it is being read, in ms. */
  readonly stallMs: number
  /** `Content-Length` in bytes, or null. */
  readonly length: number | null
  readonly validators: Validators
  /** Hex. */
  readonly contentMd5: string | null
}

/**
 * What a server makes of a request. `whole` is a 200: the file from its first byte, whatever was asked for. `part` is a
 * 206 with exactly the range that was asked for. `unusable` is a 206 with another range, or a 416: the range is not to be had.
 */
export type DownloadAnswer =
  | (AnswerHead & { readonly kind: 'whole' })
  | (AnswerHead & { readonly kind: 'part'; readonly range: Extract<ContentRange, { kind: 'part' }> })
  /** `total`: bytes that a 416 says the file has, or null. */
  | { readonly kind: 'unusable'; readonly status: 206 | 416; readonly total: number | null }

/** A recording's bytes on their way. Whoever gets one reads it to its end or destroys its stream. */
export type DownloadBody = Exclude<DownloadAnswer, { kind: 'unusable' }>

export interface DownloadSource {
  /**
   * Starts fetching a recording's bytes. Carries no credentials, so redirects may be followed.
   *
   * @throws AppError `server.*` (with `params.status`), `network.*`, `aborted`
   */
  open(url: string, request: DownloadRequest): Promise<DownloadAnswer>
}

const defaultTimeouts: DownloadTimeouts = { connect: 10_000, response: 30_000, stall: 30_000 }

export function createDownloadSource(options: DownloadSourceOptions): DownloadSource {
  const timeouts = { ...defaultTimeouts, ...options.timeouts }
  // The blocks of a file follow each other on the same few connections.
  const { http, https } = options.network.agentsFor({ keepAlive: true, largeReads: true })

  const send = (got: Got, url: string, { range, ifRange, signal }: DownloadRequest): Request => {
    const stream = got.stream(url, {
      signal,
      agent: { http, https },
      headers: {
        'user-agent': options.userAgent,
        accept: 'video/mp4, application/octet-stream, */*;q=0.5',
        // Bytes are stored and counted as the server has them (RFC 9110, section 8.4).
        'accept-encoding': 'identity',
        ...(range === undefined ? {} : { range: rangeHeader(range) }),
        ...(range === undefined || !ifRange ? {} : { 'if-range': ifRange }),
      },
      decompress: false,
      retry: { limit: 0 },
      throwHttpErrors: false,
      maxRedirects: 5,
      timeout: {
        lookup: timeouts.connect,
        connect: timeouts.connect,
        secureConnect: timeouts.connect,
        response: timeouts.response,
      },
      hooks: { beforeRedirect: [refuseDowngrade(url)] },
    })
    // Failures after the answer reach whoever reads the stream; this one only keeps them from being unhandled.
    stream.on('error', () => undefined)
    return stream
  }

  const open = async (url: string, request: DownloadRequest, mayRepeat: boolean): Promise<DownloadAnswer> => {
    // With the first request: see `exchange`.
    const { default: got } = await import('got')
    const stream = send(got, url, request)
    try {
      await once(stream, 'response')
      const answer = describe(stream, request.range, timeouts.stall)
      if (answer.kind === 'unusable') stream.destroy()
      return answer
    } catch (error) {
      const described = isRedirectLoop(error)
        ? new AppError('server.redirected', { params: { location: new URL(url).host } })
        : namingServer(describeNetworkError(error), error)
      const wasKept = stream.response === undefined && stream.reusedSocket === true
      stream.destroy()
      // A kept connection that the server has closed meanwhile says nothing about the server.
      if (wasKept && mayRepeat && described.code === 'network.connectionLost')
        return open(url, request, false)
      throw described
    }
  }
  return { open: (url, request) => open(url, request, true) }
}

/** Files may be on another server than the account's, and behind a redirect: whose certificate it is that was refused. */
function namingServer(described: AppError, error: unknown): AppError {
  const { url } = (error as { readonly options?: { readonly url?: unknown } }).options ?? {}
  if (described.code !== 'network.tls' || !(url instanceof URL)) return described
  return new AppError('network.tls', {
    params: { ...described.params, server: serverOf(url) },
    cause: described.cause,
  })
}

function isRedirectLoop(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ERR_TOO_MANY_REDIRECTS'
}

/**
 * What servers and proxies send in place of a file, under status 200; a recording is none of these. Plain text is not among
 * them: it is what some servers call every file that they do not know.
 */
const notRecording =
  /^\s*(?:text\/(?!plain)|application\/(?:[\w.+-]*(?:html|json|xml|javascript)|x-www-form-urlencoded)\b)/iu

/** https must not end in plain http on the way. */
function refuseDowngrade(from: string) {
  return (next: { url?: string | URL | undefined }): void => {
    const isSafe = !from.startsWith('https:') || String(next.url).startsWith('https:')
    if (!isSafe) throw new AppError('server.unsafeDownloadUrl')
  }
}

function describe(stream: Request, asked: AskedRange | undefined, stallMs: number): DownloadAnswer {
  const response = stream.response as IncomingMessage | undefined
  if (!response) throw new AppError('internal')
  const { headers, statusCode: status = 0 } = response
  if (status === 429 || (status === 503 && headers['retry-after'] !== undefined)) {
    throw new AppError('server.busy', { params: { status } })
  }
  if (status === 407) throw proxyAuthError(headers)
  if (status === 404 || status === 410) throw new AppError('server.notFound', { params: { status } })
  const range = parseContentRange(headers['content-range'])
  if (status === 416 && asked !== undefined) {
    return { kind: 'unusable', status, total: range?.kind === 'unsatisfied' ? range.total : null }
  }
  if (status !== 200 && !(status === 206 && asked !== undefined)) {
    throw new AppError('server.httpStatus', { params: { status } })
  }
  if (notRecording.test(headers['content-type'] ?? '')) throw new AppError('server.notCloudRoom')
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new AppError('server.malformed', { params: { detail: 'contentEncoding' } })
  }
  const length = Number(headers['content-length'] ?? Number.NaN)
  const head: AnswerHead = {
    stream,
    stallMs,
    length: Number.isSafeInteger(length) ? length : null,
    validators: validatorsOf(headers),
    contentMd5: contentMd5(headers),
  }
  if (status === 200) return { ...head, kind: 'whole' }
  const isAnswer = asked !== undefined && answersRange(range, asked)
  return isAnswer && range?.kind === 'part'
    ? { ...head, kind: 'part', range }
    : { kind: 'unusable', status: 206, total: null }
}
