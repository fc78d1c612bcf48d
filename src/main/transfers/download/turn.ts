import type { ByteRange } from './byte-ranges.ts'

/** What one connection is at. */
export interface RunningBlock {
  readonly block: ByteRange
  /** Where its next byte goes. */
  readonly position: () => number
  /** Makes it give back what it has not got, and take what is waited for. */
  readonly turn: () => void
}

/** While a reader waits, connections share what it waits for in pieces of this size. Bytes */
export const waitedForBytes = 512 * 1024
/** While a file is read that comes fast enough, blocks are no larger than this, so that a jump costs little. Bytes */
export const readAheadBlockBytes = 4 * 2 ** 20
/** Bytes that a connection is about to get anyway: turning it would not make them come sooner. */
const nearBytes = 2 ** 20
/** What comes soon behind a position that is waited for is worth fetching. Bytes */
export const aheadBytes = 4 * 2 ** 20

/**
 * Turns connections to what readers wait for: those that fetch something far from it, and those that have much more to
 * fetch than a reader waits for while others could share it. Whatever is turned away loses only what is on its way.
 *
 * @param waiting positions that are waited for and not there
 * @param canShare there are other connections
 */
export function turnToWaiting(
  running: readonly RunningBlock[],
  waiting: readonly number[],
  canShare: boolean,
): void {
  if (waiting.length === 0) return
  // Also where it has just come in, and is about to be written.
  const isServing = ({ block, position }: RunningBlock, wanted: number): boolean =>
    block.start <= wanted && wanted < block.end && wanted - position() <= nearBytes
  const isSoon = ({ position }: RunningBlock, wanted: number): boolean =>
    wanted < position() && position() < wanted + aheadBytes
  const kept = running.filter((each) => {
    const isUseful = waiting.some((wanted) => isServing(each, wanted) || isSoon(each, wanted))
    const isTooMuch = canShare && each.block.end - each.position() > 2 * readAheadBlockBytes
    if (isUseful && !isTooMuch) return true
    each.turn()
    return false
  })
  const isNext = waiting.some((wanted) =>
    running.some((each) => kept.includes(each) && isServing(each, wanted)),
  )
  if (isNext || kept.length < running.length) return
  // All are busy right behind it, and nobody fetches it.
  kept.toSorted((a, b) => b.position() - a.position())[0]?.turn()
}
