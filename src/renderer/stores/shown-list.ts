import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { Entry, RecordingEntry } from '../logic/entries.ts'
import type { Order, Selection } from '../logic/selection.ts'
import { useExplorer } from './explorer.ts'
import { useSearch } from './search.ts'

/** The list in the middle of the window, which commands and keys act on: a folder's, or a search's results. */
export const useShownList = defineStore('shownList', () => {
  const explorer = useExplorer()
  const search = useSearch()
  const list = computed(() => (search.isShown ? search : explorer))

  return {
    /** In display order. */
    entries: computed<readonly Entry[]>(() => list.value.entries),
    order: computed<Order>(() => list.value.order),
    selection: computed<Selection>(() => list.value.selection),
    selected: computed<readonly Entry[]>(() => list.value.selected),
    selectedRecordings: computed<readonly RecordingEntry[]>(() => list.value.selectedRecordings),
    select: (next: Selection) => list.value.select(next),
  }
})
