/** Selection as in Finder and Explorer, as pure functions over an ordered list of keys. */
export interface Selection {
  readonly keys: ReadonlySet<string>
  /** Where a Shift-range starts. */
  readonly anchor: string | null
  /** The row that the keyboard is on. */
  readonly focus: string | null
}

/** The display order, with the way back from key to position. */
export interface Order {
  readonly keys: readonly string[]
  readonly indexOf: Pick<ReadonlyMap<string, number>, 'get' | 'has'>
}

export const noSelection: Selection = { keys: new Set(), anchor: null, focus: null }

/** Builds the order of a list of rows. */
export function orderOf(rows: readonly { readonly key: string }[]): Order {
  return orderOfKeys(rows.map((row) => row.key))
}

/** Builds the order of rows by their keys. */
export function orderOfKeys(keys: readonly string[]): Order {
  return { keys, indexOf: new Positions(keys) }
}

/** So many keys are looked for before all of them are indexed. */
const maxSearches = 4

/**
 * Positions of keys. An order comes with every change of a long list, and most are asked for the one row that is selected: to look
 * through 100,000 keys for that takes a tenth of the time that it takes to index them.
 */
class Positions {
  readonly #keys: readonly string[]
  readonly #found = new Map<string, number>()
  #all: ReadonlyMap<string, number> | null = null

  constructor(keys: readonly string[]) {
    this.#keys = keys
  }

  get(key: string): number | undefined {
    const index = this.#indexOf(key)
    return index < 0 ? undefined : index
  }

  has(key: string): boolean {
    return this.#indexOf(key) >= 0
  }

  #indexOf(key: string): number {
    // What is selected or has the keyboard, of nothing.
    if (key === '') return -1
    const known = this.#found.get(key)
    if (known !== undefined) return known
    if (this.#all === null && this.#found.size < maxSearches) {
      const index = this.#keys.lastIndexOf(key)
      this.#found.set(key, index)
      return index
    }
    this.#all ??= new Map(this.#keys.map((each, index) => [each, index]))
    return this.#all.get(key) ?? -1
  }
}

/** Plain click. */
export function selectOnly(key: string): Selection {
  return { keys: new Set([key]), anchor: key, focus: key }
}

/** Ctrl/Cmd-click. */
export function toggle(selection: Selection, key: string): Selection {
  const keys = new Set(selection.keys)
  if (!keys.delete(key)) keys.add(key)
  return { keys, anchor: key, focus: key }
}

/** Shift-click and Shift-arrow: everything from the anchor to `key`; the anchor stays. `adds`: and what was selected. */
export function extendTo(selection: Selection, key: string, order: Order, adds = false): Selection {
  const to = order.indexOf.get(key)
  const from = order.indexOf.get(selection.anchor ?? selection.focus ?? key) ?? to
  if (to === undefined || from === undefined) return selection
  const range = order.keys.slice(Math.min(from, to), Math.max(from, to) + 1)
  const keys = new Set(adds ? [...selection.keys, ...range] : range)
  return { keys, anchor: order.keys[from] ?? key, focus: key }
}

/** Arrow, page, Home and End keys. `delta` may be ±Infinity; without a focused row the first or last one is taken. */
export function move(selection: Selection, delta: number, order: Order, extend: boolean): Selection {
  const last = order.keys.length - 1
  if (last < 0) return selection
  const at = selection.focus === null ? undefined : order.indexOf.get(selection.focus)
  const edge = Number.isFinite(delta) ? (delta > 0 ? 0 : last) : delta
  const key = order.keys[Math.min(last, Math.max(0, at === undefined ? edge : at + delta))]
  if (key === undefined) return selection
  return extend ? extendTo(selection, key, order) : selectOnly(key)
}

/** Ctrl with the keys of `move`: the keyboard goes there; the selection stays, and so does where Shift extends from. */
export function moveFocus(selection: Selection, delta: number, order: Order): Selection {
  const { focus } = move(selection, delta, order, false)
  return { keys: selection.keys, anchor: selection.anchor ?? focus, focus }
}

/** Ctrl/Cmd+A. */
export function selectAll(selection: Selection, order: Order): Selection {
  return {
    keys: new Set(order.keys),
    anchor: order.keys[0] ?? null,
    focus: selection.focus ?? order.keys[0] ?? null,
  }
}

/** Esc or a click beside the rows: the keyboard stays where it was. */
export function clear(selection: Selection): Selection {
  return { keys: new Set(), anchor: selection.focus, focus: selection.focus }
}

/**
 * After a reload: drops what is gone. When the focused row itself is gone (deleted), the next row that is left
 * gets the focus, or else the one before, so that arrow keys go on from there.
 */
export function retain(selection: Selection, before: Order, after: Order): Selection {
  const isLeft = (key: string): boolean => after.indexOf.has(key)
  const keys = new Set([...selection.keys].filter(isLeft))
  const keep = (key: string | null): string | null => {
    if (key === null || isLeft(key)) return key
    const index = before.indexOf.get(key) ?? 0
    return before.keys.slice(index).find(isLeft) ?? before.keys.slice(0, index).findLast(isLeft) ?? null
  }
  const anchor = selection.anchor !== null && after.indexOf.has(selection.anchor) ? selection.anchor : null
  return { keys, anchor, focus: keep(selection.focus) }
}

/** The selected rows in display order: a few are looked up, many are found in one walk. */
export function selectedIn<Row extends { readonly key: string }>(
  rows: readonly Row[],
  order: Order,
  { keys }: Selection,
): readonly Row[] {
  if (keys.size === 0) return []
  if (keys.size > rows.length / 8) return rows.filter((row) => keys.has(row.key))
  const places = Array.from(keys, (key) => order.indexOf.get(key) ?? -1).filter((place) => place >= 0)
  return places.sort((a, b) => a - b).flatMap((place) => rows[place] ?? [])
}
