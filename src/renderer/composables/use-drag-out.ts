import { useEventListener } from '@vueuse/core'
import { request } from '../bridge.ts'
import { t } from '../i18n/index.ts'
import { isSameDrag, maxDragged, wordOfDrag } from '../logic/drag-out.ts'
import { refOf } from '../logic/entries.ts'
import { useShownList } from '../stores/shown-list.ts'
import { useToast } from './use-toast.ts'

export interface DragOut {
  /**
   * Whether so many files over the window may be those that were dragged out of it. The system tells nobody where a drag has ended:
   * it may be over, and these are others.
   */
  readonly mayBeOver: (count: number) => boolean
  /** Whether these are what was dragged out and is dropped here again. The drag is over with it. */
  readonly isDropped: (files: readonly File[]) => Promise<boolean>
  readonly onDragStart: (event: DragEvent) => void
}

/** What was dragged out last, as far as it may still be on its way. */
interface Drag {
  /** Of its files. On some systems told only once the drag is over. */
  readonly names: Promise<readonly string[]>
  /** Null: not told yet. */
  count: number | null
}

/** Dragging the selected recordings to Finder, Explorer or another app: those of them that are on this computer. */
export function useDragOut(): DragOut {
  const shown = useShownList()
  const toast = useToast()
  let current: Drag | null = null

  // The system has the pointer while it drags: once it is back here with no button down, the drag is over.
  useEventListener(window, ['pointermove', 'pointerdown'], (event) => {
    if (event.type === 'pointerdown' || event.buttons === 0) current = null
  })

  async function drag(): Promise<void> {
    const selected = shown.selectedRecordings
    const recordings = selected.slice(0, maxDragged).map(({ recording }) => refOf(recording))
    if (recordings.length === 0) return
    const answer = toast.attempt(() => request('playback.dragOut', { recordings }))
    const own: Drag = { names: answer.then((names) => names ?? []), count: null }
    current = own
    const names = await answer
    own.count = names?.length ?? 0
    const word = names === undefined ? null : wordOfDrag(selected.length, names.length)
    if (word !== null) toast.done(t(`explorer.${word}`, { count: own.count }))
  }

  return {
    mayBeOver: (count) => current !== null && (current.count === null || current.count === count),
    isDropped: async (files) => {
      const names = current?.names
      current = null
      return (
        names !== undefined &&
        isSameDrag(
          await names,
          files.map(({ name }) => name),
        )
      )
    },
    onDragStart: (event) => {
      if (!(event.target instanceof Element) || event.target.closest('[data-key]') === null) return
      // The page's own drag would carry text.
      event.preventDefault()
      void drag()
    },
  }
}
