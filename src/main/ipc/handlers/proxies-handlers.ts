import type { ProxyPasswords } from '../../proxies/proxy-passwords.ts'
import type { Handlers } from '../answer.ts'

type ProxiesHandlers = Pick<Handlers, Extract<keyof Handlers, `proxies.${string}`>>

export function createProxiesHandlers(proxies: ProxyPasswords): ProxiesHandlers {
  return {
    'proxies.list': () => proxies.list,
    'proxies.give': (signIn) => proxies.give(signIn),
    'proxies.forget': ({ proxy }) => proxies.forget(proxy),
  }
}
