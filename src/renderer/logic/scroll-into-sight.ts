/** A part of a scrolled list, in px from its first row's top. */
export interface Stretch {
  readonly top: number
  readonly height: number
}

/** Scrolls as little as possible so that a row is in full view. `covered` px of the list are below a sticky header. */
export function scrollIntoSight(element: HTMLElement | null, { top, height }: Stretch, covered = 0): void {
  if (element === null || top < 0) return
  const visible = element.clientHeight - covered
  if (top < element.scrollTop) element.scrollTop = top
  else if (top + height > element.scrollTop + visible) element.scrollTop = top + height - visible
}
