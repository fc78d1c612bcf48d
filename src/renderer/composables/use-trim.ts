import type { ErrorShape } from '#shared/errors.ts'
import type { TrimFacts, TrimSaved } from '#shared/models/trim.ts'
import { tryOnScopeDispose } from '@vueuse/core'
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { errorShapeOf, request, subscribe } from '../bridge.ts'
import { t } from '../i18n/index.ts'
import { refOf } from '../logic/entries.ts'
import type { PlaylistItem } from '../logic/playlist.ts'
import { estimatedBytes, snapStart } from '../logic/trim-span.ts'
import type { Player } from './use-player.ts'
import type { Toast } from './use-toast.ts'

export interface TrimOptions {
  /** From the start, as soon as it can be trimmed. */
  readonly opens: boolean
  /** For what is over after the player was closed, or plays something else. */
  readonly toast: Pick<Toast, 'done' | 'failed'>
}

/** Chooses a part of the recording that plays, and has it saved as a file of its own. */
export function useTrim(
  player: Player,
  current: Readonly<Ref<PlaylistItem | undefined>>,
  { opens, toast }: TrimOptions,
) {
  const isOpen = ref(opens)
  const facts = shallowRef<TrimFacts | null>(null)
  const error = shallowRef<ErrorShape | null>(null)
  /** Seconds. */
  const [start, end] = [ref(0), ref(0)]
  /** How far a copy is, 0 … 1; null when none is made. */
  const share = ref<number | null>(null)
  const saved = shallowRef<TrimSaved | null>(null)
  let abortId = ''
  let series = 0
  let isGone = false

  const canTrim = computed(() => player.progress.value.state === 'complete')
  const snapped = computed(() => snapStart(facts.value?.keyTimes ?? [], start.value))
  const length = computed(() => Math.max(0, end.value - snapped.value))
  const bytes = computed(() =>
    estimatedBytes(facts.value?.size ?? 0, facts.value?.duration ?? 0, length.value),
  )
  const isEmpty = computed(() => end.value <= start.value)

  async function look(): Promise<void> {
    const entry = current.value
    if (entry === undefined || facts.value !== null) return
    const own = ++series
    try {
      const found = await request('trim.look', { recording: refOf(entry.recording) })
      if (own !== series) return
      facts.value = found
      end.value = found.duration
      pending.splice(0).forEach((set) => set())
    } catch (cause) {
      if (own === series) error.value = errorShapeOf(cause)
    }
  }
  /** What was chosen before it was known how long the recording is. */
  const pending: (() => void)[] = []

  watch(current, () => {
    series++
    isOpen.value = false
    facts.value = error.value = saved.value = null
    start.value = 0
    pending.length = 0
  })
  watch(
    () => isOpen.value && canTrim.value,
    (isReady) => {
      if (isReady) void look()
    },
    { immediate: true },
  )
  // A message about the part before is none about this one.
  watch([start, end], () => (saved.value = error.value = null))

  const within = (seconds: number): number =>
    Math.min(Math.max(0, seconds), facts.value?.duration ?? Infinity)
  const setStart = (seconds: number): void => void (start.value = within(seconds))
  const setEnd = (seconds: number): void => void (end.value = within(seconds))

  /** `trim`: shows or hides the bar; the others set an end of the part to where the player is. */
  function act(what: 'trim' | 'trimStart' | 'trimEnd'): void {
    if (what === 'trim') isOpen.value = isOpen.value ? false : canTrim.value
    if (what === 'trim' || !canTrim.value) return
    isOpen.value = true
    const { time } = player.now
    const set = (): void => (what === 'trimStart' ? setStart : setEnd)(time)
    if (facts.value === null) pending.push(set)
    else set()
  }

  async function save(): Promise<void> {
    const entry = current.value
    if (entry === undefined || share.value !== null || isEmpty.value) return
    abortId = crypto.randomUUID()
    share.value = 0
    error.value = saved.value = null
    // It goes on when the player is closed, or goes on itself.
    const isShown = (): boolean => !isGone && current.value === entry
    try {
      const answer = await request('trim.save', {
        recording: refOf(entry.recording),
        // Rounded up, the key frame that was shown is still the one before.
        start: Math.ceil(start.value * 1e6),
        end: Math.round(end.value * 1e6),
        abortId,
      })
      if (isShown()) saved.value = answer.saved
      else if (answer.saved !== null) toast.done(t('trim.saved', { name: answer.saved.name }))
    } catch (cause) {
      const shape = errorShapeOf(cause)
      if (!isShown()) toast.failed(cause, entry.name)
      else if (shape.code !== 'aborted') error.value = shape
    } finally {
      share.value = null
    }
  }
  async function reveal(): Promise<void> {
    try {
      await request('trim.reveal', { id: saved.value?.id ?? '' })
    } catch (cause) {
      error.value = errorShapeOf(cause)
    }
  }

  tryOnScopeDispose(
    subscribe('trim.progress', (progress) => {
      if (progress.abortId === abortId && share.value !== null) share.value = progress.share
    }),
  )
  tryOnScopeDispose(() => (isGone = true))

  return {
    isOpen,
    canTrim,
    facts,
    error,
    start,
    end,
    share,
    saved,
    snapped,
    length,
    bytes,
    isEmpty,
    setStart,
    setEnd,
    act,
    save,
    cancel: () => void request('app.abort', { abortId }).catch(() => undefined),
    reveal,
  }
}

export type Trim = ReturnType<typeof useTrim>
