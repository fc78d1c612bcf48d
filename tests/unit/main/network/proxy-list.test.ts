import { expect, it } from 'vitest'
import { parseProxyList } from '#main/network/proxy-list.ts'

it.each<readonly [string, readonly string[]]>([
  ['DIRECT', ['direct']],
  ['', ['direct']],
  [' ; ', ['direct']],
  ['PROXY a:8080', ['http a:8080']],
  ['proxy A.Example:8080;DIRECT', ['http a.example:8080', 'direct']],
  ['HTTPS a; SOCKS5 b; SOCKS c; PROXY d', ['https a:443', 'socks5 b:1080', 'socks4 c:1080', 'http d:80']],
  ['PROXY [::1]:3128', ['http [::1]:3128']],
  ['QUIC a:1; PROXY b:2', ['http b:2']],
  ['QUIC a:1', []],
  ['PROXY', []],
  ['PROXY a:0', []],
  ['PROXY a:65536', []],
  ['PROXY user@a:1', []],
  ['PROXY a:1/path', []],
  ['PROXY a:1 b:2', []],
  ['constructor a:1', []],
  ['PROXY a\r\nX: y', []],
])('%j is %j', (text, routes) => {
  const found = parseProxyList(text).map((route) =>
    route.kind === 'direct' ? 'direct' : `${route.kind} ${route.address}`,
  )
  expect(found).toEqual(routes)
})

it('a list without end is read to a certain length', () => {
  expect(parseProxyList('PROXY a:1;'.repeat(100_000))).toHaveLength(16)
})
