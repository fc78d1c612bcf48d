import type { OpenMenu } from './context-menu.ts'
import type { Described, Link, Message } from './worlds.ts'
import type { Wire } from './wire.ts'

/** From page to runtime, over the binding. */
export type PageMessage =
  | { readonly kind: 'loaded'; readonly href: string }
  | {
      readonly kind: 'invoke'
      readonly href: string
      readonly id: number
      readonly channel: string
      readonly args: string
    }
  | { readonly kind: 'send'; readonly href: string; readonly channel: string; readonly args: string }
  | {
      readonly kind: 'open'
      readonly href: string
      readonly url: string
      readonly name: string
      readonly features: string
    }
  | { readonly kind: 'accelerator'; readonly href: string; readonly index: number }
  /** The document is called this now. */
  | { readonly kind: 'titled'; readonly href: string; readonly title: string }
  /** By a pointer, which brings a window to the front. */
  | { readonly kind: 'pressed'; readonly href: string }

/** From runtime to page. */
export type RuntimeMessage =
  | { readonly kind: 'reply'; readonly id: number; readonly ok: boolean; readonly value: string }
  | { readonly kind: 'event'; readonly channel: string; readonly args: string }
  | { readonly kind: 'accelerators'; readonly chords: readonly string[] }
  | { readonly kind: 'watchInput'; readonly on: boolean }

/** Asks the runtime and waits for the answer, without returning to the event loop; see `answerSyncCall` in page-host.ts. */
export type SyncCall = (kind: string, request: string, subject: unknown) => string

