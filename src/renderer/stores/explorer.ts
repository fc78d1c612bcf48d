import { parentOf } from '#shared/paths.ts'
import type { SortColumn } from '#shared/models/settings.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { subscribe } from '../bridge.ts'
import { useFolderListing } from '../composables/use-folder-listing.ts'
import { useQuietRetry } from '../composables/use-quiet-retry.ts'
import type { Entry, RecordingEntry } from '../logic/entries.ts'
import { filterEntries } from '../logic/filter-entries.ts'
import { canGo, currentPath, go, startHistory, visit, type History } from '../logic/history.ts'
import { noSelection, orderOf, retain, selectedIn, selectOnly, type Selection } from '../logic/selection.ts'
import { nextSort } from '../logic/sort-entries.ts'
import { standingOf } from '../logic/start-folder.ts'
import { useDeletion } from './deletion.ts'
import { useFolderLooks } from './folder-looks.ts'

/** Where the user is, what is listed there and what is selected. */
export const useExplorer = defineStore('explorer', () => {
  const folder = useFolderListing()
  const deletion = useDeletion()
  const looks = useFolderLooks()
  const { listing, sort } = folder
  const history = shallowRef<History>(startHistory('/'))
  const selection = shallowRef<Selection>(noSelection)
  const profileId = shallowRef<string | null>(null)
  /** Selected once it is listed: the folder that the user came up from. */
  let wantedKey: string | null = null
  /** The folder that the session has begun in, until it is known whether it is still there. */
  let unprovenStart: string | null = null
  /** Not reactive: written on every scroll, read when a folder is shown again. */
  const scrollTops = new Map<string, number>()

  const path = computed(() => currentPath(history.value))
  /** What is about to be deleted is out of sight, and back where it was when it is not. */
  const all = computed(() => {
    const { waiting } = deletion
    const { entries } = listing.value
    return waiting.size === 0 ? entries : entries.filter(({ key }) => !waiting.has(key))
  })
  /** What the user narrows the rows to; null while the filter is not shown. */
  const filter = shallowRef<string | null>(null)
  const filterCalls = shallowRef(0)
  /** Counts each time that the user goes somewhere, also to where they are: a search is over then. */
  const moves = shallowRef(0)
  /** The rows to show. */
  const entries = computed(() => filterEntries(all.value, filter.value ?? ''))
  const order = computed(() => orderOf(entries.value))
  /** In display order; the cost is that of what is selected, not of what is listed. */
  const selected = computed<readonly Entry[]>(() => selectedIn(entries.value, order.value, selection.value))
  const selectedRecordings = computed(() => selected.value.filter(isRecording))
  const recordings = computed(() => entries.value.filter(isRecording))

  watch(order, (after, before) => {
    if (wantedKey !== null && after.indexOf.has(wantedKey)) {
      selection.value = selectOnly(wantedKey)
      wantedKey = null
    } else if (listing.value.phase === 'shown') selection.value = retain(selection.value, before, after)
  })

  watch(listing, (now) => {
    if (unprovenStart === null) return
    const standing = standingOf(now)
    if (standing === 'unknown') return
    unprovenStart = null
    if (standing === 'gone') void enter(startHistory('/'))
  })

  function enter(next: History, select: string | null = null): Promise<void> {
    moves.value++
    history.value = next
    filter.value = null
    wantedKey = select
    selection.value = noSelection
    unprovenStart = null
    const to = currentPath(next)
    return folder.load(to, looks.of(to).sort)
  }

  /**
   * Shows the folder of a session's account that was open last, or the root if that is gone; the same session keeps its
   * place. Resolves once the folder is shown, or cannot be.
   */
  async function begin(id: string): Promise<void> {
    if (profileId.value === id) return
    profileId.value = id
    folder.forget()
    scrollTops.clear()
    folder.clear()
    history.value = startHistory('/')
    selection.value = noSelection
    const before = ++moves.value
    const last = await looks.begin()
    if (profileId.value !== id) return
    // A folder that was chosen on the desktop meanwhile is where the user wants to be.
    if (moves.value !== before) {
      folder.setSort(looks.of(path.value).sort)
      return
    }
    const shown = enter(startHistory(last))
    if (last !== '/') unprovenStart = last
    await shown
  }

  /** The session is over: nothing of it stays on screen or loading. */
  function end(): void {
    moves.value++
    profileId.value = null
    unprovenStart = null
    looks.end()
    folder.close()
    folder.forget()
    selection.value = noSelection
  }

  /** `select`: the row to select once it is listed. */
  function openFolder(to: string, select: string | null = null): Promise<void> {
    if (to !== path.value) return enter(visit(history.value, to), select)
    moves.value++
    if (select !== null) {
      filter.value = null
      // Listed already, and a list that stays as it is would not tell of it.
      if (order.value.indexOf.has(select)) selection.value = selectOnly(select)
      else wantedKey = select
    }
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

  /** Remembered for this folder, for the next start too. */
  async function sortBy(column: SortColumn): Promise<void> {
    const order = nextSort(sort.value, column)
    folder.setSort(order)
    await looks.keep(path.value, { ...looks.of(path.value), sort: order })
  }

  useQuietRetry(() => {
    const { error, path } = listing.value
    return error === null ? null : { error, of: path }
  }, folder.retry)

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
    all,
    entries,
    order,
    selection,
    selected,
    selectedRecordings,
    filter,
    filterCalls,
    moves,
    recordings,
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
    sortBy,
    /** `isCalled`: the user asked for the filter, so the keyboard goes there. */
    narrow: (text: string | null, isCalled = false) => {
      filter.value = text
      if (isCalled) filterCalls.value++
    },
    select: (next: Selection) => (selection.value = next),
  }
})

function isRecording(entry: Entry): entry is RecordingEntry {
  return entry.kind === 'recording'
}
