import { shownName } from '#shared/shown-name.ts'
import { useEventListener } from '@vueuse/core'
import { onScopeDispose, watch, type ShallowRef } from 'vue'

export interface MediaSessionOptions {
  /** Of what plays; null: nothing. */
  readonly title: () => string | null
  /** @param seconds from the start */
  readonly seek: (seconds: number) => void
  /** To what comes before and after; null where there is nothing. */
  readonly previous: () => (() => void) | null
  readonly next: () => (() => void) | null
}

/** How far the system's buttons jump when they do not say. Seconds */
const skipSeconds = 10

/** Media keys, and what the system shows of what plays: its name, how far it is, and which buttons there are. */
export function useMediaSession(
  video: Readonly<ShallowRef<HTMLVideoElement | null>>,
  { title, seek, previous, next }: MediaSessionOptions,
): void {
  const { mediaSession } = navigator
  const now = (): number => video.value?.currentTime ?? 0
  const acts: readonly (readonly [MediaSessionAction, MediaSessionActionHandler])[] = [
    ['play', () => void video.value?.play().catch(() => undefined)],
    ['pause', () => video.value?.pause()],
    ['seekbackward', ({ seekOffset }) => seek(now() - (seekOffset ?? skipSeconds))],
    ['seekforward', ({ seekOffset }) => seek(now() + (seekOffset ?? skipSeconds))],
    ['seekto', ({ seekTime }) => seek(seekTime ?? now())],
  ]
  for (const [act, run] of acts) mediaSession.setActionHandler(act, run)
  watch(previous, (run) => mediaSession.setActionHandler('previoustrack', run), { immediate: true })
  watch(next, (run) => mediaSession.setActionHandler('nexttrack', run), { immediate: true })
  watch(
    title,
    (text) => {
      mediaSession.metadata = text === null ? null : new MediaMetadata({ title: shownName(text) })
    },
    { immediate: true },
  )

  /** The system counts on by itself in between. */
  function tellPosition(): void {
    const element = video.value
    // It refuses a length that is not known yet.
    if (element === null || !Number.isFinite(element.duration)) {
      mediaSession.setPositionState()
      return
    }
    const { duration, currentTime, playbackRate } = element
    mediaSession.setPositionState({ duration, playbackRate, position: Math.min(currentTime, duration) })
    mediaSession.playbackState = element.paused ? 'paused' : 'playing'
  }
  useEventListener(
    video,
    ['durationchange', 'seeked', 'play', 'playing', 'pause', 'ratechange', 'emptied'],
    tellPosition,
  )

  onScopeDispose(() => {
    for (const [act] of acts) mediaSession.setActionHandler(act, null)
    mediaSession.setActionHandler('previoustrack', null)
    mediaSession.setActionHandler('nexttrack', null)
    mediaSession.metadata = null
    mediaSession.setPositionState()
    mediaSession.playbackState = 'none'
  })
}
