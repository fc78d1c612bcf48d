import { expect, it } from 'vitest'
import { proxyFor } from '../../../tools/chromium-runtime/electron/proxy-switches.ts'

it.each([
  ['https://a/', '', '', 'DIRECT'],
  ['https://a/', '10.0.0.1:3128', '', 'PROXY 10.0.0.1:3128'],
  ['https://a/', 'https://proxy:443', '', 'HTTPS proxy:443'],
  ['https://a/', 'socks5://proxy:1080', '', 'SOCKS5 proxy:1080'],
  ['http://127.0.0.1:80/', 'proxy:1', '', 'DIRECT'],
  ['http://app.localhost/', 'proxy:1', '', 'DIRECT'],
  ['http://127.0.0.1:80/', 'proxy:1', '<-loopback>', 'PROXY proxy:1'],
])('%s with the proxy "%s" and the list "%s" goes by %s', (url, server, list, answer) => {
  expect(proxyFor(url, server, list)).toBe(answer)
})

it.each([
  ['http=a:1;https=b:1', ''],
  ['ftp://a:1', ''],
  ['a:1', '*.example.com'],
])('what is not provided throws by name: %s %s', (server, list) => {
  expect(() => proxyFor('https://a/', server, list)).toThrow('not provided by the Chromium runtime')
})
