import { useElementSize } from '@vueuse/core'
import { watch, type Ref } from 'vue'
import { scrollIntoSight, type Stretch } from '../logic/scroll-into-sight.ts'

/**
 * What the keyboard is on stays in sight when the list loses height, as when the transfers open below it.
 *
 * @param focused null for nothing. In px from the first row's top
 * @param covered px of the list that are below a sticky header
 */
export function useKeepInSight(
  list: Ref<HTMLElement | null>,
  focused: () => Stretch | null,
  covered = 0,
): void {
  watch(useElementSize(list).height, (height, before) => {
    const row = focused()
    const element = list.value
    if (element === null || row === null || height >= before) return
    const wasInSight =
      row.top >= element.scrollTop && row.top + row.height <= element.scrollTop + before - covered
    if (wasInSight) scrollIntoSight(element, row, covered)
  })
}
