import { AppError } from '#shared/errors.ts'
import type { DownloadBody } from '../download-source.ts'
import type { DownloadAddress } from './address.ts'
import { BlockQueue } from './block-queue.ts'
import { ByteRanges, type ByteRange } from './byte-ranges.ts'
import type { Pace } from '../throttle.ts'
import type { PartSession } from './part-session.ts'
import { receive } from './receive.ts'
import { StartOver } from './start-over.ts'
import { isSameContent } from './validators.ts'

type PartBody = Extract<DownloadBody, { kind: 'part' }>

export interface FetchBlocksOptions {
  readonly address: DownloadAddress
  readonly part: PartSession
  /** A connection that is open already, with its first block. */
  readonly first: PartBody
  /** bytes */
  readonly size: number
  readonly connections: number
  readonly blockBytes: number
  readonly onAnswer: (body: PartBody) => void
  readonly pace: Pace
  readonly signal: AbortSignal
}

/**
 * Fetches all that is missing over several connections that take blocks from one list. A connection that fails gives
 * back what it did not get, and the others do the rest; servers may allow fewer connections than we would like. Only
 * when the last has failed, or when going on makes no sense (disk full, content changed, aborted), all stop.
 *
 * @throws AppError of the last failure, or StartOver
 */
export async function fetchBlocks(options: FetchBlocksOptions): Promise<void> {
  const { part, first, size, connections, blockBytes } = options
  const claimed = new ByteRanges(part.done.toArray())
  claimed.add(first.range.start, first.range.end)
  const missing = claimed.missing(size)
  const queue = new BlockQueue(missing, blockBytes, 1)
  const blocks = missing.reduce((sum, { start, end }) => sum + Math.ceil((end - start) / blockBytes), 0)

  const stop = new AbortController()
  const signal = AbortSignal.any([options.signal, stop.signal])
  let fatal: unknown = null
  let last: unknown = null
  const guard = async (work: Promise<void>): Promise<void> => {
    try {
      await work
    } catch (error) {
      last = error
      if (!isFatal(error)) return
      fatal ??= error
      queue.close()
      stop.abort()
    }
  }
  const helpers = Array.from({ length: Math.min(connections - 1, blocks) }, () =>
    guard(work(options, queue, null, signal)),
  )
  await Promise.all([guard(work(options, queue, first, signal)), ...helpers])
  if (fatal !== null) throw asError(fatal)
  if (part.done.missing(size).length > 0) throw asError(last)
}

/** One connection: block after block until there is none left. */
async function work(
  options: FetchBlocksOptions,
  queue: BlockQueue,
  first: PartBody | null,
  signal: AbortSignal,
): Promise<void> {
  const { part } = options
  let body = first
  for (;;) {
    const block: ByteRange | null = body?.range ?? (await queue.take())
    if (block === null) return
    try {
      const opened = body ?? (await openBlock(options, block, signal))
      options.onAnswer(opened)
      await part.withWriter(block.start, (writer) => receive(opened, block, writer, options.pace, signal))
    } catch (error) {
      queue.giveBack(part.done.missing(block.end, block.start))
      throw error
    }
    queue.finish()
    body = null
  }
}

async function openBlock(
  { address, part, size }: FetchBlocksOptions,
  block: ByteRange,
  signal: AbortSignal,
): Promise<PartBody> {
  const { validators } = part.record
  const answer = await address.open({ range: block, ifRange: validators.ifRange, signal })
  if (answer.kind === 'part') {
    if (answer.range.total === size && isSameContent(validators, answer.validators)) return answer
    answer.stream.destroy()
    throw new StartOver()
  }
  if (answer.kind === 'unusable' && answer.status === 206) {
    throw new AppError('server.malformed', { params: { detail: 'contentRange' } })
  }
  // A 200 begins at byte 0: written at the block's place it would corrupt the file.
  if (answer.kind === 'whole') answer.stream.destroy()
  throw new StartOver()
}

function isFatal(error: unknown): boolean {
  if (!(error instanceof AppError)) return true
  return error.code === 'aborted' || error.code === 'server.notFound' || error.code.startsWith('file.')
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new AppError('internal', { cause: error })
}
