/** Chromium's words for kinds of proxies in a PAC result, by the scheme in `--proxy-server`. */
const words: Readonly<Record<string, string>> = {
  http: 'PROXY',
  https: 'HTTPS',
  socks: 'SOCKS5',
  socks4: 'SOCKS',
  socks5: 'SOCKS5',
}

const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname.startsWith('127.') ||
  hostname === '[::1]'

/**
 * What Chromium answers for a URL by its switches `--proxy-server=[scheme://]host:port` and `--proxy-bypass-list` (Electron docs,
 * "Supported Command Line Switches"): addresses of this computer go directly unless the list has `<-loopback>` (Chromium's
 * net/docs/proxy.md, "Implicit bypass rules").
 * @throws {Error} for forms of the switches that are not provided here.
 */
export const proxyFor = (url: string, server: string, bypassList: string): string => {
  if (server === '') return 'DIRECT'
  const [, scheme = 'http', address] = /^(?:(\w+):\/\/)?([^\s/;=,]+:\d+)$/u.exec(server) ?? []
  const word = words[scheme]
  if (word === undefined || address === undefined)
    throw new Error(`--proxy-server=${server} is not provided by the Chromium runtime`)
  if (bypassList !== '' && bypassList !== '<-loopback>')
    throw new Error(`--proxy-bypass-list=${bypassList} is not provided by the Chromium runtime`)
  return isLoopback(new URL(url)) && bypassList === '' ? 'DIRECT' : `${word} ${address}`
}
