import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Bridge } from '#shared/ipc/contract.ts'
import { defaultLayout, type Layout } from '#shared/models/settings.ts'
import { useLayout } from '../../../src/renderer/stores/layout.ts'

/** The main process, which keeps the panes and answers when it is told to. */
function slowMain() {
  let layout: Layout = defaultLayout
  const waiting: (() => void)[] = []
  const bridge = {
    request: async (_name: string, patch: { readonly layout: Partial<Layout> }) => {
      await new Promise<void>((resolve) => waiting.push(resolve))
      layout = { ...layout, ...patch.layout }
      return { ok: true, value: { layout } }
    },
  }
  vi.stubGlobal('window', { cloudroom: bridge as unknown as Bridge, addEventListener: () => undefined })
  /** The question that has waited longest, once there is one. */
  const answer = () =>
    vi.waitFor(() => {
      const next = waiting.shift()
      if (next === undefined) throw new Error('nothing is asked')
      next()
    })
  return { answer, kept: () => layout }
}

beforeEach(() => {
  setActivePinia(createPinia())
  return () => void vi.unstubAllGlobals()
})

it('a pane that is hidden while its width is still being written down has that width when it is shown again', async () => {
  const { answer, kept } = slowMain()
  const layout = useLayout()
  layout.resize('sidebar', 224)
  const changes = [
    layout.keep(),
    layout.toggle('sidebar'),
    layout.toggle('sidebar'),
    layout.toggle('details'),
  ]
  for (let asked = 0; asked < changes.length; asked++) await answer()
  await Promise.all(changes)
  expect(kept()).toEqual({
    sidebar: { isShown: true, width: 224 },
    details: { ...defaultLayout.details, isShown: true },
  })
})
