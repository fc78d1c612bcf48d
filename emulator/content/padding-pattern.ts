/**
 * Prime, so that the pattern never lines up with the power-of-two offsets at which clients split files: a part that
 * was written in another part's place changes the hash of the file.
 */
export const PATTERN_BYTES = 1_048_573

let pattern: Buffer | undefined

/** Bytes that look random and are always the same (xorshift32); made once, on first use. */
export function paddingPattern(): Buffer {
  if (pattern) return pattern
  const bytes = Buffer.allocUnsafe(PATTERN_BYTES)
  let state = 0x9e3779b9
  for (let index = 0; index < PATTERN_BYTES; index++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[index] = state & 0xff
  }
  pattern = bytes
  return bytes
}

/** Where in the pattern the padding of a file starts; spreads neighbouring ids far apart (Knuth's multiplier). */
export function patternStart(fileId: number): number {
  return (Math.imul(fileId, 2654435761) >>> 0) % PATTERN_BYTES
}
