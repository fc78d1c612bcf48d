import { shallowRef, watch, type Ref } from 'vue'

/** True once `source` has been true for `delay` ms without a break: no flash of what is over at once. */
export function useDelayed(source: () => boolean, delay: number): Ref<boolean> {
  const shown = shallowRef(false)
  watch(
    source,
    (isTrue, _before, onCleanup) => {
      shown.value = false
      if (!isTrue) return
      const timer = setTimeout(() => (shown.value = true), delay)
      onCleanup(() => clearTimeout(timer))
    },
    { immediate: true },
  )
  return shown
}
