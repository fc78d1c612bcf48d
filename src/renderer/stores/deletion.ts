import type { Deletion } from '#shared/models/deletion.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { request, subscribe } from '../bridge.ts'
import { chunk } from '../logic/chunk.ts'
import {
  endBy,
  undoableDeletion,
  waitingPaths,
  withDeletionEvent,
  type DeletionEnd,
} from '../logic/deletion-list.ts'

/** The contract takes no more recordings than this in one message. */
const maxItems = 10_000

/** Deletions of the signed-in account as main tells of them: counting down, running, or with failures. */
export const useDeletion = defineStore('deletion', () => {
  const list = shallowRef<readonly Deletion[]>([])
  /** Set anew with every deletion that has run to its end. */
  const ended = shallowRef<DeletionEnd | null>(null)
  const waiting = computed(() => waitingPaths(list.value))
  const undoable = computed(() => undoableDeletion(list.value))

  async function start(): Promise<void> {
    let events = 0
    subscribe('deletion.changed', (event) => {
      events++
      ended.value = endBy(list.value, event) ?? ended.value
      list.value = withDeletionEvent(list.value, event)
    })
    const known = await request('deletion.list')
    // Events that came first know better.
    if (events === 0) list.value = known
  }

  async function begin(recordings: readonly RecordingRef[]): Promise<void> {
    for (const piece of chunk(recordings, maxItems)) await request('deletion.start', { recordings: piece })
  }

  /** Takes back what has not been sent. Answers how many recordings that saved. */
  async function undo(id: string): Promise<number> {
    return (await request('deletion.undo', { id })).saved
  }

  return {
    list,
    ended,
    waiting,
    undoable,
    start,
    begin,
    undo,
    retry: (id: string) => request('deletion.retry', { id }),
    dismiss: (id: string) => request('deletion.dismiss', { id }),
  }
})
