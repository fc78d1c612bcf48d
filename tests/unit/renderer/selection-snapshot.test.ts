import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Bridge } from '#shared/ipc/contract.ts'
import { defaultListLook, type Settings } from '#shared/models/settings.ts'
import { useSelectionSnapshot } from '../../../src/renderer/composables/use-selection-snapshot.ts'
import { selectOnly } from '../../../src/renderer/logic/selection.ts'
import { useExplorer } from '../../../src/renderer/stores/explorer.ts'
import { useSettings } from '../../../src/renderer/stores/settings.ts'
import { opening, recording } from './fixtures.ts'

const [a, b, c] = ['a.mp4', 'b.mp4', 'c.mp4'].map((name) => recording(name))
const all = [a, b, c].filter((item) => item !== undefined)
let listed = all

beforeEach(async () => {
  listed = all
  const bridge = {
    request: (name: string, input: unknown) => {
      const answers: Readonly<Record<string, unknown>> = {
        'folders.memory': { lastFolder: '/A/', looks: [] },
        'settings.get': { list: defaultListLook },
      }
      const { path = '' } = (input ?? {}) as { readonly path?: string }
      const value =
        name === 'library.openFolder'
          ? opening(path === '/A/' ? { recordings: listed } : { folder: { path, name: 'B' } })
          : (answers[name] ?? null)
      return Promise.resolve({ ok: true, value })
    },
    subscribe: () => () => undefined,
  }
  vi.stubGlobal('window', { cloudroom: bridge as unknown as Bridge })
  setActivePinia(createPinia())
  // Not `start()`: there is no document whose language could be set.
  useSettings().settings = { list: defaultListLook } as Settings
  useExplorer().start()
  await useExplorer().begin('p')
  await expect.poll(() => useExplorer().entries).toHaveLength(3)
  return () => void vi.unstubAllGlobals()
})

const selected = (): string[] => useExplorer().selected.map(({ name }) => name)

/** What is selected while the act of a snapshot, taken now, is carried out later; null when it is not. */
function later(): () => string[] | null {
  const act = useSelectionSnapshot()()
  return () => {
    let seen: string[] | null = null
    act(() => (seen = selected()))
    return seen
  }
}

it('acts on what was selected, whatever was selected since', () => {
  const explorer = useExplorer()
  explorer.select({ ...selectOnly('/A/a.mp4'), keys: new Set(['/A/a.mp4', '/A/b.mp4']) })
  const act = later()
  explorer.select(selectOnly('/A/c.mp4'))
  expect(act()).toEqual(['a.mp4', 'b.mp4'])
  expect(selected()).toEqual(['a.mp4', 'b.mp4'])
})

it('acts on what is left of it', async () => {
  const explorer = useExplorer()
  explorer.select({ ...selectOnly('/A/a.mp4'), keys: new Set(['/A/a.mp4', '/A/b.mp4']) })
  const act = later()
  listed = all.slice(1)
  await explorer.reload()
  await expect.poll(() => explorer.entries).toHaveLength(2)
  explorer.select(selectOnly('/A/c.mp4'))
  expect(act()).toEqual(['b.mp4'])
})

it('does nothing in another folder', async () => {
  const explorer = useExplorer()
  explorer.select(selectOnly('/A/a.mp4'))
  const act = later()
  await explorer.openFolder('/B/')
  expect(act()).toBeNull()
})
