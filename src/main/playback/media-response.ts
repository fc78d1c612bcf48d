import { AppError } from '#shared/errors.ts'
import { peekParameter } from '#shared/models/playback.ts'
import { parseMediaRange, type MediaRange } from './media-range.ts'
import type { RecordingShape, RecordingSource } from './recording-source.ts'

/** How much is read at a time, in bytes. */
const chunkBytes = 256 * 1024

const commonHeaders = {
  'content-type': 'video/mp4',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}

/**
 * Answers a player's request for a part of a recording. The body waits for what is not there yet, and is read only as fast
 * as the player takes it.
 *
 * A request with `peek` in its address never makes anything be fetched: its body waits until it has come for others.
 *
 * @param signal ends the waiting for the server's first answer
 */
export async function mediaResponse(
  request: Pick<Request, 'method' | 'headers' | 'url'>,
  source: RecordingSource,
  signal: AbortSignal,
): Promise<Response> {
  let shape: RecordingShape
  try {
    shape = await source.shape(signal)
  } catch (error) {
    return new Response(null, { status: statusOf(error), headers: commonHeaders })
  }
  const isHead = request.method === 'HEAD'
  const isPeek = URL.parse(request.url)?.searchParams.has(peekParameter) === true
  const { size, canJump } = shape
  // It can be watched as it comes, and not be jumped in. A player that believed it could would look at the end first, and
  // wait there for the whole file.
  if (size === null || !canJump) {
    const length = size === null ? {} : { 'content-length': String(size) }
    return new Response(isHead ? null : bodyOf(source, { start: 0, end: size }, isPeek), {
      headers: { ...commonHeaders, ...length },
    })
  }
  const headers = { ...commonHeaders, 'accept-ranges': 'bytes' }
  const range = parseMediaRange(request.headers.get('range'), size)
  if (range === 'unsatisfiable') {
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } })
  }
  const { start, end } = { start: range?.start ?? 0, end: range?.end ?? size }
  return new Response(isHead ? null : bodyOf(source, { start, end }, isPeek), {
    status: range === null ? 200 : 206,
    headers: {
      ...headers,
      'content-length': String(end - start),
      ...(range === null ? {} : { 'content-range': `bytes ${start}-${end - 1}/${size}` }),
    },
  })
}

function bodyOf(
  source: RecordingSource,
  { start, end }: MediaRange,
  isPeek: boolean,
): ReadableStream<Uint8Array> {
  const reader = source.reader(isPeek)
  let position = start
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (end !== null && position >= end) {
          await reader.close()
          controller.close()
          return
        }
        try {
          const chunk = await reader.read(position, Math.min(chunkBytes, (end ?? Infinity) - position))
          if (chunk === null && end !== null) throw new AppError('playback.changed')
          if (chunk === null) {
            await reader.close()
            controller.close()
            return
          }
          position += chunk.length
          controller.enqueue(chunk)
        } catch (error) {
          await reader.close()
          controller.error(error)
        }
      },
      cancel: () => reader.close(),
    },
    // Nothing is read ahead of the player: it says itself how far ahead it wants to be.
    { highWaterMark: 0 },
  )
}

function statusOf(error: unknown): number {
  return error instanceof AppError && error.code === 'file.notFound' ? 404 : 503
}
