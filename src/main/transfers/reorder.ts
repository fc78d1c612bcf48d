import type { TransferPlace } from '#shared/models/transfer.ts'

/**
 * A list with the chosen items moved; they keep their order among each other. One place earlier or later is counted
 * for each run of neighbours, and what is at the end already stays there.
 */
export function reorder<Item>(
  items: readonly Item[],
  isChosen: (item: Item) => boolean,
  to: TransferPlace,
): Item[] {
  switch (to) {
    case 'first':
      return [...items.filter(isChosen), ...items.filter((item) => !isChosen(item))]
    case 'last':
      return [...items.filter((item) => !isChosen(item)), ...items.filter(isChosen)]
    case 'earlier':
      return oneEarlier(items, isChosen)
    case 'later':
      return oneEarlier(items.toReversed(), isChosen).reverse()
  }
}

function oneEarlier<Item>(items: readonly Item[], isChosen: (item: Item) => boolean): Item[] {
  const moved: Item[] = []
  for (const item of items) {
    const before = moved.at(-1)
    if (before !== undefined && isChosen(item) && !isChosen(before)) moved.splice(-1, 1, item, before)
    else moved.push(item)
  }
  return moved
}
