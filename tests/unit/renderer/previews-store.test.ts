import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Bridge, RequestInput } from '#shared/ipc/contract.ts'
import { previewKey, type Preview } from '#shared/models/preview.ts'
import { en } from '../../../src/renderer/i18n/en.ts'
import { zhCN } from '../../../src/renderer/i18n/zh-CN.ts'
import { usePreviews } from '../../../src/renderer/stores/previews.ts'
import { useSession } from '../../../src/renderer/stores/session.ts'
import { useSettings } from '../../../src/renderer/stores/settings.ts'
import { recording } from './fixtures.ts'

const seen = recording('a.mp4')

/** A page whose runtime says this of its connection, and the main process, which has these settings. */
async function pageOn(says: object, settings = { showsPreviews: true }) {
  const connection = Object.assign(new EventTarget(), says)
  const shown: RequestInput<'previews.show'>[] = []
  const listeners = new Map<string, (payload: unknown) => void>()
  const profile = { id: 'p1', server: { origin: 'http://127.0.0.1' } }
  const answers: Readonly<Record<string, unknown>> = {
    'accounts.state': { session: { status: 'signedIn', profile }, profiles: [] },
    'app.info': { problems: [] },
    'settings.get': { language: 'en', ...settings },
    'previews.show': [],
  }
  const bridge = {
    request: (name: string, input: unknown) => {
      if (name === 'previews.show') shown.push(input as RequestInput<'previews.show'>)
      return Promise.resolve({ ok: true, value: answers[name] ?? null })
    },
    subscribe: (name: string, listener: (payload: unknown) => void) => {
      listeners.set(name, listener)
      return () => listeners.delete(name)
    },
  }
  vi.stubGlobal('window', { cloudroom: bridge as unknown as Bridge })
  vi.stubGlobal('document', { documentElement: {} })
  vi.stubGlobal('navigator', { connection })
  await useSettings().start()
  await useSession().start()
  const previews = usePreviews()
  previews.start()
  previews.show('list', [seen])
  return {
    previews,
    connection,
    found: (preview: Preview) => listeners.get('previews.found')?.(preview),
    mayFetch: () => shown.map(({ mayFetch }) => mayFetch),
  }
}

beforeEach(() => {
  setActivePinia(createPinia())
  return () => void vi.unstubAllGlobals()
})

it('nothing is fetched while the runtime reports Save-Data, and something again once it does not', async () => {
  const { connection, mayFetch } = await pageOn({ saveData: true })
  await vi.waitFor(() => expect(mayFetch()).toEqual([false]))
  Object.assign(connection, { saveData: false })
  connection.dispatchEvent(new Event('change'))
  await vi.waitFor(() => expect(mayFetch()).toEqual([false, true]))
})

it.each([
  ['has no account of its connection', {}],
  ['is Chromium on a desktop', { saveData: false, effectiveType: '4g', downlink: 10, rtt: 50 }],
])('a runtime that %s is fetched by, and the settings on a Mac promise no more', async (_name, says) => {
  const { mayFetch } = await pageOn(says)
  await vi.waitFor(() => expect(mayFetch()).toEqual([true]))
  expect(en.settings.previewsHintMac).toContain('macOS tells apps of no metered connection')
  expect(zhCN.settings.previewsHintMac).toContain('macOS 不告知应用')
})

it.each([
  ['shown while they are on', true],
  ['not shown once they are turned off, however late it comes', false],
])('a picture is %s', async (_name, showsPreviews) => {
  const { previews, found, mayFetch } = await pageOn({}, { showsPreviews })
  found({ key: previewKey(seen), facts: null, image: 'app://x' })
  expect(previews.of(seen)?.image).toBe(showsPreviews ? 'app://x' : undefined)
  // What it asks in a moment is no other test's.
  await vi.waitFor(() => expect(mayFetch()).toHaveLength(1))
})
