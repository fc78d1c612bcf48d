import { defaultPlayerSettings, playbackRates, type PlaybackRate } from '#shared/models/settings.ts'
import { useThrottleFn, watchDebounced } from '@vueuse/core'
import { computed, onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { useSettings } from '../stores/settings.ts'

interface Sound {
  /** 0 … 1 */ readonly volume: number
  readonly isMuted: boolean
}

/** Who turns the sound down to nothing passes all that is between: this long is meant. ms */
const meantMs = 500
/** What is heard when nothing else was. */
const usualVolume = 0.5

/** Volume and speed of the player: of its video element at once, and kept for the next recording. */
export function usePlayerSettings(video: Readonly<ShallowRef<HTMLVideoElement | null>>) {
  const settings = useSettings()
  const kept = computed(() => settings.settings?.player ?? defaultPlayerSettings)
  /** What was chosen last, until it is in the settings: who chooses twice goes on from there. */
  const chosenSound = shallowRef<Sound | null>(null)
  const chosenRate = shallowRef<PlaybackRate | null>(null)
  const sound = computed<Sound>(() => chosenSound.value ?? kept.value)
  const rate = computed(() => chosenRate.value ?? kept.value.rate)
  const isSilent = computed(() => sound.value.isMuted || sound.value.volume === 0)

  let audible = usualVolume
  function noteVolume(): void {
    if (sound.value.volume > 0) audible = sound.value.volume
  }
  noteVolume()
  watchDebounced(sound, noteVolume, { debounce: meantMs })

  async function keepSound(): Promise<void> {
    const own = chosenSound.value
    if (own === null) return
    await settings.update({ player: own }).catch(() => undefined)
    if (own === chosenSound.value) chosenSound.value = null
  }
  /** Dragged, it changes often: it is kept now and then, and the last of it when the player closes. */
  const keepSoundSoon = useThrottleFn(keepSound, 300, true)
  onScopeDispose(() => void keepSound())

  function choose(next: Sound): void {
    chosenSound.value = next
    void keepSoundSoon()
  }

  function setVolume(volume: number): void {
    // In steps of a hundredth: sums of twentieths come near to nothing, but not there.
    choose({ volume: Math.round(Math.min(1, Math.max(0, volume)) * 100) / 100, isMuted: false })
  }

  function mute(): void {
    const { volume, isMuted } = sound.value
    // What was turned down to nothing is to be heard again, too.
    if (volume === 0) setVolume(audible)
    else choose({ volume, isMuted: !isMuted })
  }

  function changeRate(by: 1 | -1): void {
    const next = playbackRates[playbackRates.indexOf(rate.value) + by]
    if (next !== undefined) setRate(next)
  }

  let rateChoices = 0
  function setRate(next: PlaybackRate): void {
    chosenRate.value = next
    const own = ++rateChoices
    void settings
      .update({ player: { rate: next } })
      .catch(() => undefined)
      .then(() => {
        if (own === rateChoices) chosenRate.value = null
      })
  }

  /** The element forgets these with each new address. */
  function apply(): void {
    const element = video.value
    if (element === null) return
    element.volume = sound.value.volume
    element.muted = sound.value.isMuted
    element.playbackRate = rate.value
  }
  watch([sound, rate, video], apply, { immediate: true, flush: 'sync' })

  return { sound, isSilent, rate, setVolume, mute, setRate, changeRate, apply }
}
