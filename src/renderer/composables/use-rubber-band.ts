import { useEventListener } from '@vueuse/core'
import { shallowRef, type Ref, type ShallowRef } from 'vue'
import { bandSelection, bandThreshold, scrollStep, type BandMode } from '../logic/rubber-band.ts'
import type { Order, Selection } from '../logic/selection.ts'
import type { Band as BandRectangle } from '../logic/tiles.ts'

interface Band {
  /** px from the top of the first row, and from the list's left edge: they scroll with the rows. */
  readonly startX: number
  readonly startY: number
  readonly mode: BandMode
  readonly before: Selection
  /** What it touches now; see {@link RubberBandOptions.touches}. */
  touched: string | null
}

/** The rectangle on screen, in px from the top left of the first row. */
export interface BandBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** What is selected in: the store of a folder's list, or of a search's results. */
export interface SelectableList {
  readonly order: Order
  readonly selection: Selection
  readonly select: (next: Selection) => void
}

export interface RubberBandOptions {
  readonly list: SelectableList
  readonly grid: Readonly<Ref<HTMLElement | null>>
  /** px above the first row */
  readonly headerHeight: number
  /** What a band touches: an id that differs where the keys do, and the keys in display order. */
  readonly touches: (band: BandRectangle) => { readonly id: string; readonly keys: () => readonly string[] }
}

/** Selecting by drawing a band over rows; the list scrolls when the pointer leaves it. Esc takes it back. */
export function useRubberBand(options: RubberBandOptions): {
  readonly box: Readonly<ShallowRef<BandBox | null>>
  /** A press that may become a band. `before`: what was selected when it began. */
  readonly press: (event: PointerEvent, mode: BandMode, before: Selection) => void
} {
  const { list, grid, headerHeight, touches } = options
  const box = shallowRef<BandBox | null>(null)
  let band: Band | null = null
  let pointer = { x: 0, y: 0 }
  let frame = 0

  /** The pointer among the rows. */
  function place(element: HTMLElement): { x: number; y: number } {
    const { left, top } = element.getBoundingClientRect()
    return {
      x: pointer.x - left + element.scrollLeft,
      y: pointer.y - top - headerHeight + element.scrollTop,
    }
  }

  function draw(): void {
    const element = grid.value
    if (band === null || element === null) return
    const { x, y } = place(element)
    const isBand = box.value !== null || Math.hypot(x - band.startX, y - band.startY) >= bandThreshold
    if (!isBand) return
    const bottom = element.scrollHeight - headerHeight
    const within = Math.min(bottom, Math.max(0, y))
    box.value = {
      left: Math.min(band.startX, Math.max(0, x)),
      top: Math.min(band.startY, within),
      width: Math.min(element.scrollWidth, Math.max(0, x)) - band.startX,
      height: Math.abs(within - band.startY),
    }
    box.value = { ...box.value, width: Math.abs(box.value.width) }
    const { id, keys } = touches({
      left: Math.min(band.startX, x),
      top: Math.min(band.startY, y),
      right: Math.max(band.startX, x),
      bottom: Math.max(band.startY, y),
    })
    if (id === band.touched) return
    band.touched = id
    list.select(bandSelection(band.before, keys(), band.mode, y < band.startY))
  }

  function scroll(): void {
    const element = grid.value
    if (band === null || element === null) return
    const { top, bottom } = element.getBoundingClientRect()
    const beyond = pointer.y > bottom ? pointer.y - bottom : Math.min(0, pointer.y - top - headerHeight)
    if (beyond !== 0 && box.value !== null) {
      element.scrollTop += scrollStep(beyond)
      draw()
    }
    frame = requestAnimationFrame(scroll)
  }

  function end(isTakenBack: boolean): void {
    if (band === null) return
    cancelAnimationFrame(frame)
    if (isTakenBack && box.value !== null) list.select(band.before)
    band = null
    box.value = null
  }

  useEventListener(window, 'pointermove', (event) => {
    if (band === null) return
    pointer = { x: event.clientX, y: event.clientY }
    draw()
  })
  useEventListener(window, 'pointerup', () => end(false))
  // The row that was pressed is selected by now, and would be dragged.
  useEventListener(
    window,
    'dragstart',
    (event) => {
      if (band === null) return
      event.preventDefault()
      event.stopPropagation()
    },
    { capture: true },
  )
  useEventListener(window, ['pointercancel', 'blur'], () => end(true))
  // A menu of the system, as by Ctrl and a press on a Mac, takes the end of the press.
  useEventListener(window, 'contextmenu', () => end(true), { capture: true })
  useEventListener(
    window,
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || box.value === null) return
      event.preventDefault()
      event.stopPropagation()
      end(true)
    },
    { capture: true },
  )

  return {
    box,
    press: (event, mode, before) => {
      const element = grid.value
      if (element === null || event.button !== 0) return
      pointer = { x: event.clientX, y: event.clientY }
      const { x, y } = place(element)
      band = { startX: x, startY: y, mode, before, touched: null }
      frame = requestAnimationFrame(scroll)
    },
  }
}
