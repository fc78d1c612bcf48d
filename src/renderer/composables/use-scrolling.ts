import { useEventListener, useResizeObserver } from '@vueuse/core'
import { shallowRef, type Ref } from 'vue'
import type { Scrolling } from './use-row-window.ts'

/** How far an element is scrolled, for the scrollbar beside it. */
export function useScrolling(element: Readonly<Ref<HTMLElement | null>>): Scrolling {
  const top = shallowRef(0)
  const height = shallowRef(0)
  const measure = (): void => {
    top.value = element.value?.scrollTop ?? 0
    height.value = element.value?.clientHeight ?? 0
  }
  useEventListener(element, 'scroll', measure, { passive: true })
  useResizeObserver(element, measure)
  return { top, height }
}
