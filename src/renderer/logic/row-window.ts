/** A stretch of rows that are drawn: `size` of them, from `from` on. */
export interface RowWindow {
  readonly from: number
  readonly size: number
}

export interface RowPlace {
  /** px that are scrolled away above the rows */
  readonly scrollTop: number
  /** px in sight */
  readonly height: number
  /** px of a row */
  readonly rowHeight: number
  readonly count: number
  /** Rows that are drawn beyond either edge. */
  readonly margin: number
}

/** What to draw for a place in a list. Always the same number of rows where there are so many, so that each can be used again. */
export function windowAt({ scrollTop, height, rowHeight, count, margin }: RowPlace): RowWindow {
  const size = Math.min(count, Math.ceil(height / rowHeight) + 1 + 2 * margin)
  const first = Math.floor(scrollTop / rowHeight) - margin
  return { from: Math.max(0, Math.min(first, count - size)), size }
}

/**
 * The rows of a window in the order of their elements. Element `n` shows the row whose number leaves `n` when divided by the
 * window's size: rows that scroll out become those that come, all others stay as they are.
 *
 * @param base number of the row whose element is the first; as long as it stays the same, no element moves
 */
export function rowsInOrder({ from, size }: RowWindow, base: number): number[] {
  const shift = size === 0 ? 0 : (((base - from) % size) + size) % size
  return Array.from({ length: size }, (_, place) => from + ((place + shift) % size))
}
