import { defaultListLook, type ColumnLook, type ListColumn, type ListView } from '#shared/models/settings.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import {
  columnTemplate,
  isDefaultLook,
  neighbour,
  shownColumns,
  widthOf,
  withMoved,
  withToggled,
  withWidth,
} from '../logic/columns.ts'
import { useExplorer } from './explorer.ts'
import { useFolderLooks } from './folder-looks.ts'
import { useSearch } from './search.ts'
import { useSettings } from './settings.ts'

/** The view of the folder that is shown, and the columns of the list: which, how wide, in which order. All are remembered. */
export const useListLook = defineStore('listLook', () => {
  const settings = useSettings()
  const explorer = useExplorer()
  const folders = useFolderLooks()
  const search = useSearch()
  /** What is being dragged, or is not written down yet. */
  const draft = shallowRef<readonly ColumnLook[] | null>(null)
  const hasNamed = shallowRef(false)

  const looks = computed(() => draft.value ?? settings.settings?.list.columns ?? defaultListLook.columns)
  /** Rows are from several folders, and not under them. */
  const isMixed = computed(() => search.isShown && !search.isGrouped)
  const shown = computed(() =>
    shownColumns(looks.value, {
      areNamed: hasNamed.value,
      areMixed: isMixed.value,
      areTimed: settings.settings?.showsPreviews === true,
    }),
  )

  // Columns do not come and go while a folder is being opened, or is empty.
  watch(
    () => (search.isShown ? search.entries : explorer.listing.entries),
    (entries) => {
      if (entries.length === 0) return
      hasNamed.value = entries.some((entry) => entry.kind === 'recording' && entry.recording.named !== null)
    },
    { immediate: true },
  )

  /** Remembers columns. Those that could not be written down are still this run's. */
  async function keep(next: readonly ColumnLook[] = looks.value): Promise<void> {
    draft.value = next
    await settings.update({ list: { columns: next.map((look) => ({ ...look })) } })
    if (draft.value === next) draft.value = null
  }

  return {
    view: computed(() => folders.of(explorer.path).view),
    setView: (view: ListView) => folders.keep(explorer.path, { view, sort: explorer.sort }),
    /** Shows all folders like the one that is shown. @throws BridgeError */
    useForAll: () => folders.useForAll(folders.of(explorer.path)),
    /** Some folder may look different from the one that is shown. */
    hasOwn: computed(() => folders.hasOwn),
    shown,
    isMixed,
    template: computed(() => columnTemplate(shown.value)),
    /** px that the columns need at least. */
    width: computed(() => shown.value.reduce((sum, column) => sum + widthOf(column), 0)),
    isDefault: computed(() => isDefaultLook(looks.value)),
    isShown: (id: ListColumn): boolean => looks.value.some((look) => look.id === id && look.isShown),
    neighbour: (id: ListColumn, step: -1 | 1) => neighbour(shown.value, id, step),
    /** Shows a width while it is being dragged; null is the column's own. */
    resize: (id: ListColumn, width: number | null) => {
      draft.value = withWidth(looks.value, id, width)
    },
    /** Shows an order while it is being dragged: one column in the place of another. */
    preview: (id: ListColumn, to: ListColumn) => {
      draft.value = withMoved(looks.value, id, to)
    },
    keep: () => keep(),
    discard: () => {
      draft.value = null
    },
    toggle: (id: ListColumn) => keep(withToggled(looks.value, id)),
    reset: () => keep(defaultListLook.columns),
  }
})
