import type { ListColumn } from '#shared/models/settings.ts'
import { useListLook } from '../stores/list-look.ts'
import { useToast } from './use-toast.ts'

/** px that a key makes a column wider or narrower. */
const step = 16

/** What keys and the menu do with one column. */
export function useColumnKeys(drawnWidth: (column: ListColumn) => number): {
  readonly widen: (column: ListColumn, direction: -1 | 1) => void
  readonly move: (column: ListColumn, direction: -1 | 1) => void
  /** ←/→ to the next header, with Shift wider and narrower, with Alt+Shift elsewhere. Answers whether it was one. */
  readonly press: (event: KeyboardEvent, column: ListColumn, focus: (column: ListColumn) => void) => boolean
} {
  const look = useListLook()
  const toast = useToast()

  function widen(column: ListColumn, direction: -1 | 1): void {
    look.resize(column, drawnWidth(column) + direction * step)
    void toast.attempt(look.keep)
  }

  function move(column: ListColumn, direction: -1 | 1): void {
    const to = look.neighbour(column, direction)
    if (to === null) return
    look.preview(column, to)
    void toast.attempt(look.keep)
  }

  return {
    widen,
    move,
    press: (event, column, focus) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return false
      const direction = event.key === 'ArrowRight' ? 1 : -1
      if (event.ctrlKey || event.metaKey || (event.altKey && !event.shiftKey)) return false
      if (event.shiftKey) (event.altKey ? move : widen)(column, direction)
      else {
        const place = look.shown.findIndex(({ id }) => id === column)
        const next = look.shown[place + direction]
        if (next !== undefined) focus(next.id)
      }
      return true
    },
  }
}
