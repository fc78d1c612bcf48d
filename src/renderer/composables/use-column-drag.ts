import type { ListColumn } from '#shared/models/settings.ts'
import { useEventListener } from '@vueuse/core'
import { shallowRef, type ShallowRef } from 'vue'
import { useListLook } from '../stores/list-look.ts'
import { useToast } from './use-toast.ts'

/** px that the pointer moves before a press on a header becomes a drag. */
const threshold = 5

type Drag =
  | { readonly kind: 'resize'; readonly column: ListColumn; readonly x: number; readonly width: number }
  | { readonly kind: 'move'; readonly column: ListColumn; readonly x: number; readonly isMoving: boolean }

/** Resizing columns by their edges and moving them by their headers; Esc takes a drag back. */
export function useColumnDrag(header: Readonly<ShallowRef<HTMLElement | null>>): {
  readonly moving: Readonly<ShallowRef<ListColumn | null>>
  readonly grab: (event: PointerEvent, kind: Drag['kind'], column: ListColumn) => void
  /** px that a column has on screen. */
  readonly drawnWidth: (column: ListColumn) => number
  /** Whether this click is the end of a drag, and to be ignored. */
  readonly wasDragged: () => boolean
} {
  const look = useListLook()
  const toast = useToast()
  const moving = shallowRef<ListColumn | null>(null)
  let drag: Drag | null = null
  let hasJustMoved = false

  const cell = (column: ListColumn): HTMLElement | null =>
    header.value?.querySelector<HTMLElement>(`[data-column="${column}"]`) ?? null
  const drawnWidth = (column: ListColumn): number => cell(column)?.getBoundingClientRect().width ?? 0

  function place(column: ListColumn, x: number): void {
    for (const step of [-1, 1] as const) {
      const beside = look.neighbour(column, step)
      const box = beside === null ? undefined : cell(beside)?.getBoundingClientRect()
      if (beside === null || box === undefined) continue
      // Past the middle, and where it then is the pointer is still over it: columns of different widths do not flicker.
      const isPast =
        step === 1
          ? x > Math.max(box.left + box.width / 2, box.right - drawnWidth(column))
          : x < Math.min(box.left + box.width / 2, box.left + drawnWidth(column))
      if (isPast) look.preview(column, beside)
    }
  }

  function end(isKept: boolean): void {
    if (drag === null) return
    hasJustMoved = drag.kind === 'move' && drag.isMoving
    const isChanged = drag.kind === 'resize' || drag.isMoving
    drag = null
    moving.value = null
    if (!isChanged) return
    if (isKept) void toast.attempt(look.keep)
    else look.discard()
  }

  function forgetMove(): void {
    hasJustMoved = false
  }

  useEventListener(window, 'pointermove', (event) => {
    if (drag?.kind === 'resize') look.resize(drag.column, drag.width + event.clientX - drag.x)
    if (drag?.kind !== 'move') return
    if (!drag.isMoving && Math.abs(event.clientX - drag.x) < threshold) return
    if (drag.column === 'name') return
    drag = { ...drag, isMoving: true }
    moving.value = drag.column
    place(drag.column, event.clientX)
  })
  useEventListener(window, 'pointerup', () => {
    end(true)
    // Its click comes at once, and over the header only: any later one, as by a key, is somebody's own.
    setTimeout(forgetMove)
  })
  const giveUp = (): void => {
    end(false)
    forgetMove()
  }
  useEventListener(window, ['pointercancel', 'blur'], giveUp)
  // A menu of the system, as by Ctrl and a press on a Mac, takes the end of the press.
  useEventListener(window, 'contextmenu', giveUp, { capture: true })
  useEventListener(
    window,
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || drag === null) return
      event.preventDefault()
      event.stopPropagation()
      end(false)
    },
    { capture: true },
  )

  return {
    moving,
    drawnWidth,
    grab: (event, kind, column) => {
      hasJustMoved = false
      if (event.button !== 0) return
      if (kind === 'move') drag = { kind, column, x: event.clientX, isMoving: false }
      else {
        event.preventDefault()
        drag = { kind, column, x: event.clientX, width: drawnWidth(column) }
      }
    },
    wasDragged: () => hasJustMoved,
  }
}
