import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { effectScope, watch } from 'vue'
import type { Bridge } from '#shared/ipc/contract.ts'
import { menuCommands } from '#shared/models/settings.ts'
import type { Transfer, TransfersDelta } from '#shared/models/transfer.ts'
import { useTransferCommands } from '../../../src/renderer/composables/use-transfer-commands.ts'
import { noSelection, selectOnly, type Selection } from '../../../src/renderer/logic/selection.ts'
import { useDialogs } from '../../../src/renderer/stores/dialogs.ts'
import { useTransferPanel } from '../../../src/renderer/stores/transfer-panel.ts'
import { useTransfers } from '../../../src/renderer/stores/transfers.ts'
import { transfer } from './fixtures.ts'

const failed: Transfer['state'] = {
  kind: 'failed',
  error: { code: 'api.alreadyExists', params: {}, retryable: false },
  finishedAt: 0,
}
const jobs: readonly Transfer[] = [
  transfer('running', { state: { kind: 'running' } }),
  transfer('queued'),
  transfer('paused', { state: { kind: 'paused' } }),
  transfer('done', { state: { kind: 'done', finishedAt: 0 } }),
  transfer('taken', { state: failed, direction: 'upload' }),
]

/** The stores with these transfers, the menu's commands, and what is asked of the main process. */
async function rig(known = jobs) {
  const asked: [name: string, input: unknown][] = []
  let tell: (delta: TransfersDelta) => void = () => undefined
  const bridge = {
    request: (name: string, input: unknown) => {
      if (name === 'transfers.list') return Promise.resolve({ ok: true, value: known })
      asked.push([name, input])
      return Promise.resolve({ ok: true, value: null })
    },
    subscribe: (name: string, listen: (delta: TransfersDelta) => void) => {
      if (name === 'transfers.changed') tell = listen
      return () => undefined
    },
  }
  vi.stubGlobal('window', { cloudroom: bridge as unknown as Bridge })
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => draw())
  const scope = effectScope()
  const commands = scope.run(useTransferCommands)
  if (commands === undefined) throw new Error('The scope has ended')
  await useTransfers().start()
  const ids = menuCommands.filter((id) => id in commands) as (keyof typeof commands)[]
  const possible = (): string[] => ids.filter((id) => commands[id].unavailable() === null)
  return { asked, commands, ids, possible, scope, tell: (delta: TransfersDelta) => tell(delta) }
}

const select = (selection: Selection) => useTransferPanel().select(selection)
const all = (...keys: string[]): Selection => ({ ...noSelection, keys: new Set(keys) })
const ofSelected = (ids: readonly string[]): string[] =>
  ids.flatMap((id) => (id.startsWith('transfer.') ? [id.slice('transfer.'.length)] : []))

beforeEach(() => {
  setActivePinia(createPinia())
  return () => void vi.unstubAllGlobals()
})

it('on what is selected are those that its menu has, and only while the panel shows it', async () => {
  const { possible } = await rig()
  useTransfers().showPanel(true)
  expect(ofSelected(possible())).toEqual([])
  select(selectOnly('running'))
  const ofRunning = ['showRemote', 'pause', 'cancel']
  // Without an account nothing can be shown on its server.
  expect(ofSelected(possible())).toEqual(ofRunning.slice(1))
  select(selectOnly('queued'))
  expect(ofSelected(possible())).toEqual(['pause', 'first', 'earlier', 'later', 'last', 'cancel'])
  select(selectOnly('done'))
  expect(ofSelected(possible())).toEqual(['open', 'reveal', 'remove'])
  select(selectOnly('taken'))
  expect(ofSelected(possible())).toEqual(['resolve', 'retry', 'copyDetails', 'remove'])
  select(all('done', 'taken', 'paused'))
  expect(ofSelected(possible())).toEqual([
    ...['resolve', 'retry', 'resume', 'first', 'earlier', 'later', 'last', 'remove', 'cancel'],
  ])
  useTransfers().showPanel(false)
  expect(ofSelected(possible())).toEqual([])
})

it('do it with those that they fit, and ask before they cancel even one', async () => {
  const { asked, commands } = await rig()
  useTransfers().showPanel(true)
  select(all('running', 'queued', 'done'))
  commands['transfer.pause'].run()
  commands['transfer.last'].run()
  commands['transfer.remove'].run()
  expect(asked).toEqual([
    ['transfers.pause', { ids: ['running', 'queued'] }],
    ['transfers.move', { ids: ['queued'], to: 'last' }],
    ['transfers.remove', { ids: ['done'] }],
  ])
  select(selectOnly('running'))
  commands['transfer.cancel'].run()
  expect(asked).toHaveLength(3)
  expect(useDialogs().current).toEqual({ kind: 'cancelTransfers', of: { ids: ['running'] } })
})

it('on all are about all, whatever the panel is narrowed to', async () => {
  const { asked, commands, possible } = await rig()
  useTransferPanel().narrow({ direction: 'upload' })
  for (const id of ['pause', 'resume', 'retryFailed', 'clearFinished'] as const)
    commands[`allTransfers.${id}`].run()
  expect(asked).toEqual([
    ['transfers.pause', { all: 'both' }],
    ['transfers.resume', { all: 'both' }],
    ['transfers.retry', { all: 'both' }],
    ['transfers.remove', { all: 'both' }],
  ])
  commands['allTransfers.cancel'].run()
  expect(useDialogs().current).toEqual({ kind: 'cancelTransfers', of: { all: 'both' } })
  expect(possible()).toEqual([
    ...['pause', 'resume', 'retryFailed', 'clearFinished', 'cancel', 'limits'].map(
      (id) => `allTransfers.${id}`,
    ),
  ])
  commands['allTransfers.limits'].run()
  expect([useTransfers().isPanelOpen, useTransferPanel().areLimitsOpen]).toEqual([true, true])
})

it('without transfers there is nothing to do but to set limits', async () => {
  const { possible } = await rig([])
  useTransfers().showPanel(true)
  expect(possible()).toEqual(['allTransfers.limits'])
})

it('tell the menu nothing while only bytes move', async () => {
  const { possible, scope, tell } = await rig()
  useTransfers().showPanel(true)
  select(selectOnly('running'))
  let news = 0
  scope.run(() => watch(possible, () => news++, { flush: 'sync' }))
  for (let bytes = 100; bytes < 600; bytes += 100) {
    const progress = [{ id: 'running', transferredBytes: bytes, bytesPerSecond: 100 }]
    tell({ upserted: [], progress, removed: [] })
  }
  expect(news).toBe(0)
})
