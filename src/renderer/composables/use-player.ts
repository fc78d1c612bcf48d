import type { ErrorShape } from '#shared/errors.ts'
import type { Playback, PlaybackProgress } from '#shared/models/playback.ts'
import { useEventListener, useIntervalFn } from '@vueuse/core'
import { computed, onScopeDispose, reactive, ref, shallowRef, watch, type ShallowRef } from 'vue'
import { errorShapeOf, request } from '../bridge.ts'
import { refOf } from '../logic/entries.ts'
import { bufferedOf, canSeek } from '../logic/media-times.ts'
import type { Beginning, PlaylistItem } from '../logic/playlist.ts'
import { resumePoint } from '../logic/resume-point.ts'
import { undecodableCodec, type Attempt } from '../logic/undecodable.ts'
import { useFrameSteps } from './use-frame-steps.ts'
import { useMediaSession, type MediaSessionOptions } from './use-media-session.ts'
import { usePlayerSettings } from './use-player-settings.ts'

/** How often the player asks what of the file is here. ms */
const askEveryMs = 500
/** How often the position is noted. ms */
const noteEveryMs = 5000

const nothing: PlaybackProgress = { state: 'coming', error: null, size: null, ranges: [], canJump: true }

/** Drives a video element: one recording at a time, from the media protocol of the app. */
export function usePlayer(
  video: Readonly<ShallowRef<HTMLVideoElement | null>>,
  neighbours: Pick<MediaSessionOptions, 'previous' | 'next'>,
) {
  const { apply, ...chosen } = usePlayerSettings(video)
  const playback = shallowRef<Playback | null>(null)
  const progress = shallowRef<PlaybackProgress>(nothing)
  const error = shallowRef<ErrorShape | null>(null)
  /** Name of the codec that there is no decoder for here; null as long as none is known of. Nothing is played then. */
  const undecodable = ref<string | null>(null)
  const now = reactive({ time: 0, duration: NaN, isPlaying: false, isWaiting: true, hasPicture: true })
  const title = ref<string | null>(null)
  /** What the element has taken already, as shares of the whole time. */
  const buffered = shallowRef<readonly (readonly [number, number])[]>([])
  const attempt = ref(0)
  /** A jump that the server does not allow before all is here. Seconds */
  const laterJump = ref<number | null>(null)
  /** It cannot even begin before all is here. */
  const needsWhole = ref(false)
  /** Where to go on once the video's length is known. */
  let startAt = 0
  let session = 0
  /** What is open, or could not be opened. */
  let wanted: readonly [PlaylistItem, Beginning | null] | null = null
  let hasBegun = false
  let hasTriedWhole = false
  let hasShown = false
  /** Whether it can be decoded, once that is found out. */
  let verdict = Promise.resolve(true)

  const url = computed(() => {
    // Another address makes the element begin again after an error.
    if (playback.value === null || undecodable.value !== null) return undefined
    return attempt.value === 0 ? playback.value.url : `${playback.value.url}?try=${attempt.value}`
  })

  /** @param beginning null: it plays from where it was left */
  async function open(item: PlaylistItem, beginning: Beginning | null): Promise<void> {
    const own = ++session
    const { name, recording } = item
    close()
    wanted = [item, beginning]
    try {
      const opened = await request('playback.start', { recording: refOf(recording) })
      // Closed, or another one asked for meanwhile.
      if (own !== session) return void request('playback.stop', { id: opened.id })
      startAt = beginning?.seconds ?? opened.startAt
      // What was paused stays so.
      hasBegun = beginning?.isPlaying === false
      hasTriedWhole = false
      hasShown = false
      playback.value = opened
      title.value = name
      // The element says so late, if at all: of a codec that it does not know it looks through megabytes.
      verdict = judge('none')
    } catch (cause) {
      if (own === session) error.value = errorShapeOf(cause)
    }
  }

  function close(): void {
    const { value } = playback
    if (value !== null) {
      note()
      void request('playback.stop', { id: value.id })
    }
    playback.value = null
    title.value = null
    buffered.value = []
    progress.value = nothing
    laterJump.value = null
    needsWhole.value = false
    error.value = null
    undecodable.value = null
    attempt.value = 0
    Object.assign(now, { time: 0, duration: NaN, isPlaying: false, isWaiting: true, hasPicture: true })
  }

  async function retry(): Promise<void> {
    const { value } = playback
    if (value === null) {
      if (wanted !== null) await open(...wanted)
      return
    }
    error.value = null
    now.isWaiting = true
    try {
      await request('playback.retry', { id: value.id })
      if (playback.value === value) beginAgain(now.time)
    } catch (cause) {
      if (playback.value === value) error.value = errorShapeOf(cause)
    }
  }

  /** Opens the recording anew. @param seconds where to go on */
  function beginAgain(seconds: number): void {
    startAt = seconds
    // What was paused stays so.
    hasBegun &&= video.value?.paused === true
    now.isWaiting = true
    laterJump.value = null
    needsWhole.value = false
    attempt.value++
  }

  /** So that the next time goes on from here. */
  function note(): void {
    if (playback.value === null || !Number.isFinite(now.duration)) return
    const milliseconds = Math.round(resumePoint(exactTime(), now.duration) * 1000)
    request('playback.remember', { id: playback.value.id, milliseconds }).catch(() => undefined)
  }

  async function ask(): Promise<void> {
    const { value } = playback
    if (value === null || progress.value.state === 'complete') return
    const answer = await request('playback.progress', { id: value.id }).catch(() => null)
    if (answer !== null && playback.value === value) progress.value = answer
  }
  useIntervalFn(() => void ask(), askEveryMs, { immediateCallback: true })
  useIntervalFn(() => {
    if (now.isPlaying) note()
  }, noteEveryMs)

  const frames = useFrameSteps(video, (seconds) => (now.time = seconds))

  function seek(seconds: number): void {
    frames.stop()
    const element = video.value
    if (element === null || !Number.isFinite(element.duration)) return
    const target = Math.min(Math.max(0, seconds), element.duration)
    if (canSeek(element, target)) {
      element.currentTime = target
      now.time = target
      // Of two jumps the later one counts.
      laterJump.value = null
    } else if (progress.value.state === 'complete') beginAgain(target)
    else laterJump.value = target
  }
  // What was opened as a stream stays one: it is opened anew as a file.
  watch(
    () => progress.value.state,
    (state) => {
      if (state !== 'complete') return
      if (laterJump.value !== null) beginAgain(laterJump.value)
      else if (needsWhole.value) beginAgain(startAt)
    },
  )

  /** `timeupdate` comes four times a second: what is shown is further. While it is opened anew, where it was. */
  function exactTime(): number {
    const element = video.value
    return element === null || element.readyState === HTMLMediaElement.HAVE_NOTHING
      ? now.time
      : element.currentTime
  }

  function toggle(): void {
    const element = video.value
    if (element === null) return
    if (element.paused) void element.play().catch(() => undefined)
    else element.pause()
  }

  useEventListener(video, 'loadedmetadata', () => {
    const element = video.value
    if (element === null) return
    apply()
    now.duration = element.duration
    now.hasPicture = element.videoWidth > 0
    if (startAt > 0 && canSeek(element, startAt)) seek(startAt)
    if (!now.hasPicture) verdict = judge('noPicture')
  })
  useEventListener(video, 'loadeddata', () => (hasShown ||= now.hasPicture))
  // `autoplay` waits until all of it would come in time, which a slow line never promises.
  useEventListener(video, 'canplay', () => {
    if (!hasBegun) void begin()
    hasBegun = true
  })
  async function begin(): Promise<void> {
    const own = session
    // Sound alone is played of what has no picture, and not of what has one that cannot be shown.
    if (!now.hasPicture && !(await verdict)) return
    if (own === session) await video.value?.play().catch(() => undefined)
  }
  useEventListener(video, 'durationchange', () => (now.duration = video.value?.duration ?? NaN))
  useEventListener(video, ['progress', 'timeupdate', 'seeked', 'emptied'], () => {
    buffered.value = video.value === null ? [] : bufferedOf(video.value)
  })
  useEventListener(video, 'timeupdate', () => (now.time = video.value?.currentTime ?? 0))
  useEventListener(video, ['play', 'pause', 'ended'], () => (now.isPlaying = video.value?.paused === false))
  useEventListener(video, ['waiting', 'seeking', 'loadstart'], () => (now.isWaiting = true))
  useEventListener(video, ['playing', 'canplay', 'seeked'], () => (now.isWaiting = false))
  useEventListener(video, 'pause', note)
  useEventListener(video, 'error', () => void explain())

  /** The element only says that it cannot go on; the download knows why, if it is its doing. */
  async function explain(): Promise<void> {
    const code = video.value?.error?.code
    const { value } = playback
    if (value === null || undecodable.value !== null || code === undefined) return
    const isDecoding = code === MediaError.MEDIA_ERR_DECODE || code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED
    await ask()
    if (playback.value !== value) return
    const { state, canJump } = progress.value
    // A stream whose tables come last says nothing else: as a file it may play.
    if (isDecoding && !hasTriedWhole && value.transferId !== null) {
      hasTriedWhole = true
      if (state === 'complete') {
        beginAgain(startAt)
        return
      }
      if (state === 'coming' && !canJump) {
        needsWhole.value = true
        now.isWaiting = true
        return
      }
    }
    const mayCome = state === 'complete' || state === 'coming'
    if (isDecoding && mayCome && !(await judge(hasShown ? 'none' : 'failed'))) return
    // Another one plays by now.
    if (playback.value !== value) return
    error.value =
      progress.value.error ??
      (isDecoding && mayCome
        ? { code: 'playback.unsupported', params: {}, retryable: false }
        : { code: 'network.connectionLost', params: {}, retryable: true })
  }

  /** Looks into the tables, which a player has before it has anything else. @returns false when it has no decoder */
  async function judge(what: Attempt): Promise<boolean> {
    const { value } = playback
    if (value === null) return true
    // Why it does not come is the download's to tell.
    const facts = await request('playback.facts', { id: value.id }).catch(() => null)
    if (playback.value !== value) return true
    const canPlay = (type: string): string => document.createElement('video').canPlayType(type)
    undecodable.value ??= undecodableCodec(facts, canPlay, what)
    return undecodable.value === null
  }

  useMediaSession(video, { title: () => title.value, seek, ...neighbours })
  onScopeDispose(() => {
    session++
    close()
  })

  /** For going on elsewhere from here. */
  const place = (): Beginning => ({
    seconds: Number.isFinite(now.duration) ? exactTime() : null,
    isPlaying: now.isPlaying || !hasBegun,
  })

  return {
    url,
    playback,
    progress,
    error,
    undecodable,
    now,
    buffered,
    place,
    laterJump,
    needsWhole,
    open,
    retry,
    seek,
    toggle,
    stepFrame: frames.step,
    ...chosen,
  }
}

export type Player = ReturnType<typeof usePlayer>
