import type { Transfer } from '#shared/models/transfer.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { noSelection, orderOfKeys, retain, type Order, type Selection } from '../logic/selection.ts'
import { matcherOf, matchingTransfers, noFilter, shownSections } from '../logic/transfer-filter.ts'
import type { TransferFilter } from '../logic/transfer-filter.ts'
import { layoutOf, type SectionBlock } from '../logic/transfer-layout.ts'
import { sectionOf } from '../logic/transfer-sections.ts'
import { useTransfers } from './transfers.ts'

/** What the transfers panel shows and what is selected in it; kept while the panel is closed. */
export const useTransferPanel = defineStore('transferPanel', () => {
  const transfers = useTransfers()
  const filter = shallowRef<TransferFilter>(noFilter)
  const selection = shallowRef<Selection>(noSelection)
  const areLimitsOpen = shallowRef(false)

  const matcher = computed(() => matcherOf(filter.value))
  const matching = computed(() => matchingTransfers(transfers.sections, filter.value))
  const blocks = computed(() => layoutOf(matching.value, shownSections(filter.value)))
  const rowCount = computed(() => blocks.value.reduce((count, { rows }) => count + rows.length, 0))
  /** Only built for the keys that need it: with 10,000 jobs it changes ten times a second. */
  const order = computed(() => orderOfBlocks(blocks.value))
  /** In no particular order. */
  const selected = computed<readonly Transfer[]>(() =>
    [...selection.value.keys].flatMap((id) => transfers.get(id) ?? []),
  )

  function isShown(id: string): boolean {
    const job = transfers.get(id)
    if (job === undefined) return false
    const { section } = filter.value
    if (section !== 'all' && section !== sectionOf(job.state)) return false
    return matcher.value === null || matcher.value(job)
  }

  watch(blocks, (after, before) => {
    const { keys, anchor, focus } = selection.value
    const named = [...keys, ...(anchor === null ? [] : [anchor]), ...(focus === null ? [] : [focus])]
    if (named.every(isShown)) return
    selection.value = retain(selection.value, orderOfBlocks(before), orderOfBlocks(after))
  })

  return {
    filter,
    selection,
    areLimitsOpen,
    matching,
    blocks,
    rowCount,
    order,
    selected,
    narrow: (change: Partial<TransferFilter>) => (filter.value = { ...filter.value, ...change }),
    select: (next: Selection) => (selection.value = next),
  }
})

function orderOfBlocks(blocks: readonly SectionBlock[]): Order {
  return orderOfKeys(blocks.flatMap(({ rows }) => rows.map(({ id }) => id)))
}
