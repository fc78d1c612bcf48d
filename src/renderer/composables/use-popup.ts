import { useEventListener } from '@vueuse/core'
import { onMounted, onUnmounted, ref, type Ref, type ShallowRef } from 'vue'
import { useDialogs } from '../stores/dialogs.ts'

export interface PopupPlace {
  /** px in the window. */
  readonly x: number
  readonly y: number
  /** `x` is the popup's right edge. */
  readonly alignRight?: boolean
}

/** Least distance from the window's edges, in px. */
const margin = 8

/**
 * Places a popup inside the window, takes the focus, gives it back at the end, and closes on a press elsewhere,
 * a resize or when the window loses the focus. Commands rest while it is open.
 */
export function usePopup(
  popup: Readonly<ShallowRef<HTMLElement | null>>,
  place: PopupPlace,
  close: () => void,
): Ref<{ left: number; top: number }> {
  const position = ref({ left: 0, top: 0 })
  const before = document.activeElement
  const dialogs = useDialogs()

  onMounted(() => {
    dialogs.popups++
    const box = popup.value?.getBoundingClientRect()
    if (box === undefined) return
    const left = place.alignRight === true ? place.x - box.width : place.x
    position.value = {
      left: Math.max(margin, Math.min(left, window.innerWidth - box.width - margin)),
      top: Math.max(margin, Math.min(place.y, window.innerHeight - box.height - margin)),
    }
    popup.value?.focus({ preventScroll: true })
  })
  onUnmounted(() => {
    dialogs.popups--
    const isLost = document.activeElement === null || document.activeElement === document.body
    if (isLost && before instanceof HTMLElement) before.focus({ preventScroll: true })
  })

  useEventListener(
    window,
    'pointerdown',
    (event) => {
      const isInside = event.target instanceof Node && popup.value?.contains(event.target) === true
      if (!isInside) close()
    },
    { capture: true },
  )
  useEventListener(window, ['blur', 'resize'], close)
  return position
}
