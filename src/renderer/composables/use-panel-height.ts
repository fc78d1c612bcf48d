import { useEventListener, useWindowSize } from '@vueuse/core'
import { computed, ref, type Ref } from 'vue'

/** px */
const usualMin = 160
/** px; a small window at twice the size has fewer: the list above keeps its header and a row or two. */
const shortWindow = 400
/** Kept while the window lives, so that closing and opening the panel does not lose it. */
const chosen = ref(264)

/** Height in px of the docked panel, dragged or moved with the arrow keys; at most 60 % of the window, 36 % of a short one. */
export function usePanelHeight(): {
  height: Readonly<Ref<number>>
  min: Readonly<Ref<number>>
  max: Readonly<Ref<number>>
  onPointerdown: (event: PointerEvent) => void
  onKeydown: (event: KeyboardEvent) => void
} {
  const { height: windowHeight } = useWindowSize()
  const share = computed(() =>
    Math.round(windowHeight.value * (windowHeight.value < shortWindow ? 0.36 : 0.6)),
  )
  const min = computed(() => Math.min(usualMin, share.value))
  const max = computed(() => Math.max(min.value, share.value))
  const height = computed(() => Math.min(max.value, Math.max(min.value, chosen.value)))
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
    min,
    max,
    onPointerdown: (event) => {
      event.preventDefault()
      start = { y: event.clientY, height: height.value }
    },
    onKeydown: (event) => {
      const delta = event.key === 'ArrowUp' ? 16 : event.key === 'ArrowDown' ? -16 : 0
      if (delta === 0 || event.altKey || event.metaKey || event.ctrlKey) return
      event.preventDefault()
      chosen.value = Math.min(max.value, Math.max(min.value, height.value + delta))
    },
  }
}
