import type { Order } from './selection.ts'

/**
 * Where to scroll (px) so that the row at the top stays there when rows come and go above it. When it is gone itself,
 * the next one that is left takes its place. At the very top the list stays at the top, where what is new is seen.
 *
 * @param top px that are scrolled away now
 */
export function anchoredTop(before: Order, after: Order, top: number, rowHeight: number): number {
  if (top <= 0) return top
  const index = Math.floor(top / rowHeight)
  const anchor = before.keys.slice(index).find((key) => after.indexOf.has(key))
  if (anchor === undefined) return top
  const from = before.indexOf.get(anchor) ?? index
  const to = after.indexOf.get(anchor) ?? from
  const lost = from - index
  return Math.max(0, top + (to - from + lost) * rowHeight)
}
