import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useDialogs, type OpenDialog } from '../../../src/renderer/stores/dialogs.ts'

const settings: OpenDialog = { kind: 'settings' }
const help: OpenDialog = { kind: 'help' }
const upload: OpenDialog = { kind: 'upload' }
const rejected: OpenDialog = { kind: 'rejected', result: { started: 0, rejected: [] } }

beforeEach(() => setActivePinia(createPinia()))

it('what opens by itself opens at once when nothing else is open', async () => {
  const dialogs = useDialogs()
  const shown = dialogs.showOnceFree(rejected)
  expect(dialogs.current).toBe(rejected)
  expect(await shown).toBe(true)
})

it('waits for the dialog that is open, one after the other', async () => {
  const dialogs = useDialogs()
  dialogs.show(settings)
  void dialogs.showOnceFree(rejected)
  const second = dialogs.showOnceFree(upload)
  await nextTick()
  expect(dialogs.current).toBe(settings)
  dialogs.close()
  await expect.poll(() => dialogs.current).toBe(rejected)
  dialogs.close()
  expect(await second).toBe(true)
  expect(dialogs.current).toBe(upload)
})

it('does not come between a dialog and the one that it leads to', async () => {
  const dialogs = useDialogs()
  dialogs.show(settings)
  void dialogs.showOnceFree(rejected)
  dialogs.close()
  dialogs.show(help)
  await nextTick()
  await nextTick()
  expect(dialogs.current).toBe(help)
  dialogs.close()
  await expect.poll(() => dialogs.current).toBe(rejected)
})

it('is dropped when it is not wanted any more, and when the account changes', async () => {
  const dialogs = useDialogs()
  dialogs.show(settings)
  let isWanted = true
  const unwanted = dialogs.showOnceFree(upload, () => isWanted)
  const next = dialogs.showOnceFree(rejected)
  isWanted = false
  dialogs.close()
  expect(await unwanted).toBe(false)
  expect(await next).toBe(true)
  const late = dialogs.showOnceFree(upload)
  dialogs.clear()
  expect(await late).toBe(false)
  await nextTick()
  expect(dialogs.current).toBeNull()
})

it('a dialog that ends late closes itself and no other', () => {
  const dialogs = useDialogs()
  dialogs.show(settings)
  const own = dialogs.current
  expect(dialogs.closeOwn(own)).toBe(true)
  dialogs.show(help)
  expect(dialogs.closeOwn(own)).toBe(false)
  expect(dialogs.closeOwn(null)).toBe(false)
  expect(dialogs.current).toBe(help)
})