export interface PageSetup {
  readonly bindingName: string
  readonly receiverName: string
  /** Where an open context menu is to be found. */
  readonly menuName: string
  readonly platform: NodeJS.Platform
  readonly versions: Readonly<Record<string, string>>
  readonly arch: string
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

interface ModuleSet {
  readonly require: (name: string) => unknown
  readonly process: object
}

/**
 * What a sandboxed preload script has: `require('electron')` with contextBridge, ipcRenderer, webFrame and
 * webUtils, and a small `process` (Electron docs, "Process Sandboxing", preload section). The function refers to
 * nothing outside itself: its source text is run in the page's isolated world.
 */
export function createPreloadEnvironment(
  setup: PageSetup,
  wire: Wire,
  syncCall: SyncCall,
  openLink: (onMessage: (message: Message) => void) => Link,
): ModuleSet {
  type Listener = (event: unknown, ...args: unknown[]) => void
  let isStopped = false
  /** What has come while the page was stopped, when events between the worlds reach nobody. */
  const late: RuntimeMessage[] = []
  const askAtOnce: SyncCall = (kind, request, subject) => {
    isStopped = true
    try {
      return syncCall(kind, request, subject)
    } finally {
      isStopped = false
      if (late.length > 0) setTimeout(deliverLate)
    }
  }
  /** Each in a task of its own, as messages come. Until the last one is, those that follow wait for their turn. */
  const deliverLate = (): void => {
    const message = late.shift()
    if (late.length > 0) setTimeout(deliverLate)
    if (message !== undefined) deliver(message)
  }
  const scope = globalThis as unknown as Record<string, unknown>
  const toRuntime = scope[setup.bindingName] as (message: string) => void
  // Gone before the preload runs; the preload sees an ordinary page.
  Reflect.deleteProperty(scope, setup.bindingName)

  const listeners = new Map<string, Listener[]>()
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let lastId = 0

  const post = (message: PageMessage): void => toRuntime(JSON.stringify(message))
  const href = (): string => location.href

  const missing = (name: string): never => {
    throw new Error(`electron.${name} is not provided by the Chromium runtime`)
  }
  const strict = <Target extends object>(name: string, target: Target): Target =>
    new Proxy(target, {
      get: (object, key) =>
        key in object || typeof key === 'symbol' || key === 'then' || key === 'toJSON'
          ? (Reflect.get(object, key) as unknown)
          : missing(`${name}.${key}`),
    })

  const invoke = (channel: string, ...args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const text = wire.encode(args)
      lastId += 1
      pending.set(lastId, { resolve, reject })
      post({ kind: 'invoke', href: href(), id: lastId, channel, args: text })
    })
  const add = (channel: string, listener: Listener): void => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
  }
  const originals = new WeakMap<Listener, Listener>()
  const remove = (channel: string, listener: Listener): void => {
    const known = listeners.get(channel) ?? []
    const index = known.findLastIndex((item) => item === listener || originals.get(item) === listener)
    if (index !== -1) listeners.set(channel, known.toSpliced(index, 1))
  }
  const ipcRenderer = {
    invoke,
    send: (channel: string, ...args: unknown[]): void =>
      post({ kind: 'send', href: href(), channel, args: wire.encode(args) }),
    on: (channel: string, listener: Listener) => (add(channel, listener), ipcRenderer),
    addListener: (channel: string, listener: Listener) => (add(channel, listener), ipcRenderer),
    once: (channel: string, listener: Listener) => {
      const wrapped: Listener = (event, ...args) => {
        remove(channel, wrapped)
        listener(event, ...args)
      }
      originals.set(wrapped, listener)
      add(channel, wrapped)
      return ipcRenderer
    },
    off: (channel: string, listener: Listener) => (remove(channel, listener), ipcRenderer),
    removeListener: (channel: string, listener: Listener) => (remove(channel, listener), ipcRenderer),
    removeAllListeners: (channel: string) => (listeners.delete(channel), ipcRenderer),
    listenerCount: (channel: string): number => listeners.get(channel)?.length ?? 0,
  }

  const emit = (channel: string, args: readonly unknown[]): void => {
    for (const listener of listeners.get(channel) ?? []) {
      try {
        listener({ sender: ipcRenderer, ports: [] }, ...args)
      } catch (error) {
        // As an exception in any event listener: reported, and the others still run.
        reportError(error)
      }
    }
  }

  const exposed = new Map<string, Described>()
  const link = openLink((message) => {
    if (message.kind === 'open') post({ ...message, href: href() })
    if (message.kind !== 'hello') return
    for (const [key, api] of exposed) link.send({ kind: 'expose', key, api })
  })
  const contextBridge = {
    exposeInMainWorld: (key: string, api: unknown): void => {
      if (exposed.has(key))
        throw new Error(`Cannot bind an API on top of an existing property on the window object`)
      const described = link.describe(api)
      exposed.set(key, described)
      link.send({ kind: 'expose', key, api: described })
    },
  }

  let watchInput = false
  let chords: ReadonlyMap<string, number> = new Map()
  // Which symbols need Shift depends on the keyboard; see electron/accelerators.ts.
  const isSymbol = (key: string): boolean => key.length === 1 && !/[\p{L}\p{N} ]/u.test(key)
  const chordOf = (event: KeyboardEvent): string =>
    [
      event.ctrlKey ? 'Control' : '',
      event.altKey ? 'Alt' : '',
      event.shiftKey && !isSymbol(event.key) ? 'Shift' : '',
      event.metaKey ? 'Meta' : '',
      event.key.length === 1 ? event.key.toLowerCase() : event.key,
    ].join('+')
  const isInputPrevented = (event: KeyboardEvent): boolean => {
    const { key, code, isComposing, location: place, repeat: isAutoRepeat } = event
    const { shiftKey: shift, ctrlKey: control, altKey: alt, metaKey: meta } = event
    const type = event.type === 'keydown' ? 'keyDown' : 'keyUp'
    const input = {
      type,
      key,
      code,
      isAutoRepeat,
      isComposing,
      shift,
      control,
      alt,
      meta,
      location: place,
      modifiers: [],
    }
    return askAtOnce('input', JSON.stringify(input), null) === 'prevented'
  }
  // An open context menu has the keys and the presses, and these listeners are the window's first.
  const menuSlot: { menu: OpenMenu | null } = { menu: null }
  Object.defineProperty(scope, setup.menuName, { value: menuSlot })
  // First at the window: Electron's main process sees a key before the page does, and the menu's accelerators
  // get it after the page, unless the page called preventDefault.
  const onKey = (event: KeyboardEvent): void => {
    if (menuSlot.menu !== null) {
      menuSlot.menu.take(event)
      return
    }
    if (watchInput && event.isTrusted && isInputPrevented(event)) {
      event.preventDefault()
      event.stopImmediatePropagation()
      return
    }
    if (event.type !== 'keydown' || event.isComposing) return
    const index = chords.get(chordOf(event))
    if (index === undefined) return
    let done = false
    const afterPage = (): void => {
      window.removeEventListener('keydown', afterPage)
      if (done || event.defaultPrevented) return
      done = true
      // Chromium must not also act on it as a browser shortcut.
      event.preventDefault()
      post({ kind: 'accelerator', href: href(), index })
    }
    // Added now, so that it runs after every listener of the page; the timer covers stopPropagation.
    window.addEventListener('keydown', afterPage)
    setTimeout(afterPage)
  }
  window.addEventListener('keydown', onKey, true)
  window.addEventListener('keyup', onKey, true)
  window.addEventListener('pointerdown', () => post({ kind: 'pressed', href: href() }), true)
  for (const name of [
    ...['pointerdown', 'pointerup', 'mousedown', 'mouseup'],
    ...['click', 'auxclick', 'dblclick', 'contextmenu'],
  ]) {
    window.addEventListener(name, (event) => menuSlot.menu?.take(event), true)
  }

  // Chromium does not tell DevTools of a title that a script changes.
  let title = ''
  const tellTitle = (): void => {
    if (document.title === title) return
    title = document.title
    post({ kind: 'titled', href: href(), title })
  }
  if (window === window.top) {
    document.addEventListener('DOMContentLoaded', () => {
      tellTitle()
      const everything = { subtree: true, childList: true, characterData: true }
      new MutationObserver(tellTitle).observe(document.head, everything)
    })
  }

  const receive = (message: RuntimeMessage): void => {
    if (isStopped || late.length > 0) late.push(message)
    else deliver(message)
  }
  const deliver = (message: RuntimeMessage): void => {
    switch (message.kind) {
      case 'reply': {
        const waiting = pending.get(message.id)
        pending.delete(message.id)
        if (message.ok) waiting?.resolve(wire.decode(message.value))
        else waiting?.reject(new Error(message.value))
        return
      }
      case 'event':
        emit(message.channel, wire.decode(message.args) as unknown[])
        return
      case 'accelerators':
        chords = new Map(message.chords.map((chord, index) => [chord, index]))
        return
      case 'watchInput':
        watchInput = message.on
    }
  }
  Object.defineProperty(scope, setup.receiverName, { value: receive })
  post({ kind: 'loaded', href: href() })

  const electron = strict('<preload>', {
    ipcRenderer: strict('ipcRenderer', ipcRenderer),
    contextBridge: strict('contextBridge', contextBridge),
    webUtils: strict('webUtils', {
      getPathForFile: (file: unknown): string => {
        if (!(file instanceof File)) throw new TypeError('getPathForFile expects a File')
        return askAtOnce('path', '', file)
      },
    }),
    webFrame: strict('webFrame', { isMainFrame: window === window.top }),
  })
  return {
    require: (name) => {
      if (name === 'electron' || name === 'electron/renderer') return electron
      throw new Error(`module not found: ${name}`)
    },
    process: Object.freeze({
      platform: setup.platform,
      versions: Object.freeze({ ...setup.versions }),
      arch: setup.arch,
      argv: [...setup.argv],
      env: { ...setup.env },
      type: 'renderer',
      sandboxed: true,
      contextIsolated: true,
      isMainFrame: window === window.top,
    }),
  }
}
