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
import type { FolderBatch } from '#shared/models/folder.ts'
import { playerPage } from '#shared/pages.ts'
import { EarlyAnswers } from './early-answers.ts'
import { EarlyFolder } from './early-folder.ts'

/**
 * The only door between page and main process: one frozen object, derived from the contract. Names are
 * checked here so that a page cannot reach a channel that is not in the contract; inputs are checked in main.
 */

const pageRequests: ReadonlySet<string> = new Set(requestNames)
const events: ReadonlySet<string> = new Set(eventNames)
const [registerDropped] = preloadRequestNames

/** After such an event a folder that was asked for earlier is not what main would answer now. */
const changesFolders: ReadonlySet<EventName> = new Set(['accounts.changed', 'library.changed'])

const refusal = { ok: false, error: { code: 'ipc.unknownRequest', params: {}, retryable: false } } as const

async function invoke<Output>(name: RequestName, input: unknown): Promise<Reply<Output>> {
  return (await ipcRenderer.invoke(requestChannel, name, input)) as Reply<Output>
}

const early = new EarlyAnswers((name) => invoke(name, undefined))
const memory = location.pathname.endsWith(`/${playerPage}`) ? undefined : early.peek('folders.memory')
const earlyFolder =
  memory === undefined
    ? null
    : new EarlyFolder(memory, {
        open: (path) => invoke('library.openFolder', { path }),
        close: (listingId) => invoke('library.closeFolder', { listingId }),
      })
const listeners = new Map<EventName, Set<(payload: never) => void>>()

ipcRenderer.on(eventChannel, (_event, name: EventName, payload: unknown) => {
  early.told(name)
  if (name === 'library.batch') earlyFolder?.batch(payload as FolderBatch)
  else if (changesFolders.has(name)) earlyFolder?.outdated()
  tell(name, payload)
})

function tell(name: EventName, payload: unknown): void {
  for (const listener of listeners.get(name) ?? []) listener(payload as never)
}

function pathIn(input: unknown): string {
  return String((input as { readonly path?: unknown } | null | undefined)?.path)
}

const bridge: Bridge = {
  request: (name, input) => {
    if (!pageRequests.has(name)) return Promise.resolve(refusal)
    if (name === 'library.openFolder') {
      const taken = earlyFolder?.take(pathIn(input)) ?? null
      if (taken !== null) {
        // Once the page waits for the answer.
        queueMicrotask(() => taken.batches.forEach((batch) => tell('library.batch', batch)))
        return taken.answer
      }
    }
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

// The first locale of a process costs V8 more than 10 ms, whatever it is asked for. The first view needs sizes and times: better
// now, while its script is on its way, than once everything else is there.
Intl.NumberFormat()
