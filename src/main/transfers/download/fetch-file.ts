import { AppError } from '#shared/errors.ts'
import type { DownloadBody } from '../download-source.ts'
import type { DownloadAddress } from './address.ts'
import type { AskedRange } from './content-range.ts'
import { fetchBlocks } from './fetch-blocks.ts'
import type { Pace } from '../throttle.ts'
import type { PartSession } from './part-session.ts'
import { receive } from './receive.ts'
import { blockBytesFor } from './resume-plan.ts'
import { StartOver } from './start-over.ts'
import { waitedForBytes } from './turn.ts'
import { isSameContent } from './validators.ts'
import { Md5Evidence } from './verify-file.ts'

/** How far off a rounded size can be besides being half or twice as much: listings may round up to whole KB. Bytes */
const roundingBytes = 2048

export interface FetchOptions {
  readonly address: DownloadAddress
  readonly part: PartSession
  /** At most. */
  readonly connections: number
  /** Size in bytes from which several connections are used. */
  readonly segmentFrom: number
  /** Overrides the size of blocks. */
  readonly blockBytes: number | undefined
  readonly pace: Pace
  readonly signal: AbortSignal
  /** The server has begun to answer; called before the first byte is written. */
  readonly onStart: (totalBytes: number | null) => void
}

/**
 * Fetches what is missing of a file. If the server's ranges turn out to be of no use, or the content to have changed, it
 * starts over once, with one plain request for the whole file.
 *
 * @throws AppError
 */
export async function fetchFile(options: FetchOptions): Promise<void> {
  const { part, onStart } = options
  if (part.isComplete) {
    onStart(part.record.size)
    part.report()
    return
  }
  try {
    await fetchByRanges(options)
  } catch (error) {
    if (!(error instanceof StartOver)) throw error
    const answer = await options.address.open({ signal: options.signal })
    if (answer.kind !== 'whole') throw new AppError('server.malformed', { params: { detail: 'range' } })
    await fetchWhole(answer, options)
  }
}

/** The first request asks for a range: one answer tells the size, the validators and whether there are ranges. */
async function fetchByRanges(options: FetchOptions): Promise<void> {
  const { address, part, signal } = options
  const asked = firstRange(options)
  const answer = await address.open({ range: asked, ifRange: part.record.validators.ifRange, signal })
  if (answer.kind === 'whole') {
    await fetchWhole(answer, options)
    return
  }
  if (answer.kind === 'unusable') {
    // An empty file has no first byte to ask for. Any other 416 contradicts what is known about the file.
    if (answer.status !== 416 || answer.total !== 0) throw new StartOver()
    await beginEmpty(options)
    return
  }
  try {
    await beginOrGoOn(answer, options)
  } catch (error) {
    answer.stream.destroy()
    throw error
  }
  const evidence = new Md5Evidence(part.record.md5)
  const remaining = answer.range.total - part.done.total
  const isSegmented = connectionsFor(options, answer.range.total) > 1
  await fetchBlocks({
    address,
    part,
    first: answer,
    size: answer.range.total,
    connections: isSegmented ? options.connections : 1,
    pace: options.pace,
    blockBytes: isSegmented ? blockBytes(options, remaining) : Infinity,
    onAnswer: ({ contentMd5, range }) => {
      const isWhole = range.end - range.start === range.total
      if (evidence.note(contentMd5, range.start, isWhole) && evidence.certain !== null) {
        part.learnMd5(evidence.certain)
      }
    },
    signal,
  })
}

/** What is missing first: all of it, or a block of it when several connections will share the file. */
function firstRange(options: FetchOptions): AskedRange {
  const { part, address } = options
  const size = part.record.size ?? address.recording.size
  const gap = part.record.size === null ? undefined : part.done.missing(part.record.size)[0]
  const start = gap?.start ?? 0
  // A list may lack the size, and a resumed file has its own.
  if (connectionsFor(options, size ?? Infinity) === 1) return { start, end: gap?.end ?? null }
  const end = start + firstBlockBytes(options, size === null ? Infinity : size - part.done.total)
  return { start, end: gap === undefined ? end : Math.min(end, gap.end) }
}

function connectionsFor({ connections, segmentFrom }: FetchOptions, size: number): number {
  return size >= segmentFrom ? connections : 1
}

function blockBytes(options: FetchOptions, remaining: number): number {
  return options.blockBytes ?? blockBytesFor(remaining, options.connections)
}

/** A reader that waits is served before anything else, and by all connections. */
function firstBlockBytes(options: FetchOptions, remaining: number): number {
  const isRead = options.part.demand.from !== null
  return Math.min(blockBytes(options, remaining), isRead ? waitedForBytes : Infinity)
}

async function beginOrGoOn(
  answer: Extract<DownloadBody, { kind: 'part' }>,
  options: FetchOptions,
): Promise<void> {
  const { part, address, onStart } = options
  const { range, validators } = answer
  if (part.record.size !== null) {
    if (part.record.size !== range.total || !isSameContent(part.record.validators, validators)) {
      throw new StartOver()
    }
    await part.requireSpace()
    onStart(range.total)
    part.report()
    return
  }
  requireListedSize(address, range.total)
  // Without a validator the rest might be another file's.
  if (range.end < range.total && validators.ifRange === null) throw new StartOver()
  onStart(range.total)
  await part.startOver(range.total, validators)
}

async function beginEmpty({ part, address, onStart }: FetchOptions): Promise<void> {
  requireListedSize(address, 0)
  onStart(0)
  await part.startOver(0, part.record.validators)
}

/** A 200 is the file from its first byte: whatever there was of it is given up. */
async function fetchWhole(answer: DownloadBody, options: FetchOptions): Promise<void> {
  const { part, address, signal, onStart } = options
  try {
    requireListedSize(address, answer.length)
    onStart(answer.length)
    await part.startOver(answer.length, answer.validators, true)
    if (answer.contentMd5 !== null) part.learnMd5(answer.contentMd5)
  } catch (error) {
    answer.stream.destroy()
    throw error
  }
  await part.withWriter(0, async (writer) => {
    await receive(answer, { start: 0, end: answer.length }, writer, options.pace, signal)
    requireListedSize(address, writer.position)
    part.learnSize(writer.position)
  })
}

/** A listing that rounds (`1.2M`) still tells a recording from an error page. */
function requireListedSize({ recording }: DownloadAddress, actual: number | null): void {
  const { size: expected, sizeIsExact } = recording
  if (expected === null || actual === null) return
  const isFitting = sizeIsExact
    ? actual === expected
    : actual >= expected / 2 - roundingBytes && actual <= expected * 2 + roundingBytes
  if (isFitting) return
  throw new AppError('server.lengthMismatch', { params: { expected, actual } })
}
