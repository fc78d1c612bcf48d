/**
 * `contextBridge` between the page's main world and the isolated world in which the preload runs, as with
 * Electron's context isolation. Both worlds see the same `window` as an event target; events under a random name
 * carry calls across synchronously, and Chromium structured-clones `CustomEvent.detail` between worlds (Files
 * included). Both functions refer to nothing outside themselves: their source text is run in the page.
 */

/** A value described so that it can be cloned: functions and promises become numbers. */
export type Described =
  | readonly ['value', unknown]
  | readonly ['list', readonly Described[]]
  | readonly ['object', readonly (readonly [string, Described])[]]
  | readonly ['function', number]
  | readonly ['promise', number]
  | readonly ['error', string]

export type Message =
  | { readonly kind: 'hello' }
  | { readonly kind: 'expose'; readonly key: string; readonly api: Described }
  | { readonly kind: 'open'; readonly url: string; readonly name: string; readonly features: string }
  | { readonly kind: 'call'; readonly id: number; readonly args: readonly Described[] }
  | { readonly kind: 'answer'; readonly ok: boolean; readonly value: Described }
  | { readonly kind: 'settle'; readonly id: number; readonly ok: boolean; readonly value: Described }
  /** Nobody in the other world can call this function any more. */
  | { readonly kind: 'release'; readonly id: number }

export interface Link {
  describe(value: unknown): Described
  send(message: Message): void
}

/** One world's half. `freeze` makes deep-frozen copies, as objects exposed to the page are. */
export function createLink(
  sendName: string,
  receiveName: string,
  freeze: boolean,
  onMessage: (message: Message, link: Link, revive: (described: Described) => unknown) => void,
): Link {
  /** Given to the other world, until nothing there refers to them: a page subscribes for as long as it shows something. */
  const functions = new Map<number, (...args: unknown[]) => unknown>()
  const functionIds = new WeakMap<object, number>()
  const stubs = new Map<number, WeakRef<(...args: unknown[]) => unknown>>()
  const promises = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let lastFunction = 0
  let lastPromise = 0
  let answer: { ok: boolean; value: Described } | null = null
  const dispatch = window.dispatchEvent.bind(window)
  const Custom = CustomEvent

  const send = (message: Message): void => {
    dispatch(new Custom(sendName, { detail: message }))
  }
  const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error))

  const describeFunction = (value: (...args: unknown[]) => unknown): Described => {
    const known = functionIds.get(value)
    if (known !== undefined) return ['function', known]
    lastFunction += 1
    functions.set(lastFunction, value)
    functionIds.set(value, lastFunction)
    return ['function', lastFunction]
  }
  const describePromise = (value: Promise<unknown>): Described => {
    lastPromise += 1
    const id = lastPromise
    value.then(
      (result) => send({ kind: 'settle', id, ok: true, value: describe(result) }),
      (error: unknown) => send({ kind: 'settle', id, ok: false, value: ['error', errorText(error)] }),
    )
    return ['promise', id]
  }
  const describe = (value: unknown, depth = 0): Described => {
    // Electron's own limit and words.
    if (depth > 1000) {
      throw new Error(
        'Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.',
      )
    }
    if (typeof value === 'function') return describeFunction(value as () => unknown)
    if (typeof value !== 'object' || value === null) return ['value', value]
    if (value instanceof Promise) return describePromise(value)
    if (value instanceof Error) return ['error', value.message]
    if (Array.isArray(value)) return ['list', value.map((item) => describe(item, depth + 1))]
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null) return ['value', value]
    return ['object', Object.entries(value).map(([key, item]) => [key, describe(item, depth + 1)] as const)]
  }

  const call = (id: number, args: unknown[]): unknown => {
    send({ kind: 'call', id, args: args.map((arg) => describe(arg)) })
    const given = answer
    answer = null
    // Chromium delivers an event without its detail when that cannot be cloned.
    if (given === null) throw new Error('An object could not be cloned.')
    if (given.ok) return revive(given.value)
    throw new Error(String(given.value[1]))
  }
  const collected = new FinalizationRegistry<number>((id) => {
    // It may have been given again meanwhile.
    if (stubs.get(id)?.deref() !== undefined) return
    stubs.delete(id)
    send({ kind: 'release', id })
  })
  const release = (id: number): void => {
    const value = functions.get(id)
    functions.delete(id)
    if (value !== undefined) functionIds.delete(value)
  }
  const reviveFunction = (id: number): unknown => {
    const known = stubs.get(id)?.deref()
    if (known !== undefined) return known
    const stub = (...args: unknown[]): unknown => call(id, args)
    stubs.set(id, new WeakRef(stub))
    collected.register(stub, id)
    return stub
  }
  const revive = (described: Described): unknown => {
    switch (described[0]) {
      case 'value':
        return described[1]
      case 'error':
        return new Error(described[1])
      case 'list': {
        const list = described[1].map((item) => revive(item))
        return freeze ? Object.freeze(list) : list
      }
      case 'object': {
        const object = Object.fromEntries(described[1].map(([key, item]) => [key, revive(item)]))
        return freeze ? Object.freeze(object) : object
      }
      case 'function':
        return reviveFunction(described[1])
      case 'promise':
        return new Promise((resolve, reject) => promises.set(described[1], { resolve, reject }))
    }
  }

  const run = (id: number, args: readonly Described[]): void => {
    try {
      const result = functions.get(id)?.(...args.map(revive))
      send({ kind: 'answer', ok: true, value: describe(result) })
    } catch (error) {
      send({ kind: 'answer', ok: false, value: ['error', errorText(error)] })
    }
  }

  const settle = (id: number, ok: boolean, value: Described): void => {
    const waiting = promises.get(id)
    promises.delete(id)
    if (ok) waiting?.resolve(revive(value))
    else waiting?.reject(new Error(String(value[1])))
  }

  const link = { describe, send }
  window.addEventListener(
    receiveName,
    (event) => {
      event.stopImmediatePropagation()
      const message = (event as CustomEvent<Message | null>).detail
      if (message === null) return
      if (message.kind === 'call') run(message.id, message.args)
      else if (message.kind === 'answer') answer = message
      else if (message.kind === 'settle') settle(message.id, message.ok, message.value)
      else if (message.kind === 'release') release(message.id)
      else onMessage(message, link, revive)
    },
    true,
  )
  return link
}
