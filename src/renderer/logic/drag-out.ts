/** As many recordings as the system is asked to drag at once. */
export const maxDragged = 500

/** Whether what is dropped is what was dragged, by the names of both; the order does not matter. */
export function isSameDrag(dragged: readonly string[], dropped: readonly string[]): boolean {
  const [ours, theirs] = [dragged.toSorted(), dropped.toSorted()]
  return ours.length === theirs.length && ours.every((name, place) => name === theirs[place])
}

/**
 * What to say of a drag out of the window, so that nobody takes a part for the whole.
 *
 * @param selected recordings that were to be dragged @param dragged those that are
 * @returns key of the words, null when all of them are dragged
 */
export function wordOfDrag(
  selected: number,
  dragged: number,
): 'dragsNone' | 'dragsSome' | 'dragsMost' | null {
  if (dragged === 0) return 'dragsNone'
  if (dragged < Math.min(selected, maxDragged)) return 'dragsSome'
  return dragged < selected ? 'dragsMost' : null
}
