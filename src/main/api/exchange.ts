import type { Agent as HttpAgent, IncomingMessage } from 'node:http'
import type { Agent as HttpsAgent } from 'node:https'
import type { Delays, Progress } from 'got'
import { AppError } from '#shared/errors.ts'
import { describeNetworkError } from './network-errors.ts'

/** Bytes of an answer that are read; a page of 50 recordings has about 20 KB. */
export const maxAnswerBytes = 16 * 2 ** 20

export interface Agents {
  readonly http: HttpAgent
  readonly https: HttpsAgent
}

export interface ExchangeRequest {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | AsyncIterable<Uint8Array>
  readonly timeout: Delays
  readonly agents: Agents
  readonly signal: AbortSignal | undefined
  /** Body bytes that the socket has taken so far. */
  readonly onBytesSent?: (bytes: number) => void
  /** All of the body is with the network. Returns the ms that the answer may take from now on without a byte moving. */
  readonly onBodySent?: () => number
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Uint8Array
  /** False when the connection was lost before the end of the answer. */
  readonly isComplete: boolean
}

/**
 * One POST with its answer, whatever its status. Follows no redirect, so that nothing is ever sent to another origin,
 * and repeats nothing. Throws AppError: network.*, aborted, server.malformed when the answer is beyond
 * {@link maxAnswerBytes}, server.notCloudRoom when it is not HTTP, or the AppError that `body` throws.
 */
export async function exchange(request: ExchangeRequest): Promise<RawAnswer> {
  // With the first request: a start shows what is known before anything is asked for.
  const { default: got } = await import('got')
  return await new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let length = 0
    let head: Pick<RawAnswer, 'status' | 'headers'> | null = null

    const stream = got.stream.post(request.url, {
      headers: { ...request.headers },
      body: request.body,
      agent: { ...request.agents },
      timeout: request.timeout,
      retry: { limit: 0 },
      followRedirect: false,
      throwHttpErrors: false,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    })

    const answer = (isComplete: boolean): void => {
      if (head !== null) resolve({ ...head, body: Buffer.concat(chunks), isComplete })
      // Ends an upload whose answer came before its last byte; a finished request is left alone.
      stream.destroy()
    }

    stream.on('response', (response: IncomingMessage) => {
      head = { status: response.statusCode ?? 0, headers: response.headers }
    })
    stream.on('data', (chunk: Uint8Array) => {
      length += chunk.length
      chunks.push(chunk)
      if (length <= maxAnswerBytes) return
      stream.destroy(new AppError('server.malformed', { params: { detail: 'tooLarge' }, retryable: false }))
    })
    stream.once('end', () => answer(true))
    stream.on('error', (error) => {
      const described = describeNetworkError(error)
      if (head !== null && described.code === 'network.connectionLost') answer(false)
      else reject(described)
    })
    stream.on('uploadProgress', ({ transferred }: Progress) => request.onBytesSent?.(transferred))
    stream.once('finish', () => {
      const answerTimeout = request.onBodySent?.()
      if (answerTimeout !== undefined) stream.socket?.setTimeout(answerTimeout)
    })
  })
}
