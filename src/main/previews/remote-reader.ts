import { AppError } from '#shared/errors.ts'
import type { CloudRoomClient } from '../api/client.types.ts'
import { describeNetworkError } from '../api/network-errors.ts'
import { DownloadAddress } from '../transfers/download/address.ts'
import type { DownloadBody, DownloadSource } from '../transfers/download-source.ts'
import { blockReader, type ByteReader } from './byte-reader.ts'
import type { FetchAllowance } from './fetch-allowance.ts'

/** What is asked for first: file type and tables of a recording that has them in front. Bytes */
const firstBytes = 32 * 1024

/** The server sends recordings only as a whole: a look into one would be a download. */
export class NoRanges extends Error {
  override readonly name = 'NoRanges'
}

/**
 * A recording on the server, a few bytes of which are fetched. Nothing of it is kept on disk.
 *
 * @throws NoRanges; AllowanceSpent; AppError `server.*`, `network.*`, `aborted`
 */
export async function openRemote(
  client: CloudRoomClient,
  source: DownloadSource,
  path: string,
  allowance: FetchAllowance,
  signal: AbortSignal,
): Promise<ByteReader> {
  const address = await DownloadAddress.find(client, source, path, signal)
  const first = await ask(address, 0, firstBytes, null, allowance, signal)
  const { range, validators } = first.answer
  return blockReader(range.total, allowance.bytes, async (start, end) => {
    // Nothing is fetched twice, so that what is read at most is what is allowed.
    const known = start === 0 ? first.bytes.subarray(0, end) : new Uint8Array()
    if (known.length === end - start) return known
    const next = await ask(address, start + known.length, end, validators.ifRange, allowance, signal)
    if (next.answer.range.total !== range.total) throw new AppError('playback.changed')
    return known.length === 0 ? next.bytes : Buffer.concat([known, next.bytes])
  })
}

type PartAnswer = Extract<DownloadBody, { kind: 'part' }>

async function ask(
  address: DownloadAddress,
  start: number,
  end: number,
  ifRange: string | null,
  allowance: FetchAllowance,
  signal: AbortSignal,
): Promise<{ readonly answer: PartAnswer; readonly bytes: Uint8Array }> {
  allowance.take(end - start)
  const answer = await address.open({ range: { start, end }, ifRange, signal }).catch((error: unknown) => {
    // What is stopped may have been on its way.
    if (!signal.aborted) allowance.giveBack(end - start)
    throw error
  })
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
