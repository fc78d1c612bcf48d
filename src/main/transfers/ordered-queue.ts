/**
 * A priority queue (binary heap) from which any item can be taken out again. Every operation costs O(log n), so that
 * queues of many thousand items need no care.
 */
export class OrderedQueue<Item> {
  readonly #heap: Item[] = []
  readonly #places = new Map<Item, number>()
  readonly #orderOf: (item: Item) => number

  /** @param orderOf lower goes first; must not change while the item is in the queue */
  constructor(orderOf: (item: Item) => number) {
    this.#orderOf = orderOf
  }

  get size(): number {
    return this.#heap.length
  }

  has(item: Item): boolean {
    return this.#places.has(item)
  }

  /** An item that is in the queue already stays where it is. */
  add(item: Item): void {
    if (this.#places.has(item)) return
    this.#put(item, this.#heap.length)
    this.#rise(this.#heap.length - 1)
  }

  /** @returns whether it was there */
  delete(item: Item): boolean {
    const place = this.#places.get(item)
    if (place === undefined) return false
    const last = this.#heap.pop()
    this.#places.delete(item)
    if (last !== undefined && last !== item) {
      this.#put(last, place)
      this.#rise(place)
      this.#sink(this.#places.get(last) ?? place)
    }
    return true
  }

  /** Takes the first item out; undefined when there is none. */
  take(): Item | undefined {
    const first = this.#heap[0]
    if (first !== undefined) this.delete(first)
    return first
  }

  #put(item: Item, place: number): void {
    this.#heap[place] = item
    this.#places.set(item, place)
  }

  #isBefore(a: Item, b: Item): boolean {
    return this.#orderOf(a) < this.#orderOf(b)
  }

  #rise(start: number): void {
    let place = start
    for (;;) {
      const above = (place - 1) >> 1
      if (place === 0 || !this.#swapIfBefore(place, above)) return
      place = above
    }
  }

  #sink(start: number): void {
    let place = start
    for (;;) {
      const left = 2 * place + 1
      const [a, b] = [this.#heap[left], this.#heap[left + 1]]
      const below = a !== undefined && b !== undefined && this.#isBefore(b, a) ? left + 1 : left
      if (!this.#swapIfBefore(below, place)) return
      place = below
    }
  }

  /** Swaps two places when what is in the lower one belongs before what is in the upper one. */
  #swapIfBefore(lower: number, upper: number): boolean {
    const [a, b] = [this.#heap[lower], this.#heap[upper]]
    if (a === undefined || b === undefined || !this.#isBefore(a, b)) return false
    this.#put(a, upper)
    this.#put(b, lower)
    return true
  }
}
