import type { RecordingRef } from '#shared/models/recording.ts'
import type {
  OpenOutcome,
  Transfer,
  TransferPlace,
  TransferProgress,
  TransferScope,
} from '#shared/models/transfer.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef, triggerRef } from 'vue'
import { request, subscribe } from '../bridge.ts'
import { chunk } from '../logic/chunk.ts'
import { TransferBook } from '../logic/transfer-book.ts'
import { directionsOf } from '../logic/transfer-filter.ts'
import { transferSections } from '../logic/transfer-sections.ts'
import type { TransferTotals } from '../logic/transfer-tally.ts'

/** The contract takes no more items than this in one message. */
const maxItems = 10_000
/** What main does to transfers, named by their ids or all of a scope. */
export type TransferCommand = 'pause' | 'resume' | 'cancel' | 'retry' | 'remove'

/**
 * Uploads and downloads. They live in a plain book; triggering `rows` draws what came, went or changed state,
 * and triggering `counts`, at most once a frame, what has moved.
 */
export const useTransfers = defineStore('transfers', () => {
  const book = new TransferBook()
  const rows = shallowRef(book)
  const counts = shallowRef(book)
  const isPanelOpen = shallowRef(false)
  /** The panel was opened by someone who wants to go on in it. */
  const panelTakesFocus = shallowRef(false)
  /** Once the user has closed the panel, starting a transfer no longer opens it. */
  let wasClosedByUser = false
  let isFrameAsked = false

  const sections = computed(() => rows.value.sections)
  const count = computed(() =>
    transferSections.reduce((sum, section) => sum + sections.value[section].length, 0),
  )
  const totals = computed(() => totalsOf('both'))

  /** Reactive: follows rows and byte counts. */
  function totalsOf(scope: TransferScope): TransferTotals {
    return counts.value.totals(directionsOf(scope), performance.now())
  }

  function drawRows(): void {
    triggerRef(rows)
    triggerRef(counts)
  }

  function drawMoves(): void {
    if (isFrameAsked) return
    isFrameAsked = true
    requestAnimationFrame(() => {
      isFrameAsked = false
      triggerRef(counts)
    })
  }

  async function start(): Promise<void> {
    subscribe('transfers.changed', (delta) => {
      if (book.apply(delta, performance.now())) drawRows()
      else drawMoves()
    })
    book.load(await request('transfers.list'))
    drawRows()
  }

  /** Reactive: a row that calls this is drawn again when its own counts have moved. */
  function progressOf(transfer: Transfer): TransferProgress {
    return counts.value.progressOf(transfer)
  }

  /** `takesFocus`: the keyboard goes on in the panel. */
  function showPanel(shown: boolean, takesFocus = false): void {
    wasClosedByUser = !shown
    panelTakesFocus.value = shown && takesFocus
    isPanelOpen.value = shown
  }

  /** Something was started: shows the panel, unless the user has closed it. */
  function reveal(): void {
    if (wasClosedByUser || isPanelOpen.value) return
    panelTakesFocus.value = false
    isPanelOpen.value = true
  }

  async function download(recordings: readonly RecordingRef[]): Promise<number> {
    let started = 0
    for (const piece of chunk(recordings, maxItems)) {
      started += (await request('transfers.download', { recordings: piece })).length
    }
    if (started > 0) reveal()
    return started
  }

  async function open(recording: RecordingRef): Promise<OpenOutcome> {
    const outcome = await request('playback.open', { recording })
    if (outcome.kind === 'downloading') reveal()
    return outcome
  }

  async function act(command: TransferCommand, ids: readonly string[]): Promise<void> {
    for (const piece of chunk(ids, maxItems)) await request(`transfers.${command}`, { ids: piece })
  }

  /** One small message, however many there are. */
  async function actOnAll(command: TransferCommand, scope: TransferScope): Promise<void> {
    await request(`transfers.${command}`, { all: scope })
  }

  return {
    sections,
    count,
    totals,
    isPanelOpen,
    panelTakesFocus,
    start,
    /** Reactive, but for byte counts. */
    get: (id: string) => rows.value.get(id),
    totalsOf,
    progressOf,
    showPanel,
    reveal,
    download,
    open,
    act,
    actOnAll,
    /** Their place among the jobs that wait; their order among each other stays. */
    move: (ids: readonly string[], to: TransferPlace) => request('transfers.move', { ids: [...ids], to }),
    openFile: (id: string) => request('transfers.open', { id }),
    revealFile: (id: string) => request('transfers.reveal', { id }),
  }
})
