import { AppError } from '#shared/errors.ts'
import type { CloudRoomClient } from '../api/client.types.ts'
import { describeNetworkError } from '../api/network-errors.ts'
import { DownloadAddress } from '../transfers/download/address.ts'
import type { DownloadBody, DownloadSource } from '../transfers/download-source.ts'
import { blockReader, type ByteReader } from './byte-reader.ts'

/** What is asked for first: file type and tables of a recording that has them in front. Bytes */
const firstBytes = 32 * 1024

/** The server sends recordings only as a whole: a look into one would be a download. */
export class NoRanges extends Error {
  override readonly name = 'NoRanges'
}

/**
 * A recording on the server, a few bytes of which are fetched. Nothing of it is kept on disk.
 *
 * @param budget bytes that may be fetched
 * @throws NoRanges; AppError `server.*`, `network.*`, `aborted`
 */
export async function openRemote(
  client: CloudRoomClient,
  source: DownloadSource,
  path: string,
  budget: number,
  signal: AbortSignal,
): Promise<ByteReader> {
  const address = await DownloadAddress.find(client, source, path, signal)
  const first = await ask(address, 0, firstBytes, null, signal)
  const { range, validators } = first.answer
  return blockReader(range.total, budget, async (start, end) => {
    if (start === 0 && end === first.bytes.length) return first.bytes
    const next = await ask(address, start, end, validators.ifRange, signal)
    if (next.answer.range.total !== range.total) throw new AppError('playback.changed')
    return next.bytes
  })
}

type PartAnswer = Extract<DownloadBody, { kind: 'part' }>

async function ask(
  address: DownloadAddress,
  start: number,
  end: number,
  ifRange: string | null,
  signal: AbortSignal,
): Promise<{ readonly answer: PartAnswer; readonly bytes: Uint8Array }> {
  const answer = await address.open({ range: { start, end }, ifRange, signal })
  if (answer.kind !== 'part') {
    if (answer.kind === 'whole') answer.stream.destroy()
    // A range that is conditional comes as a whole when the file is another one by now.
    if (answer.kind === 'whole' && ifRange !== null) throw new AppError('playback.changed')
    throw new NoRanges()
  }
  const { stream, range } = answer
  const bytes = Buffer.alloc(range.end - range.start)
  let length = 0
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      if (signal.aborted) throw new AppError('aborted')
      if (length + chunk.length > bytes.length) throw new AppError('server.lengthMismatch')
      bytes.set(chunk, length)
      length += chunk.length
    }
  } catch (error) {
    throw error instanceof AppError ? error : describeNetworkError(error)
  } finally {
    stream.destroy()
  }
  return { answer, bytes: bytes.subarray(0, length) }
}
