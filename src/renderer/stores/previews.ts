import type { KeyFrame, Preview } from '#shared/models/preview.ts'
import { previewKey } from '#shared/models/preview.ts'
import type { Recording } from '#shared/models/recording.ts'
import { useDebounceFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowReactive, watch } from 'vue'
import { request, subscribe } from '../bridge.ts'
import { pictureOf } from '../composables/frame-picture.ts'
import { useScrollRest } from '../composables/scroll-rest.ts'
import { refOf } from '../logic/entries.ts'
import { useSession } from './session.ts'
import { useSettings } from './settings.ts'

/** ms of rest before what is in sight is told: nothing is fetched for what is scrolled past */
const rest = 150
const maxAsked = 500
/** Recordings that something is remembered of here; main has the rest. */
const maxKept = 2000

/** Those who show recordings: each says what of them is in sight. The first one's come first. */
export const previewPlaces = ['details', 'results', 'list', 'tiles'] as const
export type PreviewPlace = (typeof previewPlaces)[number]

/**
 * The part of the browser's NetworkInformation that says what a byte costs. Its `type` is for Android and ChromeOS only: main asks
 * the system whether the connection is metered.
 */
interface Connection extends EventTarget {
  readonly saveData?: boolean
}

/** Pictures and facts of the recordings in sight, made in the background. */
export const usePreviews = defineStore('previews', () => {
  const session = useSession()
  const settings = useSettings()
  const known = shallowReactive(new Map<string, Preview>())
  const places = new Map<PreviewPlace, readonly Recording[]>()
  const scrollRest = useScrollRest()
  const { connection } = navigator as { readonly connection?: Connection }

  function keep(preview: Preview): void {
    // It was on its way when they were turned off.
    if (settings.settings?.showsPreviews === false) return
    const [oldest] = known.keys()
    if (known.size >= maxKept && oldest !== undefined) known.delete(oldest)
    known.delete(preview.key)
    known.set(preview.key, preview)
  }

  async function tell(): Promise<void> {
    const profile = session.profile?.id
    if (profile === undefined) return
    const seen = previewPlaces.flatMap((place) => places.get(place) ?? [])
    const recordings = [
      ...new Map(seen.map((recording) => [previewKey(recording), refOf(recording)])).values(),
    ]
    const input = { recordings: recordings.slice(0, maxAsked), mayFetch: connection?.saveData !== true }
    // A picture that is missing is worth no message.
    const answer = await request('previews.show', input).catch(() => [])
    if (session.profile?.id === profile) for (const preview of answer) keep(preview)
  }
  const tellSoon = useDebounceFn(tell, rest)

  async function picture(frame: KeyFrame): Promise<void> {
    await scrollRest()
    const image = await pictureOf(frame)
    const { id } = frame
    const answer =
      image === null ? request('previews.undecodable', { id }) : request('previews.keep', { id, image })
    await answer.catch(() => undefined)
  }

  function start(): void {
    subscribe('previews.found', keep)
    subscribe('previews.frame', (frame) => void picture(frame))
    watch(
      () => [session.profile?.id, settings.settings?.showsPreviews],
      () => {
        known.clear()
        void tellSoon()
      },
    )
    connection?.addEventListener('change', () => void tellSoon())
  }

  return {
    start,
    /** Reactive; undefined as long as nothing is known. */
    of: (recording: Recording) => known.get(previewKey(recording)),
    /** These are in sight in this place now. */
    show: (place: PreviewPlace, recordings: readonly Recording[]) => {
      places.set(place, recordings)
      void tellSoon()
    },
  }
})
