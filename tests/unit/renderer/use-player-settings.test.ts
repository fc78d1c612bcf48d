import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, shallowRef } from 'vue'
import { defaultPlayerSettings, type PlayerSettings, type Settings } from '#shared/models/settings.ts'
import { usePlayerSettings } from '../../../src/renderer/composables/use-player-settings.ts'
import { useSettings } from '../../../src/renderer/stores/settings.ts'

beforeEach(() => {
  setActivePinia(createPinia())
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A player with these settings, and main, which answers when it is told to. */
function rig(changes: Partial<PlayerSettings> = {}) {
  let kept: PlayerSettings = { ...defaultPlayerSettings, ...changes }
  const waiting: (() => void)[] = []
  const request = (_: string, { player }: { player: Partial<PlayerSettings> }): Promise<object> =>
    new Promise((resolve) =>
      waiting.push(() => {
        kept = { ...kept, ...player }
        resolve({ ok: true, value: { player: kept } })
      }),
    )
  vi.stubGlobal('window', { cloudroom: { request } })
  useSettings().settings = { player: kept } as Settings
  const element = { volume: NaN, muted: false, playbackRate: NaN }
  const scope = effectScope()
  const player = scope.run(() => usePlayerSettings(shallowRef(element as HTMLVideoElement)))
  if (player === undefined) throw new Error('no scope')

  /** Main answers all that it was asked until now. */
  async function answer(): Promise<void> {
    waiting.splice(0).forEach((run) => run())
    await vi.advanceTimersByTimeAsync(0)
  }
  return { player, element, scope, answer, kept: () => kept }
}

it('the volume that is shown is the one that was chosen last, whatever is kept by then', async () => {
  const { player, element, answer, kept } = rig()
  for (let step = 1; step <= 16; step++) {
    const volume = Math.round(100 - 5 * step) / 100
    player.setVolume(volume)
    await vi.advanceTimersByTimeAsync(50)
    await answer()
    expect([player.sound.value.volume, element.volume]).toEqual([volume, volume])
  }
  await vi.advanceTimersByTimeAsync(300)
  await answer()
  expect(kept()).toMatchObject({ volume: 0.2, isMuted: false })
})

it('likewise the speed', async () => {
  const { player, element, answer, kept } = rig()
  player.changeRate(1)
  player.changeRate(1)
  expect([player.rate.value, element.playbackRate]).toEqual([1.5, 1.5])
  await answer()
  expect([player.rate.value, kept().rate]).toEqual([1.5, 1.5])
})

it.each([
  ['what was heard before', { volume: 0.8 }, 0.8],
  ['half of it, when that is not known', { volume: 0 }, 0.5],
])('what was turned down to nothing comes back by the button: %s', async (_, changes, volume) => {
  const { player, element } = rig(changes)
  // Dragged through all that is between.
  for (let step = 0; step < 16; step++) player.setVolume(player.sound.value.volume - 0.05)
  await vi.advanceTimersByTimeAsync(1000)
  expect([player.isSilent.value, element.volume]).toEqual([true, 0])
  player.mute()
  expect([player.isSilent.value, element.volume, element.muted]).toEqual([false, volume, false])
})

it('a volume that stayed for a moment is what comes back', async () => {
  const { player, element } = rig()
  player.setVolume(0.3)
  await vi.advanceTimersByTimeAsync(1000)
  player.setVolume(0)
  player.mute()
  expect(element.volume).toBe(0.3)
})

it('the button mutes at once and keeps the volume, also of what has just been changed and closed', async () => {
  const { player, element, scope, answer, kept } = rig()
  player.setVolume(0.4)
  player.mute()
  expect([player.isSilent.value, element.muted, element.volume]).toEqual([true, true, 0.4])
  scope.stop()
  await answer()
  expect(kept()).toMatchObject({ volume: 0.4, isMuted: true })
})
