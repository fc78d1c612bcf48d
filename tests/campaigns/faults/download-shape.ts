import type { FaultSpec } from '#emulator/server.ts'
import type { StageOptions } from './stage.ts'
import { between, pick, type ConnectionMode, type Position } from './fault-case.ts'

/** The smallest recording that the emulator makes up. Bytes */
const leastSize = 90_000

/** One download's size, how it is shared out, and where in it something happens. */
export interface DownloadShape {
  /** bytes */
  readonly size: number
  readonly segments: NonNullable<StageOptions['segments']>
  /** Requests for the recording's bytes before the one that is hit. */
  readonly requestsBefore: number
  /** Bytes of that request's answer before the one that is hit. */
  readonly offset: number
}

/** Makes up a download: over one connection one request is for all of it, over several they take blocks. */
export function shapeDownload(mode: ConnectionMode, position: Position, random: () => number): DownloadShape {
  if (mode === 'one connection') {
    const size = between(random, leastSize, 2_000_000)
    return { size, segments: { connections: 1 }, requestsBefore: 0, offset: offsetIn(size, position, random) }
  }
  const blockBytes = between(random, 100_000, 300_000)
  const blocks = between(random, 5, 9)
  // Ends of files are where blocks and bytes are miscounted.
  const size = blocks * blockBytes + pick(random, [0, 1, -1, between(random, 2, blockBytes - 2)])
  const count = Math.ceil(size / blockBytes)
  const index = position === 'start' ? 0 : position === 'middle' ? between(random, 1, count - 2) : count - 1
  const length = Math.min(blockBytes, size - index * blockBytes)
  return {
    size,
    segments: { connections: 4, segmentFrom: leastSize, blockBytes },
    requestsBefore: index,
    offset: offsetIn(length, position, random),
  }
}

function offsetIn(length: number, position: Position, random: () => number): number {
  if (position === 'start') return Math.min(length - 1, pick(random, [0, 1, between(random, 2, 1000)]))
  return position === 'middle' ? between(random, 0, length - 1) : length - 1
}

/** Faults that let a fault of requests come at a place of the file, and how many tries that takes. */
export interface Arrangement {
  readonly faults: readonly FaultSpec[]
  readonly retries: number
}

/** Holds a download at its place, with one byte here at least: then there are a folder and a part file. */
export function standstill({ offset, requestsBefore }: DownloadShape): FaultSpec {
  return { name: 'stall-at', arg: requestsBefore === 0 ? Math.max(1, offset) : offset, skip: requestsBefore }
}

/** A fault of a body: at the byte. */
export function inBody(name: FaultSpec['name'], shape: DownloadShape, times: number | null): Arrangement {
  const fault = { name, arg: shape.offset, skip: shape.requestsBefore, endpoint: 'download' as const }
  return { faults: [times === null ? fault : { ...fault, times }], retries: 0 }
}

/**
 * A fault of whole requests: on the request for the block; over one connection on the request that goes on at the byte,
 * after the first was cut there.
 */
export function onRequest(
  fault: Pick<FaultSpec, 'name' | 'arg'>,
  shape: DownloadShape,
  mode: ConnectionMode,
  position: Position,
  times: number | null,
): Arrangement {
  const isCut = mode === 'one connection' && position !== 'start'
  const skip = isCut ? 1 : shape.requestsBefore
  const hit: FaultSpec = { ...fault, endpoint: 'download', skip, ...(times === null ? {} : { times }) }
  const cut: FaultSpec = { name: 'drop-at', arg: shape.offset, times: 1 }
  return { faults: isCut ? [cut, hit] : [hit], retries: isCut ? 1 : 0 }
}
