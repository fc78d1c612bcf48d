import { tryOnScopeDispose, useResizeObserver } from '@vueuse/core'
import { computed, onMounted, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { rowsInOrder, windowAt, type RowWindow } from '../logic/row-window.ts'

/** A list is at rest when it has not been scrolled for so long. ms */
const restMs = 120
/** Leaps by more than what is in sight, one within so many ms of another, are somebody who flies over the list. */
const leapMs = 100

export interface RowWindowOptions {
  /** What scrolls. */
  readonly element: Readonly<ShallowRef<HTMLElement | null>>
  readonly count: () => number
  /** px */
  readonly rowHeight: number
  /** Rows that are drawn beyond either edge. */
  readonly margin: number
}

export interface DrawnRows {
  readonly range: Readonly<ShallowRef<RowWindow>>
  /** Numbers of the rows to draw, in the order of their elements: that of the list, once it is at rest. */
  readonly rows: ComputedRef<readonly number[]>
  /** Nobody can read what goes by. */
  readonly isFlying: Readonly<Ref<boolean>>
  /** The first row that is in sight. */
  readonly firstRow: ComputedRef<number>
  /** Rows that fit into what is in sight, one that is cut off included. */
  readonly inSight: ComputedRef<number>
  /** After scrolling, by whomever. */
  readonly onScroll: () => void
}

/**
 * Rows of one height, of which only those in sight are drawn. Each has its place in the whole, by `transform`: what has been
 * painted is scrolled, not painted again.
 */
export function useRowWindow({ element, count, rowHeight, margin }: RowWindowOptions): DrawnRows {
  // Before the first measurement: too many rather than to draw twice.
  const height = shallowRef(innerHeight)
  const top = shallowRef(0)
  const isFlying = shallowRef(false)
  const base = shallowRef(0)
  let rest: ReturnType<typeof setTimeout> | undefined
  let leaptAt = -Infinity

  const place = () => ({ scrollTop: top.value, height: height.value, rowHeight, count: count(), margin })
  const range = shallowRef(windowAt(place()))
  function update(): void {
    const next = windowAt(place())
    // Another number of elements: all of them find their place anew.
    if (next.size !== range.value.size) base.value = next.from
    if (next.size !== range.value.size || next.from !== range.value.from) range.value = next
  }
  watch([height, top, count], update, { flush: 'sync' })

  function measure(): void {
    if (element.value === null) return
    height.value = element.value.clientHeight
    top.value = element.value.scrollTop
  }
  onMounted(() => {
    measure()
    base.value = range.value.from
  })
  useResizeObserver(element, measure)
  tryOnScopeDispose(() => clearTimeout(rest))

  function settle(): void {
    isFlying.value = false
    base.value = range.value.from
  }

  return {
    range,
    rows: computed(() => rowsInOrder(range.value, base.value)),
    isFlying,
    firstRow: computed(() => Math.floor(top.value / rowHeight)),
    inSight: computed(() => Math.ceil(height.value / rowHeight) + 1),
    onScroll: () => {
      if (element.value === null) return
      const { scrollTop } = element.value
      if (Math.abs(scrollTop - top.value) > height.value) {
        const now = performance.now()
        isFlying.value = now - leaptAt < leapMs
        leaptAt = now
      }
      top.value = scrollTop
      clearTimeout(rest)
      rest = setTimeout(settle, restMs)
    },
  }
}
