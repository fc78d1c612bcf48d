import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { Bridge } from '#shared/ipc/contract.ts'
import type { KnownProxy } from '#shared/models/proxies.ts'
import type { UploadPlan } from '#shared/models/upload-plan.ts'
import { useDialogs, type OpenDialog } from '../../../src/renderer/stores/dialogs.ts'
import { useProxies } from '../../../src/renderer/stores/proxies.ts'
import { useUploads } from '../../../src/renderer/stores/uploads.ts'

const player: OpenDialog = { kind: 'player', playlist: [], start: 0, playsOn: false, quick: false }
const settings: OpenDialog = { kind: 'settings' }
const refused = { code: 'transfer.alreadyQueued', params: {}, retryable: false } as const

/** Main: what it answers to each request, later if it is a promise, and what it was asked. */
function fakeMain(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = []
  const listeners = new Map<string, (payload: never) => void>()
  const bridge = {
    request: async (name: string) => {
      asked.push(name)
      return { ok: true, value: (await answers[name]) ?? null }
    },
    subscribe: (name: string, listen: (payload: never) => void) => {
      listeners.set(name, listen)
      return () => undefined
    },
  }
  vi.stubGlobal('window', { cloudroom: bridge as unknown as Bridge })
  return { asked, tell: (name: string, payload: unknown) => listeners.get(name)?.(payload as never) }
}

const plan = (verdict: UploadPlan['rows'][number]['verdict']): UploadPlan => ({
  planId: 'p',
  folder: '/',
  rows: [{ name: 'a.mp4', within: '', size: 1, modifiedAt: null, verdict }],
  hasFolders: false,
  leftOut: 0,
  unasked: null,
})
const picked = [{ pickId: 'a', name: 'a.mp4', size: 1 }]
const needsDecision = plan({ kind: 'queued' })

beforeEach(() => {
  setActivePinia(createPinia())
  return () => void vi.unstubAllGlobals()
})

it('a plan that ends late does not take the place of what plays, nor of what follows it', async () => {
  const made = Promise.withResolvers<UploadPlan>()
  fakeMain({ 'uploads.pick': picked, 'uploads.plan': made.promise })
  const dialogs = useDialogs()
  const uploads = useUploads()
  const chosen = uploads.pickFiles('/')
  dialogs.show(player)
  made.resolve(needsDecision)
  await expect.poll(() => uploads.sheet?.phase).toBe('deciding')
  expect(dialogs.current).toBe(player)
  // As the connection test does once the proxy has its password: one closes, another opens at once.
  dialogs.close()
  dialogs.show(settings)
  await nextTick()
  await nextTick()
  expect(dialogs.current).toBe(settings)
  dialogs.close()
  await expect.poll(() => dialogs.current?.kind).toBe('upload')
  uploads.cancel()
  expect(await chosen).toBeNull()
  expect(dialogs.current).toBeNull()
})

it('a plan of an account that has signed out meanwhile is not asked about', async () => {
  const { asked } = fakeMain({ 'uploads.pick': picked, 'uploads.plan': needsDecision })
  const dialogs = useDialogs()
  const uploads = useUploads()
  dialogs.show(settings)
  const chosen = uploads.pickFiles('/')
  await expect.poll(() => uploads.sheet?.phase).toBe('deciding')
  dialogs.clear()
  expect(await chosen).toBeNull()
  expect(asked).toContain('uploads.discard')
  expect([dialogs.current, uploads.sheet]).toEqual([null, null])
})

it('what was rejected is told once the dialog that was opened meanwhile is closed', async () => {
  const started = Promise.withResolvers<unknown>()
  fakeMain({ 'uploads.pick': picked, 'uploads.plan': plan({ kind: 'ok' }), 'uploads.start': started.promise })
  const dialogs = useDialogs()
  const chosen = useUploads().pickFiles('/')
  dialogs.show(player)
  started.resolve({ transferIds: [], rejected: [{ name: 'a.mp4', error: refused }] })
  const result = await chosen
  await nextTick()
  expect(dialogs.current).toBe(player)
  dialogs.close()
  await expect.poll(() => dialogs.current).toEqual({ kind: 'rejected', result })
})

it('a proxy that has refused a password asks again once the dialog that is open is closed, if it still wants one', async () => {
  const known = (state: KnownProxy['state']): KnownProxy[] => [
    { proxy: 'office:1', user: 'me', since: 0, home: 'memory', state },
  ]
  const { tell } = fakeMain({ 'proxies.list': known('untried') })
  const dialogs = useDialogs()
  const proxies = useProxies()
  await proxies.start()
  const proceed = (): void => undefined
  const askAgain = { kind: 'proxyPassword', proxy: 'office:1', proceed }
  proxies.goOn('office:1', proceed)
  dialogs.show(player)
  tell('proxies.changed', known('refused'))
  // Behind what was tried again.
  for (let turn = 0; turn < 5; turn++) await nextTick()
  expect(dialogs.current).toBe(player)
  dialogs.close()
  await expect.poll(() => dialogs.current).toEqual(askAgain)

  dialogs.close()
  tell('proxies.changed', known('untried'))
  proxies.goOn('office:1', proceed)
  dialogs.show(player)
  tell('proxies.changed', known('refused'))
  for (let turn = 0; turn < 5; turn++) await nextTick()
  tell('proxies.changed', known('accepted'))
  dialogs.close()
  await nextTick()
  await nextTick()
  expect(dialogs.current).toBeNull()
})
