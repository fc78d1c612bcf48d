import { AppError } from '#shared/errors.ts'
import type { DownloadBody } from '../download-source.ts'
import type { DownloadAddress } from './address.ts'
import { BlockQueue, type Preference } from './block-queue.ts'
import { ByteRanges, type ByteRange } from './byte-ranges.ts'
import type { Pace } from '../throttle.ts'
import type { PartSession } from './part-session.ts'
import { receive } from './receive.ts'
import { StartOver } from './start-over.ts'
import { readAheadBlockBytes, turnToWaiting, waitedForBytes, type RunningBlock } from './turn.ts'
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
  const { demand } = part
  const blockBytesNow = (): number => {
    if (demand.from === null || connections === 1) return blockBytes
    return Math.min(blockBytes, demand.waiting.length > 0 ? waitedForBytes : readAheadBlockBytes)
  }
  /** What readers wait for and is not there, the latest first. */
  const waiting = (): number[] =>
    demand.waiting.filter((wanted) => wanted < size && part.done.endOf(wanted) === wanted).toReversed()
  const preference = (): Preference => ({ from: demand.from, waiting: connections > 1 ? waiting() : [] })
  const queue = new BlockQueue(missing, blockBytesNow, 1, preference)
  const running = new Set<RunningBlock>()
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
  const one = (body: PartBody | null): Promise<void> => guard(work({ options, queue, running, signal }, body))
  const helpers = Array.from({ length: Math.min(connections - 1, blocks) }, () => one(null))
  const all = [one(first), ...helpers]
  const turn = (): void => {
    turnToWaiting([...running], waiting(), connections > 1)
    queue.look()
  }
  const stopListening = demand.onWant(turn)
  turn()
  await Promise.all(all)
  stopListening()
  if (fatal !== null) throw asError(fatal)
  if (part.done.missing(size).length > 0) throw asError(last)
}

interface Shared {
  readonly options: FetchBlocksOptions
  readonly queue: BlockQueue
  readonly running: Set<RunningBlock>
  readonly signal: AbortSignal
}

/** One connection: block after block until there is none left. */
async function work(shared: Shared, first: PartBody | null): Promise<void> {
  const { queue, options, signal } = shared
  let body = first
  for (;;) {
    const block: ByteRange | null = body?.range ?? (await queue.take())
    if (block === null) return
    const turned = new AbortController()
    try {
      await fetchBlock(shared, block, body, turned)
    } catch (error) {
      queue.giveBack(options.part.done.missing(block.end, block.start))
      // Turned to something else, which is no failure.
      if (!turned.signal.aborted || signal.aborted || isFatal(error, turned.signal)) throw error
      body = null
      continue
    }
    queue.finish()
    body = null
  }
}

async function fetchBlock(
  { options, running, signal }: Shared,
  block: ByteRange,
  body: PartBody | null,
  turned: AbortController,
): Promise<void> {
  let position = (): number => block.start
  const each: RunningBlock = { block, position: () => position(), turn: () => turned.abort() }
  const either = AbortSignal.any([signal, turned.signal])
  running.add(each)
  try {
    const opened = body ?? (await openBlock(options, block, either))
    // The first body was opened before anyone could turn it.
    const drop = (): void => void opened.stream.destroy()
    if (turned.signal.aborted) drop()
    turned.signal.addEventListener('abort', drop, { once: true })
    options.onAnswer(opened)
    await options.part.withWriter(block.start, async (writer) => {
      position = () => writer.position
      await receive(opened, block, writer, options.pace, either)
    })
  } finally {
    running.delete(each)
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

/** @param turned what has been turned away ends as if it were aborted */
function isFatal(error: unknown, turned?: AbortSignal): boolean {
  if (!(error instanceof AppError)) return true
  if (error.code === 'aborted') return turned?.aborted !== true
  return error.code === 'server.notFound' || error.code.startsWith('file.')
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new AppError('internal', { cause: error })
}
