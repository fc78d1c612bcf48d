import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, shallowRef } from 'vue'
import { usePlayer } from '../../../src/renderer/composables/use-player.ts'
import { itemOf } from '../../../src/renderer/logic/playlist.ts'

beforeEach(() => {
  setActivePinia(createPinia())
  vi.stubGlobal('navigator', {
    mediaSession: { setActionHandler: () => undefined, setPositionState: () => undefined },
  })
  vi.stubGlobal('MediaMetadata', Object)
  vi.stubGlobal('MediaError', { MEDIA_ERR_DECODE: 3, MEDIA_ERR_SRC_NOT_SUPPORTED: 4 })
  return () => void vi.unstubAllGlobals()
})

const item = (path: string) => itemOf({ id: null, path, size: 1, sizeIsExact: true, createdAt: null })
const ok = (value: unknown): object => ({ ok: true, value })
const playback = (id: string): object => ok({ id, url: `/media/${id}`, startAt: 0, transferId: null })
const refusal = { code: 'network.timeout', params: {}, retryable: true } as const

const scopes: (() => void)[] = []
afterEach(() => scopes.splice(0).forEach((stop) => stop()))

/** A player without a picture, and main, which answers what it is told, when it is told. */
function rig() {
  const asked: { readonly name: string; readonly answer: (result: object) => void }[] = []
  const request = (name: string): Promise<object> => new Promise((answer) => asked.push({ name, answer }))
  vi.stubGlobal('window', { cloudroom: { request } })
  const video = Object.assign(new EventTarget(), { error: null as { code: number } | null })
  const scope = effectScope()
  scopes.push(() => scope.stop())
  const player = scope.run(() =>
    usePlayer(shallowRef(video as unknown as HTMLVideoElement), { previous: () => null, next: () => null }),
  )
  if (player === undefined) throw new Error('no scope')

  const isAsked = async (name: string): Promise<void> =>
    expect.poll(() => asked.map((each) => each.name)).toContain(name)
  /** Waits until this is asked, and answers it. */
  async function answer(name: string, result: object): Promise<void> {
    await isAsked(name)
    const [open] = asked.splice(
      asked.findIndex((each) => each.name === name),
      1,
    )
    open?.answer(result)
  }
  /** The element can decode no more. */
  function fail(): void {
    video.error = { code: 3 }
    video.dispatchEvent(new Event('error'))
  }
  return { player, isAsked, answer, fail }
}

it('what could not be opened is opened when it is tried again', async () => {
  const { player, answer } = rig()
  const first = player.open(item('/a.mp4'), null)
  await answer('playback.start', { ok: false, error: refusal })
  await first
  expect(player.error.value).toEqual(refusal)
  const second = player.retry()
  await answer('playback.start', playback('a'))
  await second
  expect([player.error.value, player.url.value]).toEqual([null, '/media/a'])
})

it.each(['playback.progress', 'playback.facts'])(
  'what is wrong with one recording is not said of the next, opened while %s is asked',
  async (last) => {
    const { player, isAsked, answer, fail } = rig()
    const first = player.open(item('/a.mp4'), null)
    await answer('playback.start', playback('a'))
    await first
    await answer('playback.facts', ok(null))
    const progress = ok({ state: 'complete', error: null, size: 1, ranges: [], canJump: true })
    fail()
    if (last === 'playback.facts') await answer('playback.progress', progress)
    await isAsked(last)
    const second = player.open(item('/b.mp4'), null)
    await answer('playback.start', playback('b'))
    await second
    await answer(last, last === 'playback.facts' ? ok(null) : progress)
    await new Promise((resolve) => setTimeout(resolve))
    expect([player.url.value, player.error.value]).toEqual(['/media/b', null])
  },
)
