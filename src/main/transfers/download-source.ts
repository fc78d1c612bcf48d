import { once } from 'node:events'
import got, { type Request } from 'got'
import { AppError } from '#shared/errors.ts'
import { describeNetworkError } from '../api/network-errors.ts'

export interface DownloadSourceOptions {
  readonly userAgent: string
  /** PEM certificates to trust; the system's store. */
  readonly ca: readonly string[]
  readonly timeouts?: Partial<DownloadTimeouts>
}

/** All in ms. There is no limit on a download as a whole, only on one that does not move. */
export interface DownloadTimeouts {
  readonly connect: number
  /** From the request to the first byte of the answer. */
  readonly response: number
  /** Without a byte. */
  readonly stall: number
}

export interface DownloadBody {
  readonly stream: Request
  /** `Content-Length` in bytes, or null. */
  readonly length: number | null
}

export interface DownloadSource {
  /**
   * Starts fetching a recording's bytes. Carries no credentials, so redirects may be followed.
   *
   * @throws AppError `server.*`, `network.*`, `aborted`
   */
  open(url: string, signal: AbortSignal): Promise<DownloadBody>
}

const defaultTimeouts: DownloadTimeouts = { connect: 10_000, response: 30_000, stall: 30_000 }

export function createDownloadSource(options: DownloadSourceOptions): DownloadSource {
  const timeouts = { ...defaultTimeouts, ...options.timeouts }
  return {
    async open(url, signal) {
      const stream = got.stream(url, {
        signal,
        headers: {
          'user-agent': options.userAgent,
          accept: 'video/mp4, application/octet-stream, */*;q=0.5',
        },
        // Bytes are stored and counted as the server has them (RFC 9110, section 8.4).
        decompress: false,
        retry: { limit: 0 },
        throwHttpErrors: false,
        maxRedirects: 5,
        timeout: {
          lookup: timeouts.connect,
          connect: timeouts.connect,
          secureConnect: timeouts.connect,
          response: timeouts.response,
          socket: timeouts.stall,
        },
        https: { certificateAuthority: [...options.ca] },
        hooks: { beforeRedirect: [refuseDowngrade(url)] },
      })
      // Failures after the answer reach whoever reads the stream; this one only keeps them from being unhandled.
      stream.on('error', () => undefined)
      try {
        await once(stream, 'response')
        return describe(stream)
      } catch (error) {
        stream.destroy()
        throw isRedirectLoop(error)
          ? new AppError('server.redirected', { params: { location: new URL(url).host } })
          : describeNetworkError(error)
      }
    },
  }
}

function isRedirectLoop(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ERR_TOO_MANY_REDIRECTS'
}

/** What servers and proxies send in place of a file, under status 200; a recording is neither. */
const notRecording = /^\s*(?:text\/html|application\/json)\b/iu

/** https must not end in plain http on the way. */
function refuseDowngrade(from: string) {
  return (next: { url?: string | URL | undefined }): void => {
    const isSafe = !from.startsWith('https:') || String(next.url).startsWith('https:')
    if (!isSafe) throw new AppError('server.unsafeDownloadUrl')
  }
}

function describe(stream: Request): DownloadBody {
  const response = stream.response
  if (!response) throw new AppError('internal')
  const status = response.statusCode
  if (status === 429 || (status === 503 && response.headers['retry-after'] !== undefined)) {
    throw new AppError('server.busy')
  }
  if (status === 404 || status === 410) throw new AppError('server.notFound', { params: { status } })
  if (status !== 200) throw new AppError('server.httpStatus', { params: { status } })
  if (notRecording.test(response.headers['content-type'] ?? '')) throw new AppError('server.notCloudRoom')
  const length = Number(response.headers['content-length'] ?? Number.NaN)
  return { stream, length: Number.isSafeInteger(length) ? length : null }
}
