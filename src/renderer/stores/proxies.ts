import type { ProxySignIn } from '#shared/ipc/schemas.ts'
import type { KnownProxy, ProxyGiven } from '#shared/models/proxies.ts'
import { defineStore } from 'pinia'
import { nextTick, shallowRef } from 'vue'
import { request, subscribe } from '../bridge.ts'
import { useDialogs } from './dialogs.ts'

/** Tries again what a proxy has refused; done when that has ended, as far as it can say. */
export type TryAgain = () => unknown

/** Users and passwords for proxies. Main keeps the passwords; here they are asked for. */
export const useProxies = defineStore('proxies', () => {
  const dialogs = useDialogs()
  const known = shallowRef<readonly KnownProxy[]>([])
  /** What was given last, until the proxy has said what it makes of it. */
  let given: { readonly proxy: string; readonly proceed: TryAgain; readonly done: Promise<unknown> } | null =
    null

  async function start(): Promise<void> {
    subscribe('proxies.changed', take)
    known.value = await request('proxies.list')
  }

  function find(proxy: string): KnownProxy | null {
    return known.value.find((entry) => entry.proxy === proxy) ?? null
  }

  function take(list: readonly KnownProxy[]): void {
    known.value = list
    if (given === null) return
    const { proxy, proceed, done } = given
    const state = find(proxy)?.state ?? null
    if (state === 'untried') return
    given = null
    // Asked once more, with the reason.
    if (state === 'refused')
      void done
        .then(nextTick)
        .then(() =>
          dialogs.showOnceFree(
            { kind: 'proxyPassword', proxy, proceed },
            () => find(proxy)?.state === 'refused',
          ),
        )
  }

  function ask(proxy: string, proceed: TryAgain): void {
    dialogs.show({ kind: 'proxyPassword', proxy, proceed })
  }

  /** @throws BridgeError */
  async function give(signIn: ProxySignIn): Promise<ProxyGiven> {
    const result = await request('proxies.give', signIn)
    known.value = result.proxies
    return result
  }

  /** They are given: goes on with what was refused. */
  function goOn(proxy: string, proceed: TryAgain): void {
    dialogs.close()
    given = { proxy, proceed, done: Promise.resolve(proceed()).catch(() => undefined) }
    take(known.value)
  }

  /** @throws BridgeError */
  async function forget(proxy: string): Promise<void> {
    known.value = await request('proxies.forget', { proxy })
  }

  return { known, start, find, ask, give, goOn, forget }
})
