import type { ErrorShape } from '#shared/errors.ts'
import type { RequestInput } from '#shared/ipc/contract.ts'
import type { ResultColumn, ResultOrder } from '#shared/models/search.ts'
import { joinRecordingPath } from '#shared/paths.ts'
import { parseTerms } from '#shared/search/search-terms.ts'
import { useDebounceFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { errorShapeOf, request, subscribe } from '../bridge.ts'
import { byteBaseOf } from '../logic/format.ts'
import { boundsOf, isFiltering, noFilters, type SearchFilters } from '../logic/search-filters.ts'
import {
  nextResultOrder,
  shownResults,
  withoutRecordings,
  withPage,
  type SearchResults,
} from '../logic/search-results.ts'
import { noSelection, orderOf, retain, selectedIn, type Selection } from '../logic/selection.ts'
import { useCrawl } from './crawl.ts'
import { useDeletion } from './deletion.ts'
import { useExplorer } from './explorer.ts'
import { useSettings } from './settings.ts'

/** ms from the last key to the question. */
const typingPause = 120
/** ms between looks for what has become known meanwhile, while a search is shown. */
const newsPause = 1500
/** Results to begin with: some screens full, there at once. */
const firstPage = 300
const nextPage = 1000
/** When all are wanted; the contract takes no more. */
const largestPage = 5000
/** With more loaded, what changes elsewhere shows with the next search only. */
const mostRefreshed = 5000
/** The contract takes no longer text. */
const longestText = 256

type Query = Omit<RequestInput<'search.query'>, 'searchId' | 'offset' | 'limit'>

/** A question that was asked; its pages have one id, so that they do not supersede each other. */
interface Asked {
  readonly id: string
  readonly query: Query
}

/** The search through everything known: what is asked, what was found, and what of it is selected. */
export const useSearch = defineStore('search', () => {
  const explorer = useExplorer()
  const settings = useSettings()
  const deletion = useDeletion()
  const crawl = useCrawl()
  const text = shallowRef('')
  const filters = shallowRef<SearchFilters>(noFilters)
  /** null: the best matches first */
  const sort = shallowRef<ResultOrder | null>(null)
  const isGrouped = computed(() => settings.settings?.groupsResults ?? true)
  const isShown = shallowRef(false)
  /** Set anew when the user asks for the field, so the keyboard goes there. */
  const calls = shallowRef(0)
  const results = shallowRef<SearchResults | null>(null)
  /** The words that the results answer. */
  const answered = shallowRef('')
  /** Counts new searches, not pages or looks for news: their results begin at the top. */
  const searches = shallowRef(0)
  const error = shallowRef<ErrorShape | null>(null)
  const isSearching = shallowRef(false)
  const isLoadingAll = shallowRef(false)
  const selection = shallowRef<Selection>(noSelection)
  /** The question has changed since something was selected. */
  let isOutdated = false
  let asked: Asked | null = null
  let series = 0
  let isLoadingMore: Promise<void> | null = null
  /** The question that is being answered, or was last. */
  let asking: Promise<boolean> = Promise.resolve(true)

  /** The results but for those that are about to be deleted, which are back when that is taken back. */
  const visible = computed(() => results.value && withoutRecordings(results.value, deletion.waiting))
  const shown = computed(() => shownResults(visible.value))
  const entries = computed(() => shown.value.entries)
  const order = computed(() => orderOf(entries.value))
  const selected = computed(() => selectedIn(entries.value, order.value, selection.value))

  watch(order, (after, before) => (selection.value = retain(selection.value, before, after)))

  const words = computed(() => text.value.trim().slice(0, longestText))

  function query(): Query {
    const isHere = filters.value.isHere && explorer.path !== '/'
    const bounds = boundsOf(filters.value, new Date(), byteBaseOf(settings.platform))
    const given = Object.entries(bounds).filter(([, bound]) => bound !== null)
    return {
      text: words.value,
      isGrouped: isGrouped.value,
      ...(sort.value === null ? {} : { order: { ...sort.value } }),
      ...(isHere ? { within: explorer.path } : {}),
      ...(Object.fromEntries(given) as Partial<Record<keyof typeof bounds, number>>),
    }
  }

  /** Asks one page. @throws BridgeError */
  const page = ({ id, query: of }: Asked, offset: number, limit: number) =>
    request('search.query', { ...of, searchId: id, offset, limit })

  /** Asks anew, and answers whether nothing else was asked meanwhile. `atLeast`: results to load before they are shown. */
  function ask(next: Query, atLeast: number): Promise<boolean> {
    asking = askNow(next, atLeast)
    return asking
  }

  async function askNow(next: Query, atLeast: number): Promise<boolean> {
    const mine = ++series
    const question = { id: `search-${mine}`, query: next }
    asked = null
    isSearching.value = true
    try {
      let found: SearchResults | null = null
      do {
        const limit = Math.min(largestPage, Math.max(firstPage, atLeast))
        const answer = await page(question, found?.next ?? 0, limit)
        if (mine !== series) return false
        found = withPage(found, answer)
      } while (!found.isComplete && found.loaded < atLeast)
      results.value = found
      asked = question
      error.value = null
    } catch (thrown) {
      if (mine !== series) return false
      results.value = null
      error.value = errorShapeOf(thrown)
    }
    answered.value = next.text
    isSearching.value = false
    return true
  }

  async function search(): Promise<void> {
    if (!(await ask(query(), 0))) return
    // What was selected before the question changed was selected among other results; what was selected since is meant.
    if (isOutdated) selection.value = noSelection
    searches.value++
  }

  const searchSoon = useDebounceFn(() => (isShown.value ? search() : undefined), typingPause)

  /** Looks again; rows stay, and so does what is selected. */
  async function reload(): Promise<void> {
    const { loaded = 0 } = results.value ?? {}
    await ask(query(), Math.min(mostRefreshed, loaded))
  }

  /** The same results in another order, from their beginning; what is selected stays. */
  async function arrange(): Promise<void> {
    if (!isShown.value) return
    const { loaded = 0 } = results.value ?? {}
    if (await ask(query(), Math.min(mostRefreshed, loaded))) searches.value++
  }

  watch(isGrouped, arrange)

  function sortBy(order: ResultOrder | null): Promise<void> {
    sort.value = order
    return arrange()
  }

  function isIdle(): boolean {
    return isShown.value && !isSearching.value && !isLoadingAll.value && asked !== null
  }

  const lookForNews = useDebounceFn(
    () => {
      const isSmall = (results.value?.loaded ?? 0) <= mostRefreshed
      if (isIdle() && isSmall) void reload()
    },
    newsPause,
    { maxWait: newsPause },
  )

  /** Loads the next page, once at a time. */
  async function loadPage(limit: number): Promise<void> {
    const question = asked
    const before = results.value
    if (question === null || before === null || before.isComplete) return
    const answer = await page(question, before.next, limit)
    if (asked === question) results.value = withPage(results.value, answer)
  }

  function loadMore(limit = nextPage): Promise<void> {
    isLoadingMore ??= loadPage(limit).finally(() => (isLoadingMore = null))
    return isLoadingMore
  }

  /** Loads all results. Answers false when another search came in between. @throws BridgeError */
  async function loadAll(): Promise<boolean> {
    await asking
    const question = asked
    if (question === null) return false
    isLoadingAll.value = true
    try {
      while (asked === question && results.value?.isComplete === false) await loadMore(largestPage)
    } finally {
      isLoadingAll.value = false
    }
    return asked === question
  }

  function close(): void {
    if (!isShown.value && text.value === '') return
    series++
    if (isSearching.value) void request('search.cancel', { searchId: `search-${series - 1}` })
    asked = null
    text.value = ''
    filters.value = noFilters
    sort.value = null
    isShown.value = false
    isSearching.value = false
    results.value = null
    error.value = null
    selection.value = noSelection
  }

  watch(text, (typed) => {
    isOutdated = true
    if (typed.trim() === '' && !isFiltering(filters.value)) close()
    else if (typed.trim() !== '') isShown.value = true
    void searchSoon()
  })

  function start(): void {
    subscribe('library.changed', ({ updates }) => {
      const gone = updates.flatMap(({ folder, removed }) =>
        removed.map((name) => joinRecordingPath(folder, name)),
      )
      if (results.value !== null) results.value = withoutRecordings(results.value, new Set(gone))
      void lookForNews()
    })
    watch(() => explorer.moves, close)
    watch(() => [crawl.state.recordings, crawl.state.foldersLeft, crawl.state.status], lookForNews)
  }

  return {
    text,
    filters,
    isShown,
    calls,
    results,
    visible,
    answered,
    /** The results are those of the words that are typed now. */
    isAnswered: computed(() => answered.value === words.value),
    /** What the results have in them. */
    terms: computed(() => parseTerms(answered.value)),
    sort,
    isGrouped,
    searches,
    error,
    isSearching,
    isLoadingAll,
    lines: computed(() => shown.value.lines),
    lineOf: computed(() => shown.value.lineOf),
    folderLines: computed(() => shown.value.folderLines),
    entries,
    order,
    selection,
    selected,
    /** All results are recordings. */
    selectedRecordings: selected,
    isFiltering: computed(() => isFiltering(filters.value)),
    start,
    call: () => calls.value++,
    narrow: (change: Partial<SearchFilters>) => {
      isOutdated = true
      filters.value = { ...filters.value, ...change }
      if (text.value.trim() === '' && !isFiltering(filters.value)) close()
      else void search()
    },
    /** A click on a column's header. */
    sortBy: (column: ResultColumn) => sortBy(nextResultOrder(sort.value, column)),
    sortByMatch: () => sortBy(null),
    /** Remembered. */
    group: (groupsResults: boolean) => settings.update({ groupsResults }),
    reload,
    loadMore: () => loadMore().catch(() => undefined),
    loadAll,
    close,
    select(next: Selection) {
      isOutdated = false
      selection.value = next
    },
  }
})
