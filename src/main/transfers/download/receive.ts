import { AppError } from '#shared/errors.ts'
import { describeNetworkError } from '../../api/network-errors.ts'
import type { DownloadBody } from '../download-source.ts'
import type { AskedRange } from './content-range.ts'
import type { PartWriter } from './part-writer.ts'

/**
 * Reads a body into the part file. Pulling chunk by chunk gives the connection backpressure. However it ends, what had
 * come in by then is written, so that it need not come again.
 *
 * @param range the bytes that the body is; `end` null when nobody knows
 * @throws AppError `server.lengthMismatch` when the body ends early or goes on too long, `network.*`, `file.*`, `aborted`
 */
export async function receive(
  body: DownloadBody,
  range: AskedRange,
  writer: PartWriter,
  signal: AbortSignal,
): Promise<void> {
  try {
    await pump(body, range.end ?? Infinity, writer, signal)
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

async function pump(body: DownloadBody, end: number, writer: PartWriter, signal: AbortSignal): Promise<void> {
  const chunks = body.stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  for (;;) {
    const next = await chunks.next().catch((error: unknown) => {
      throw describeNetworkError(error)
    })
    if (next.done) return
    if (signal.aborted) throw new AppError('aborted')
    if (writer.position + next.value.length > end) {
      const params = { expected: end, actual: writer.position + next.value.length }
      throw new AppError('server.lengthMismatch', { params })
    }
    for (let rest = writer.take(next.value); rest.length > 0; rest = writer.take(rest)) await writer.flush()
    if (writer.isDue) await writer.flush()
  }
}
