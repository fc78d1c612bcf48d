import { tryOnScopeDispose, useResizeObserver } from '@vueuse/core'
import { computed, onMounted, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { inSight, rowsByElement, windowAfter, windowAt, type RowWindow } from '../logic/row-window.ts'
import type { Scrolling } from './use-scrolling.ts'

/** A list is at rest when it has not been scrolled for so long. ms */
const restMs = 120
/** Scrolling that is longer ago than this says nothing of how fast a list moves. ms */
const staleMs = 250
/** Who flies goes on until the list moves so many times slower than it must for a flight to begin. */
const landing = 4

export interface RowWindowOptions {
  /** What scrolls. */
  readonly element: Readonly<ShallowRef<HTMLElement | null>>
  readonly count: () => number
  /** px */
  readonly rowHeight: number
  /** Rows that are drawn beyond either edge. */
  readonly margin: number
  /** Who passes more than so many times what is in sight within a second can read nothing, and flies. */
  readonly flightSpeed: number
}

export interface DrawnRows extends Scrolling {
  /** Rows that are drawn, or are about to be. */
  readonly range: Readonly<ShallowRef<RowWindow>>
  /** Numbers of the rows to draw, in the order of their elements: that of the list, once it is at rest. */
  readonly rows: ComputedRef<readonly number[]>
  /**
   * What to show in front of the rows, as cheaply as can be, while nobody can read what goes by and they stay what they were;
   * else null.
   */
  readonly passing: Readonly<ShallowRef<RowWindow | null>>
  readonly isFlying: ComputedRef<boolean>
  /** The first row that is in sight. */
  readonly firstRow: ComputedRef<number>
  /** After scrolling, by whomever. */
  readonly onScroll: () => void
}

/**
 * Rows of one height, of which only those in sight are drawn. Each has its place in the whole, by `transform`: what has been
 * painted is scrolled, not painted again.
 */
export function useRowWindow({
  element,
  count,
  rowHeight,
  margin,
  flightSpeed,
}: RowWindowOptions): DrawnRows {
  // Before the first measurement: too many rather than to draw twice.
  const height = shallowRef(innerHeight)
  const top = shallowRef(0)
  const passing = shallowRef<RowWindow | null>(null)
  let rest: ReturnType<typeof setTimeout> | undefined
  let scrolledAt = -Infinity
  let isHeld = false

  const place = () => ({ scrollTop: top.value, height: height.value, rowHeight, count: count(), margin })
  const range = shallowRef(windowAt(place()))
  /** Numbers of rows by their elements. */
  const shown = shallowRef<readonly (number | null)[]>([])
  /** The element that is the first. */
  const base = shallowRef(0)
  /** Rows beyond what is in sight are made when there is nothing else to do. */
  let isWide = false

  function draw(next: RowWindow, needed = isWide ? next : inSight(place())): void {
    // Another number of elements: all of them find their place anew.
    if (next.size !== range.value.size) base.value = next.from
    if (next.size !== range.value.size || next.from !== range.value.from) range.value = next
    const rows = rowsByElement(next, shown.value, needed)
    if (rows.length !== shown.value.length || rows.some((row, element) => row !== shown.value[element]))
      shown.value = rows
  }
  watch([height, count], () => draw(windowAt(place())), { flush: 'sync', immediate: true })

  function measure(): void {
    if (element.value === null) return
    top.value = element.value.scrollTop
    height.value = element.value.clientHeight
    draw(windowAt(place()))
  }
  onMounted(() => {
    measure()
    base.value = range.value.from
    rest = setTimeout(settle, restMs)
  })
  useResizeObserver(element, measure)
  tryOnScopeDispose(() => clearTimeout(rest))

  function settle(): void {
    passing.value = null
    isWide = true
    draw(windowAt(place()))
    base.value = range.value.from
  }

  return {
    range,
    rows: computed(() => {
      const first = range.value.size === 0 ? 0 : base.value % range.value.size
      return [...shown.value.slice(first), ...shown.value.slice(0, first)].filter((row) => row !== null)
    }),
    passing,
    isFlying: computed(() => passing.value !== null),
    firstRow: computed(() => Math.floor(top.value / rowHeight)),
    top,
    height,
    onGrip: (now) => (isHeld = now),
    onScroll: () => {
      if (element.value === null) return
      const { scrollTop } = element.value
      const by = scrollTop - top.value
      const now = performance.now()
      const past = now - scrolledAt
      // Times what is in sight, per second.
      const speed = past > staleMs ? 0 : (1000 * Math.abs(by)) / Math.max(1, past) / Math.max(1, height.value)
      const isLeap = Math.abs(by) > height.value
      // A leap of a thumb that is dragged is the first of many.
      const isFlying =
        (isLeap && isHeld) || speed > (passing.value === null ? flightSpeed : flightSpeed / landing)
      scrolledAt = now
      top.value = scrollTop
      // A leap has its rows at once, where it ends; whatever the browser scrolls by itself has some in advance.
      const next = isLeap ? windowAt(place()) : windowAfter(range.value, place(), by)
      if (isFlying) passing.value = isLeap ? inSight(place()) : next
      else {
        passing.value = null
        draw(next)
      }
      clearTimeout(rest)
      rest = setTimeout(settle, restMs)
    },
  }
}
