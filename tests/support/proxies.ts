import { onTestFinished } from 'vitest'
import { openHttpProxy, openSocksProxy, type OpenProxy, type ProxyChoices } from './open-proxies.ts'

export type TestProxy = Omit<OpenProxy, 'close'>

/** {@link openHttpProxy}, gone with the test. */
export async function startHttpProxy(choices?: ProxyChoices): Promise<TestProxy> {
  const proxy = await openHttpProxy(choices)
  onTestFinished(() => proxy.close())
  return proxy
}

/** {@link openSocksProxy}, gone with the test. */
export async function startSocksProxy(choices?: Pick<ProxyChoices, 'wants'>): Promise<TestProxy> {
  const proxy = await openSocksProxy(choices)
  onTestFinished(() => proxy.close())
  return proxy
}
