import type { RecordingRef } from '#shared/models/recording.ts'
import {
  isFinished,
  type OpenOutcome,
  type PickedFile,
  type Transfer,
  type TransferProgress,
  type UploadRejection,
} from '#shared/models/transfer.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef, triggerRef } from 'vue'
import { registerDropped, request, subscribe } from '../bridge.ts'
import { chunk } from '../logic/chunk.ts'
import { summaryOf, TransferBook } from '../logic/transfer-book.ts'

/** The contract takes no more items than this in one message. */
const maxItems = 10_000
/** Byte counts are drawn at most this often (ms). */
const progressInterval = 100

export interface UploadResult {
  readonly started: number
  readonly rejected: readonly UploadRejection[]
}

/** Uploads and downloads. Byte counts live in a plain map; triggering `pulse` draws them. */
export const useTransfers = defineStore('transfers', () => {
  const book = new TransferBook()
  const list = shallowRef<readonly Transfer[]>([])
  const pulse = shallowRef(book)
  const isPanelOpen = shallowRef(false)
  /** Once the user has closed the panel, starting a transfer no longer opens it. */
  let wasClosedByUser = false
  let pulseTimer: ReturnType<typeof setTimeout> | undefined

  const summary = computed(() => summaryOf(list.value))
  /** bytes per second over everything that moves */
  const speed = computed(() => {
    const { value: counts } = pulse
    let total = 0
    for (const transfer of list.value) {
      if (transfer.state.kind === 'running') total += counts.progressOf(transfer).bytesPerSecond
    }
    return total
  })

  function tick(): void {
    pulseTimer ??= setTimeout(() => {
      pulseTimer = undefined
      triggerRef(pulse)
    }, progressInterval)
  }

  async function start(): Promise<void> {
    subscribe('transfers.changed', (delta) => {
      if (book.apply(delta)) list.value = book.sorted()
      if (delta.progress.length > 0) tick()
    })
    book.load(await request('transfers.list'))
    list.value = book.sorted()
  }

  /** Reactive through `pulse`: a row that calls this is drawn again when counts have moved. */
  function progressOf(transfer: Transfer): TransferProgress {
    return pulse.value.progressOf(transfer)
  }

  function showPanel(shown: boolean): void {
    wasClosedByUser = !shown
    isPanelOpen.value = shown
  }

  function reveal(): void {
    if (!wasClosedByUser) isPanelOpen.value = true
  }

  async function download(recordings: readonly RecordingRef[]): Promise<number> {
    let started = 0
    for (const piece of chunk(recordings, maxItems)) {
      started += (await request('transfers.download', { recordings: piece })).length
    }
    reveal()
    return started
  }

  async function open(recording: RecordingRef): Promise<OpenOutcome> {
    const outcome = await request('playback.open', { recording })
    if (outcome.kind === 'downloading') reveal()
    return outcome
  }

  async function startUploads(files: readonly PickedFile[], folder: string): Promise<UploadResult> {
    let started = 0
    const rejected: UploadRejection[] = []
    for (const piece of chunk(files, maxItems)) {
      const answer = await request('uploads.start', { pickIds: piece.map((file) => file.pickId), folder })
      started += answer.transferIds.length
      rejected.push(...answer.rejected)
    }
    if (started > 0) reveal()
    return { started, rejected }
  }

  /** Shows the file dialog; null when the user chose nothing. */
  async function pickAndUpload(folder: string): Promise<UploadResult | null> {
    const files = await request('uploads.pick')
    return files.length === 0 ? null : startUploads(files, folder)
  }

  async function uploadDropped(files: readonly File[], folder: string): Promise<UploadResult> {
    const picked: PickedFile[] = []
    for (const piece of chunk(files, maxItems)) picked.push(...(await registerDropped(piece)))
    return picked.length === 0 ? { started: 0, rejected: [] } : startUploads(picked, folder)
  }

  /** Those in the list now: what is queued meanwhile was not meant. */
  async function forAll(
    name: 'transfers.cancel' | 'transfers.retry',
    isMeant: (transfer: Transfer) => boolean,
  ): Promise<void> {
    const ids = list.value.filter(isMeant).map((transfer) => transfer.id)
    for (const piece of chunk(ids, maxItems)) await request(name, { ids: piece })
  }

  return {
    list,
    isPanelOpen,
    summary,
    speed,
    start,
    progressOf,
    showPanel,
    download,
    open,
    pickAndUpload,
    uploadDropped,
    pause: (id: string) => request('transfers.pause', { ids: [id] }),
    resume: (id: string) => request('transfers.resume', { ids: [id] }),
    cancel: (id: string) => request('transfers.cancel', { ids: [id] }),
    retry: (id: string) => request('transfers.retry', { ids: [id] }),
    remove: (id: string) => request('transfers.remove', { ids: [id] }),
    cancelAll: () => forAll('transfers.cancel', ({ state }) => !isFinished(state)),
    retryFailed: () => forAll('transfers.retry', ({ state }) => state.kind === 'failed'),
    clearFinished: () => request('transfers.clearFinished'),
    openFile: (id: string) => request('transfers.open', { id }),
    revealFile: (id: string) => request('transfers.reveal', { id }),
  }
})
