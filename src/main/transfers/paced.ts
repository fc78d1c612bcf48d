import type { Pace } from './throttle.ts'

/**
 * Limited bytes move in pieces of at most this size: jobs then take turns often, progress is smooth, and a connection at
 * the lowest limit does not look dead. Bytes
 */
const pieceBytes = 16 * 1024

/** Hands a chunk on as fast as it may go: whole, or piece by piece while there is a limit. */
export function handOn(
  chunk: Uint8Array,
  pace: Pace,
  take: (piece: Uint8Array) => Promise<void>,
): Promise<void> {
  return pace.isLimited ? handOnPieces(chunk, pace, take) : take(chunk)
}

async function handOnPieces(
  chunk: Uint8Array,
  pace: Pace,
  take: (piece: Uint8Array) => Promise<void>,
): Promise<void> {
  for await (const piece of pieces(chunk, pace)) await take(piece)
}

/** The same bytes, as fast as they may go. A piece is good for as long as its chunk is. */
export async function* paced(
  chunks: AsyncIterable<Uint8Array>,
  pace: Pace,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) yield* pieces(chunk, pace)
}

async function* pieces(chunk: Uint8Array, pace: Pace): AsyncGenerator<Uint8Array, void, undefined> {
  let rest = chunk
  while (pace.isLimited && rest.length > pieceBytes) {
    const piece = rest.subarray(0, pieceBytes)
    await pace.take(piece.length)
    yield piece
    rest = rest.subarray(pieceBytes)
  }
  await pace.take(rest.length)
  yield rest
}
