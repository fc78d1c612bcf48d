import { playbackRates, type PlaybackRate, type PlayerSettings } from '#shared/models/settings.ts'
import { useThrottleFn } from '@vueuse/core'
import { computed, onScopeDispose, watch, type ShallowRef } from 'vue'
import { useSettings } from '../stores/settings.ts'

/** Volume and speed of the player: of its video element at once, and kept for the next recording. */
export function usePlayerSettings(video: Readonly<ShallowRef<HTMLVideoElement | null>>) {
  const settings = useSettings()
  const player = computed(() => settings.settings?.player)
  const change = (patch: Partial<PlayerSettings>): Promise<void> =>
    settings.update({ player: patch }).catch(() => undefined)
  /** What was chosen last, until it is in the settings: a key that is pressed twice goes on from there. */
  let chosenRate: PlaybackRate | null = null
  let rateChoices = 0
  /** Likewise. Dragged, it changes often: it is kept now and then, and the last of it when the player closes. */
  let chosenVolume: number | null = null
  async function keepVolume(): Promise<void> {
    const volume = chosenVolume
    if (volume === null) return
    await change({ volume, isMuted: false })
    if (volume === chosenVolume) chosenVolume = null
  }
  const keepVolumeSoon = useThrottleFn(keepVolume, 300, true)
  onScopeDispose(() => void keepVolume())

  function setVolume(volume: number): void {
    const element = video.value
    if (element === null) return
    element.volume = Math.min(1, Math.max(0, volume))
    element.muted = false
    chosenVolume = element.volume
    void keepVolumeSoon()
  }

  function mute(): Promise<void> {
    // Whoever has just changed the volume hears something.
    if (chosenVolume === null) return change({ isMuted: player.value?.isMuted !== true })
    const volume = chosenVolume
    chosenVolume = null
    return change({ volume, isMuted: true })
  }

  function changeRate(by: 1 | -1): void {
    const index = playbackRates.indexOf(chosenRate ?? player.value?.rate ?? 1)
    const rate = playbackRates[index + by]
    if (rate !== undefined) setRate(rate)
  }

  function setRate(rate: PlaybackRate): void {
    if (video.value !== null) video.value.playbackRate = rate
    chosenRate = rate
    const own = ++rateChoices
    void change({ rate }).then(() => {
      if (own === rateChoices) chosenRate = null
    })
  }

  /** The element forgets these with each new address. */
  function apply(): void {
    const element = video.value
    if (element === null || player.value === undefined) return
    element.volume = chosenVolume ?? player.value.volume
    element.muted = chosenVolume === null && player.value.isMuted
    element.playbackRate = chosenRate ?? player.value.rate
  }
  watch([player, video], apply, { immediate: true })

  return { player, setVolume, mute, setRate, changeRate, apply }
}
