import { afterEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, shallowRef } from 'vue'
import type { TrimFacts, TrimSaved } from '#shared/models/trim.ts'
import type { Player } from '../../../src/renderer/composables/use-player.ts'
import { useTrim } from '../../../src/renderer/composables/use-trim.ts'
import { itemOf } from '../../../src/renderer/logic/playlist.ts'

afterEach(() => void vi.unstubAllGlobals())

const facts: TrimFacts = { duration: 60, size: 1000, keyTimes: [0] }
const copy: TrimSaved = { id: 'x', name: 'a (trim).mp4' }
const item = (path: string) => itemOf({ id: null, path, size: 1, sizeIsExact: true, createdAt: null })

/** A player at second 7, main as it is told to answer, and what was said by messages. */
function rig() {
  const asked: { readonly name: string; readonly answer: (result: object) => void }[] = []
  vi.stubGlobal('window', {
    cloudroom: {
      request: (name: string) => new Promise((answer) => asked.push({ name, answer })),
      subscribe: () => () => undefined,
    },
  })
  const current = shallowRef(item('/a.mp4'))
  const said: string[] = []
  const toast = {
    done: (text: string) => void said.push(text),
    failed: (_: unknown, subject = '') => void said.push(subject),
  }
  const player = { progress: ref({ state: 'complete' }), now: { time: 7 } } as unknown as Player
  const scope = effectScope()
  const trim = scope.run(() => useTrim(player, current, { opens: false, toast }))
  if (trim === undefined) throw new Error('no scope')

  /** Answers the only open request of this name. */
  async function answer(name: string, result: object): Promise<void> {
    await expect.poll(() => asked.filter((each) => each.name === name)).toHaveLength(1)
    asked.splice(0).forEach((each) => each.answer(result))
  }
  return { trim, current, said, scope, asked, answer }
}

const found = { ok: true, value: facts }

it('a start that was set for one recording is not that of the next', async () => {
  const { trim, current, asked, answer } = rig()
  trim.act('trimStart')
  await expect.poll(() => asked).toHaveLength(1)
  asked.length = 0
  current.value = item('/b.mp4')
  await nextTick()
  trim.act('trim')
  await answer('trim.look', found)
  await expect.poll(() => trim.end.value).toBe(60)
  expect(trim.start.value).toBe(0)
})

it('a start that was set before the recording was looked into is kept', async () => {
  const { trim, answer } = rig()
  trim.act('trimStart')
  await answer('trim.look', found)
  await expect.poll(() => trim.start.value).toBe(7)
})

it.each([
  ['is saved', { ok: true, value: { saved: copy } }, 'a (trim).mp4'],
  ['fails', { ok: false, error: { code: 'file.noSpace', params: {}, retryable: true } }, 'a.mp4'],
])('what %s of one recording while the next plays, or none, is said by a message', async (_, end, words) => {
  for (const leave of ['next', 'close'] as const) {
    const { trim, current, said, scope, answer } = rig()
    trim.act('trim')
    await answer('trim.look', found)
    await expect.poll(() => trim.isEmpty.value).toBe(false)
    const saving = trim.save()
    if (leave === 'next') current.value = item('/b.mp4')
    else scope.stop()
    await answer('trim.save', end)
    await saving
    expect([trim.saved.value, trim.error.value]).toEqual([null, null])
    expect(said).toEqual([expect.stringContaining(words)])
  }
})

it('what is saved of the recording that plays is said beside it', async () => {
  const { trim, said, answer } = rig()
  trim.act('trim')
  await answer('trim.look', found)
  await expect.poll(() => trim.isEmpty.value).toBe(false)
  const saving = trim.save()
  await answer('trim.save', { ok: true, value: { saved: copy } })
  await saving
  expect(trim.saved.value).toEqual(copy)
  expect(said).toEqual([])
})
