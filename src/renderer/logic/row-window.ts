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

/** What scrolls goes on while rows are being drawn for the place that it had: for so many times the way that it went last. */
const leadFactor = 2.5

/** What to draw for a place in a list. Always the same number of rows where there are so many, so that each can be used again. */
export function windowAt(place: RowPlace, ahead = 0): RowWindow {
  const { scrollTop, height, rowHeight, count, margin } = place
  const size = Math.min(count, Math.ceil(height / rowHeight) + 1 + 2 * margin)
  const first = Math.floor(scrollTop / rowHeight) - margin + ahead
  return { from: Math.max(0, Math.min(first, count - size)), size }
}

/**
 * What to draw when a list has been scrolled. The browser scrolls by itself what is drawn, and shows nothing where there is nothing:
 * rows go from the edge that is left to the one that comes, the more of them the faster it is scrolled.
 *
 * @param by px that it was scrolled by, down if positive
 */
export function windowAfter(current: RowWindow, place: RowPlace, by: number): RowWindow {
  const most = Math.max(0, place.margin - 1)
  const ahead = Math.round((by * leadFactor) / place.rowHeight)
  const next = windowAt(place, Math.max(-most, Math.min(ahead, most)))
  // Slower than before: what was drawn ahead stays.
  const isBehind = by > 0 ? next.from < current.from : next.from > current.from
  return isBehind && next.size === current.size && holds(current, place) ? current : next
}

const holds = ({ from, size }: RowWindow, place: RowPlace): boolean => {
  const { from: first, size: count } = inSight(place)
  return from <= first && first + count <= from + size
}

/** The rows that can be seen, those that are cut off included. */
export function inSight(place: RowPlace): RowWindow {
  return windowAt({ ...place, margin: 0 })
}

/**
 * The rows of a window by their elements: element `n` shows the row whose number leaves `n` when divided by the window's size. Rows
 * that scroll out become those that come, all others stay as they are.
 *
 * @param before what the elements show
 * @param needed rows that must be shown; any other element stays what it is, or is not made (null)
 */
export function rowsByElement(
  { from, size }: RowWindow,
  before: readonly (number | null)[],
  needed: RowWindow,
): (number | null)[] {
  return Array.from({ length: size }, (_, element) => {
    const row = from + ((((element - from) % size) + size) % size)
    const isNeeded = needed.from <= row && row < needed.from + needed.size
    return isNeeded ? row : before.length === size ? (before[element] ?? null) : null
  })
}
