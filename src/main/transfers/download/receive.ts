import { AppError } from '#shared/errors.ts'
import { describeNetworkError } from '../../api/network-errors.ts'
import { handOn } from '../paced.ts'
import type { Pace } from '../throttle.ts'
import type { DownloadBody } from '../download-source.ts'
import type { AskedRange } from './content-range.ts'
import type { PartWriter } from './part-writer.ts'
import { release } from './release.ts'

/**
 * Reads a body into the part file. Pulling chunk by chunk gives the connection backpressure. However it ends, what had
 * come in by then is written, so that it need not come again.
 *
 * @param pace how fast; while it makes this wait, nothing is read
 * @param range the bytes that the body is; `end` null when nobody knows
 * @throws AppError `server.lengthMismatch` when the body ends early or goes on too long, `network.*`, `file.*`, `aborted`
 */
export async function receive(
  body: DownloadBody,
  range: AskedRange,
  writer: PartWriter,
  pace: Pace,
  signal: AbortSignal,
): Promise<void> {
  try {
    await pump(body, range.end ?? Infinity, writer, pace, signal)
  } catch (error) {
    body.stream.destroy()
    if (!(error instanceof AppError && error.code.startsWith('file.'))) await writer.flush()
    throw error
  }
  await writer.flush()
  if (range.end !== null && writer.position !== range.end) {
    const params = { expected: range.end - range.start, actual: writer.position - range.start }
    throw new AppError('server.lengthMismatch', { params })
  }
}

async function pump(
  body: DownloadBody,
  end: number,
  writer: PartWriter,
  pace: Pace,
  signal: AbortSignal,
): Promise<void> {
  const chunks = body.stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  for (;;) {
    const { done, value } = await nextChunk(chunks, body)
    if (done) return
    if (signal.aborted) throw new AppError('aborted')
    if (writer.position + value.length > end) {
      const params = { expected: end, actual: writer.position + value.length }
      throw new AppError('server.lengthMismatch', { params })
    }
    await handOn(value, pace, (piece) => writer.add(piece))
    release(value)
  }
}

/** Counts only the time in which bytes are wanted: a slow disk is no fault of the server. */
async function nextChunk(
  chunks: AsyncIterator<Uint8Array>,
  { stream, stallMs }: DownloadBody,
): Promise<IteratorResult<Uint8Array, unknown>> {
  const stall = new AbortController()
  const timer = setTimeout(() => {
    stall.abort()
    stream.destroy()
  }, stallMs)
  try {
    const next = await chunks.next()
    if (!stall.signal.aborted) return next
  } catch (error) {
    if (!stall.signal.aborted) throw describeNetworkError(error)
  } finally {
    clearTimeout(timer)
  }
  throw new AppError('network.timeout', { params: { phase: 'stall' } })
}
