import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Bridge } from '#shared/ipc/contract.ts'
import { useLayoutCommands } from '../../../src/renderer/composables/use-layout-commands.ts'
import { useListCommands } from '../../../src/renderer/composables/use-list-commands.ts'
import { useDialogs } from '../../../src/renderer/stores/dialogs.ts'

const shown: string[] = []
// What shows messages needs a page.
vi.mock('../../../src/renderer/components/messages/messages.ts', () => ({
  messages: () => Promise.resolve({ failed: (text: string) => shown.push(text), done: () => undefined }),
}))

const error = { code: 'internal', params: {}, retryable: false }

beforeEach(() => {
  shown.length = 0
  const bridge = {
    request: () => Promise.resolve({ ok: false, error }),
    subscribe: () => () => undefined,
  }
  vi.stubGlobal('window', Object.assign(new EventTarget(), { cloudroom: bridge as unknown as Bridge }))
  setActivePinia(createPinia())
  return () => void vi.unstubAllGlobals()
})

it.each(['view.grid', 'sort.size', 'column.size', 'groupResults', 'resetColumns', 'toggleSidebar'] as const)(
  '%s says so when it cannot be remembered',
  async (id) => {
    const commands = { ...useListCommands(), ...useLayoutCommands() }
    await commands[id].run()
    await expect.poll(() => shown.length).toBe(1)
    expect(useDialogs().announcement).not.toBe('')
  },
)
