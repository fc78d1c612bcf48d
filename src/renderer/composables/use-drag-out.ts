import { useEventListener } from '@vueuse/core'
import { readonly, ref, type DeepReadonly, type Ref } from 'vue'
import { request } from '../bridge.ts'
import { t } from '../i18n/index.ts'
import { maxDragged, wordOfDrag } from '../logic/drag-out.ts'
import { refOf } from '../logic/entries.ts'
import { useShownList } from '../stores/shown-list.ts'
import { useToast } from './use-toast.ts'

export interface DragOut {
  /** What is over the window now is what was dragged out of it. */
  readonly isActive: DeepReadonly<Ref<boolean>>
  readonly onDragStart: (event: DragEvent) => void
}

/** Dragging the selected recordings to Finder, Explorer or another app: those of them that are on this computer. */
export function useDragOut(): DragOut {
  const shown = useShownList()
  const toast = useToast()
  const isActive = ref(false)

  // The system has the pointer while it drags: once it is back here with no button down, the drag is over.
  useEventListener(window, ['pointermove', 'pointerdown'], (event) => {
    if (event.type === 'pointerdown' || event.buttons === 0) isActive.value = false
  })

  async function drag(): Promise<void> {
    const selected = shown.selectedRecordings
    const recordings = selected.slice(0, maxDragged).map(({ recording }) => refOf(recording))
    if (recordings.length === 0) return
    isActive.value = true
    const dragged = await toast.attempt(() => request('playback.dragOut', { recordings }))
    if (dragged === undefined || dragged === 0) isActive.value = false
    const word = dragged === undefined ? null : wordOfDrag(selected.length, dragged)
    if (word !== null) toast.done(t(`explorer.${word}`, { count: dragged ?? 0 }))
  }

  return {
    isActive: readonly(isActive),
    onDragStart: (event) => {
      if (!(event.target instanceof Element) || event.target.closest('[data-key]') === null) return
      // The page's own drag would carry text.
      event.preventDefault()
      void drag()
    },
  }
}
