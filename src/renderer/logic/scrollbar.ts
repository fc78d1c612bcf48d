export interface Scrolled {
  /** px that are scrolled away */
  readonly top: number
  /** px in sight */
  readonly view: number
  /** px of all that there is */
  readonly content: number
  /** px that the thumb moves in, its own length included */
  readonly track: number
}

export interface Thumb {
  /** px */
  readonly length: number
  /** px from the track's beginning */
  readonly offset: number
}

/** px: as small as it can still be hit. */
const shortestThumb = 28

const lengthOf = ({ view, content, track }: Scrolled): number =>
  Math.min(track, Math.max(shortestThumb, (track * view) / content))

/** The thumb of a scrollbar; null where all is in sight. */
export function thumbOf(scrolled: Scrolled): Thumb | null {
  const { top, view, content, track } = scrolled
  if (content <= view || track <= 0) return null
  const length = lengthOf(scrolled)
  const part = Math.max(0, Math.min(top / (content - view), 1))
  return { length, offset: part * (track - length) }
}

/** px to be scrolled away for a thumb at `offset` px. */
export function topFor(offset: number, scrolled: Scrolled): number {
  const { view, content, track } = scrolled
  const way = track - lengthOf(scrolled)
  return way <= 0 ? 0 : Math.max(0, Math.min(offset / way, 1)) * (content - view)
}
