import { parentOf } from '#shared/paths.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { subscribe } from '../bridge.ts'
import { useFolderListing } from '../composables/use-folder-listing.ts'
import type { Entry, RecordingEntry } from '../logic/entries.ts'
import { canGo, currentPath, go, startHistory, visit, type History } from '../logic/history.ts'
import { noSelection, orderOf, retain, selectOnly, type Selection } from '../logic/selection.ts'
import { nextSort, type SortColumn } from '../logic/sort-entries.ts'
import { useDeletion } from './deletion.ts'

/** Where the user is, what is listed there and what is selected. */
export const useExplorer = defineStore('explorer', () => {
  const folder = useFolderListing()
  const deletion = useDeletion()
  const { listing, sort } = folder
  const history = shallowRef<History>(startHistory('/'))
  const selection = shallowRef<Selection>(noSelection)
  const profileId = shallowRef<string | null>(null)
  /** Selected once it is listed: the folder that the user came up from. */
  let wantedKey: string | null = null
  /** Not reactive: written on every scroll, read when a folder is shown again. */
  const scrollTops = new Map<string, number>()

  const path = computed(() => currentPath(history.value))
  /** What is about to be deleted is out of sight, and back where it was when it is not. */
  const entries = computed(() => {
    const { waiting } = deletion
    const all = listing.value.entries
    return waiting.size === 0 ? all : all.filter(({ key }) => !waiting.has(key))
  })
  const order = computed(() => orderOf(entries.value))
  const selected = computed<readonly Entry[]>(() =>
    selection.value.keys.size === 0
      ? []
      : entries.value.filter((entry) => selection.value.keys.has(entry.key)),
  )
  const selectedRecordings = computed(() =>
    selected.value.filter((entry): entry is RecordingEntry => entry.kind === 'recording'),
  )

  watch(order, (after, before) => {
    if (wantedKey !== null && after.indexOf.has(wantedKey)) {
      selection.value = selectOnly(wantedKey)
      wantedKey = null
    } else if (listing.value.phase === 'shown') selection.value = retain(selection.value, before, after)
  })

  function enter(next: History, select: string | null = null): Promise<void> {
    history.value = next
    wantedKey = select
    selection.value = noSelection
    return folder.load(currentPath(next))
  }

  /** Shows the root of a session's account; the same session keeps its place. */
  async function begin(id: string): Promise<void> {
    if (profileId.value === id) return
    profileId.value = id
    folder.forget()
    scrollTops.clear()
    await enter(startHistory('/'))
  }

  /** The session is over: nothing of it stays on screen or loading. */
  function end(): void {
    profileId.value = null
    folder.close()
    folder.forget()
    selection.value = noSelection
  }

  /** `select`: the row to select once it is listed. */
  function openFolder(to: string, select: string | null = null): Promise<void> {
    if (to !== path.value) return enter(visit(history.value, to), select)
    wantedKey = select
    return folder.reload()
  }

  async function step(direction: -1 | 1): Promise<void> {
    if (!canGo(history.value, direction)) return
    const from = path.value
    const next = go(history.value, direction)
    await enter(next, parentOf(from) === currentPath(next) ? from : null)
  }

  async function up(): Promise<void> {
    if (path.value !== '/') await enter(visit(history.value, parentOf(path.value)), path.value)
  }

  function start(): void {
    subscribe('library.batch', folder.onBatch)
    subscribe('library.changed', ({ updates }) => {
      if (profileId.value !== null) for (const update of updates) folder.onUpdate(update)
    })
  }

  return {
    listing,
    sort,
    path,
    entries,
    order,
    selection,
    selected,
    selectedRecordings,
    scrollTops,
    canGoBack: computed(() => canGo(history.value, -1)),
    canGoForward: computed(() => canGo(history.value, 1)),
    canGoUp: computed(() => path.value !== '/'),
    start,
    begin,
    end,
    openFolder,
    back: () => step(-1),
    forward: () => step(1),
    up,
    reload: folder.reload,
    sortBy: (column: SortColumn) => folder.setSort(nextSort(sort.value, column)),
    select: (next: Selection) => (selection.value = next),
  }
})
