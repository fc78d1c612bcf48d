import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Bridge, EventName, Reply, RequestName } from '#shared/ipc/contract.ts'
import {
  bridgeKey,
  eventChannel,
  eventNames,
  preloadRequestNames,
  requestChannel,
  requestNames,
} from '#shared/ipc/names.ts'
import { EarlyAnswers } from './early-answers.ts'

/**
 * The only door between page and main process: one frozen object, derived from the contract. Names are
 * checked here so that a page cannot reach a channel that is not in the contract; inputs are checked in main.
 */

const pageRequests: ReadonlySet<string> = new Set(requestNames)
const events: ReadonlySet<string> = new Set(eventNames)
const [registerDropped] = preloadRequestNames

const refusal = { ok: false, error: { code: 'ipc.unknownRequest', params: {}, retryable: false } } as const

async function invoke<Output>(name: RequestName, input: unknown): Promise<Reply<Output>> {
  return (await ipcRenderer.invoke(requestChannel, name, input)) as Reply<Output>
}

const early = new EarlyAnswers((name) => invoke(name, undefined))
const listeners = new Map<EventName, Set<(payload: never) => void>>()

ipcRenderer.on(eventChannel, (_event, name: EventName, payload: unknown) => {
  early.told(name)
  for (const listener of listeners.get(name) ?? []) listener(payload as never)
})

const bridge: Bridge = {
  request: (name, input) => {
    if (!pageRequests.has(name)) return Promise.resolve(refusal)
    return (input === undefined ? early.take(name) : null) ?? invoke(name, input)
  },

  registerDropped: (files) =>
    invoke(registerDropped, { paths: files.map((file) => webUtils.getPathForFile(file)) }),

  subscribe: (name, listener) => {
    if (!events.has(name)) throw new TypeError(`Unknown event: ${name}`)
    const own = listeners.get(name) ?? new Set()
    listeners.set(name, own.add(listener))
    return () => void own.delete(listener)
  },
}

contextBridge.exposeInMainWorld(bridgeKey, Object.freeze(bridge))
