import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Bridge } from '#shared/ipc/contract.ts'
import type { UpdateReport, UpdateState } from '#shared/models/updates.ts'
import { useDialogs } from '../../../src/renderer/stores/dialogs.ts'
import { useUpdates } from '../../../src/renderer/stores/updates.ts'

const update = { version: '2.0.0', notes: '', size: null }
const report = (state: UpdateState): UpdateReport => ({ state, checkedAt: null })

/** The main process: what it knows at first, what it is asked, and a way to let it tell more. */
function fakeMain(known: Promise<UpdateReport>) {
  const asked: string[] = []
  let listener: (next: UpdateReport) => void = () => undefined
  const bridge = {
    request: async (name: string) => {
      asked.push(name)
      return { ok: true, value: name === 'updates.state' ? await known : null }
    },
    subscribe: (_name: string, listen: (next: UpdateReport) => void) => {
      listener = listen
      return () => undefined
    },
  }
  vi.stubGlobal('window', { cloudroom: bridge as unknown as Bridge })
  return { asked, tell: (state: UpdateState) => listener(report(state)) }
}

beforeEach(() => {
  setActivePinia(createPinia())
  return () => void vi.unstubAllGlobals()
})

it('nothing is news where there are no updates', async () => {
  fakeMain(Promise.resolve(report({ status: 'off', reason: 'unsigned' })))
  const updates = useUpdates()
  expect(updates.isOn).toBe(false)
  await updates.start()
  expect([updates.isOn, updates.news]).toEqual([false, null])
})

it('a version that is there, and one that was fetched, are news until they are closed', async () => {
  const { tell } = fakeMain(Promise.resolve(report({ status: 'idle' })))
  const updates = useUpdates()
  await updates.start()
  expect([updates.isOn, updates.news]).toEqual([true, null])
  tell({ status: 'available', update })
  expect(updates.news?.status).toBe('available')
  updates.closeNews()
  expect(updates.news).toBeNull()
  tell({ status: 'checking' })
  tell({ status: 'available', update })
  expect(updates.news).toBeNull()
  tell({ status: 'downloading', update, share: 0.5 })
  expect(updates.news).toBeNull()
  tell({ status: 'ready', update })
  expect(updates.news?.status).toBe('ready')
  updates.closeNews()
  tell({ status: 'available', update: { ...update, version: '2.1.0' } })
  expect(updates.news?.update.version).toBe('2.1.0')
})

it('what main tells meanwhile is newer than what it answers', async () => {
  const known = Promise.withResolvers<UpdateReport>()
  const { tell } = fakeMain(known.promise)
  const updates = useUpdates()
  const started = updates.start()
  tell({ status: 'available', update })
  known.resolve(report({ status: 'idle' }))
  await started
  expect(updates.state?.status).toBe('available')
})

it('the menu’s command looks, and shows where what comes of it is told', () => {
  const { asked } = fakeMain(Promise.resolve(report({ status: 'idle' })))
  useUpdates().checkAndShow()
  expect(asked).toEqual(['updates.check'])
  expect(useDialogs().current).toEqual({ kind: 'settings', section: 'diagnostics' })
})
