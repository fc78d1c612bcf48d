import type { Recording } from '#shared/models/recording.ts'
import { useDebounceFn, useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { request } from '../bridge.ts'
import { refOf } from '../logic/entries.ts'
import { useSession } from './session.ts'
import { useTransfers } from './transfers.ts'

/** ms of rest before what is seen is looked up: nobody reads marks while scrolling */
const rest = 150
/** Rows that one question is about, and marks that are kept. */
const maxAsked = 500
const maxKept = 20_000

/** `changed`: the server has another recording by now. */
export type CopyMark = 'here' | 'changed'

/**
 * Which recordings are on this computer, whole and as they were downloaded. Only what is seen is asked for; again when a
 * transfer ends and when the window gets the focus, since files are moved and deleted elsewhere.
 */
export const useLocalCopies = defineStore('localCopies', () => {
  const session = useSession()
  const transfers = useTransfers()
  const present = shallowRef<ReadonlyMap<string, CopyMark>>(new Map())
  let seen: readonly Recording[] = []
  let series = 0

  async function look(): Promise<void> {
    const asked = seen.slice(0, maxAsked)
    if (asked.length === 0 || session.profile === null) return
    const mine = ++series
    // A mark that is missing for a moment is worth no message.
    const marks = await request('playback.copies', { recordings: asked.map(refOf) }).catch(() => null)
    if (marks === null || mine !== series) return
    const next = new Map(present.value.size > maxKept ? [] : present.value)
    for (const { path } of asked) next.delete(path)
    for (const path of marks.here) next.set(path, 'here')
    for (const path of marks.changed) next.set(path, 'changed')
    const isSame =
      next.size === present.value.size && [...next].every(([path, mark]) => present.value.get(path) === mark)
    if (!isSame) present.value = next
  }
  const lookSoon = useDebounceFn(look, rest)

  function start(): void {
    watch(
      () => session.profile?.id,
      () => {
        series++
        present.value = new Map()
        seen = []
      },
    )
    watch(() => transfers.sections.done, lookSoon)
    useEventListener(window, 'focus', () => void lookSoon())
  }

  return {
    start,
    /** Reactive. `path`: of the recording on the server */
    has: (path: string) => present.value.get(path) === 'here',
    /** Reactive. */
    markOf: (path: string): CopyMark | null => present.value.get(path) ?? null,
    /** These recordings are in sight now. */
    show: (recordings: readonly Recording[]) => {
      seen = recordings
      void lookSoon()
    },
    /** Shows the file in Finder/Explorer. @throws AppError `file.notFound` when it was moved or changed */
    reveal: async (recording: Recording) => {
      try {
        await request('playback.reveal', { recording: refOf(recording) })
      } finally {
        void lookSoon()
      }
    },
  }
})
