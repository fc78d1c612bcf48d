import type { Selection } from './selection.ts'

/** px that the pointer moves before a press becomes a band. */
export const bandThreshold = 4

export interface RowRange {
  /** Position of the first row. */
  readonly from: number
  /** Position after the last row. */
  readonly to: number
}

/** The rows that a band touches; `top` and `bottom` in px from the first row's top edge, in either order. */
export function rowsInBand(top: number, bottom: number, rowHeight: number, count: number): RowRange {
  const [low, high] = top < bottom ? [top, bottom] : [bottom, top]
  const within = (row: number): number => Math.min(count, Math.max(0, row))
  const from = within(Math.floor(low / rowHeight))
  return { from, to: Math.max(from, within(Math.floor(high / rowHeight) + 1)) }
}

/** `only`: a plain drag; `add`: with Shift; `toggle`: with Ctrl or Cmd. */
export type BandMode = 'only' | 'add' | 'toggle'

/** The selection of a band drawn over what was selected before, `inBand` in display order; the row under the pointer gets the keyboard. */
export function bandSelection(
  before: Selection,
  inBand: readonly string[],
  mode: BandMode,
  isUpwards: boolean,
): Selection {
  const keys = mode === 'only' ? new Set(inBand) : new Set(before.keys)
  if (mode === 'add') for (const key of inBand) keys.add(key)
  if (mode === 'toggle') for (const key of inBand) if (!keys.delete(key)) keys.add(key)
  const first = inBand[0] ?? null
  const last = inBand.at(-1) ?? null
  return {
    keys,
    anchor: (isUpwards ? last : first) ?? before.anchor,
    focus: (isUpwards ? first : last) ?? before.focus,
  }
}

/** px to scroll in this frame while the pointer is `beyond` px outside the list: faster further out. */
export function scrollStep(beyond: number): number {
  return Math.sign(beyond) * Math.min(60, Math.ceil(Math.abs(beyond) / 4))
}
