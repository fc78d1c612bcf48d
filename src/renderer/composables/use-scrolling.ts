import { tryOnMounted, useEventListener, useResizeObserver } from '@vueuse/core'
import { shallowRef, type Ref } from 'vue'

/** How far something is scrolled: for those who draw that, and not for whoever hands it on. */
export interface Scrolling {
  /** px scrolled away */
  readonly top: Readonly<Ref<number>>
  /** px in sight */
  readonly height: Readonly<Ref<number>>
  /** The thumb of the scrollbar is taken, or let go. */
  readonly onGrip?: (isHeld: boolean) => void
}

/** How far an element is scrolled, for the scrollbar beside it. */
export function useScrolling(element: Readonly<Ref<HTMLElement | null>>): Scrolling {
  const top = shallowRef(0)
  const height = shallowRef(0)
  const measure = (): void => {
    top.value = element.value?.scrollTop ?? 0
    height.value = element.value?.clientHeight ?? 0
  }
  tryOnMounted(measure)
  useEventListener(element, 'scroll', measure, { passive: true })
  useResizeObserver(element, measure)
  return { top, height }
}
