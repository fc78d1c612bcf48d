import { useEventListener, useWindowSize } from '@vueuse/core'
import { computed, ref, type Ref } from 'vue'

const smallest = 160
/** Kept while the window lives, so that closing and opening the panel does not lose it. */
const chosen = ref(264)

/** Height in px of the docked panel, dragged or moved with the arrow keys; at most 60 % of the window. */
export function usePanelHeight(): {
  height: Readonly<Ref<number>>
  min: number
  max: Readonly<Ref<number>>
  onPointerdown: (event: PointerEvent) => void
  onKeydown: (event: KeyboardEvent) => void
} {
  const { height: windowHeight } = useWindowSize()
  const max = computed(() => Math.max(smallest, Math.round(windowHeight.value * 0.6)))
  const height = computed(() => Math.min(max.value, Math.max(smallest, chosen.value)))
  let start: { y: number; height: number } | null = null

  useEventListener(window, 'pointermove', (event) => {
    if (start !== null) chosen.value = start.height + start.y - event.clientY
  })
  useEventListener(window, ['pointerup', 'pointercancel'], () => {
    start = null
    chosen.value = height.value
  })

  return {
    height,
    min: smallest,
    max,
    onPointerdown: (event) => {
      event.preventDefault()
      start = { y: event.clientY, height: height.value }
    },
    onKeydown: (event) => {
      const delta = event.key === 'ArrowUp' ? 16 : event.key === 'ArrowDown' ? -16 : 0
      if (delta === 0 || event.altKey || event.metaKey || event.ctrlKey) return
      event.preventDefault()
      chosen.value = Math.min(max.value, Math.max(smallest, height.value + delta))
    },
  }
}
