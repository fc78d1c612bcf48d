import { randomBytes } from 'node:crypto'

/**
 * Which loopback host name stands for which `scheme://host` of the app. The names are random and under
 * `localhost`, which Chromium resolves to this machine and treats as a secure context; a web page that does not
 * know the name cannot reach the server, since it answers no other Host.
 */
export class LoopbackAddresses {
  private readonly originsByHost = new Map<string, string>()
  private readonly hostsByOrigin = new Map<string, string>()
  private readonly schemes = new Set<string>()
  private port = 0

  listenOn(port: number): void {
    this.port = port
  }

  addScheme(scheme: string): void {
    this.schemes.add(`${scheme}:`)
  }

  hasScheme(scheme: string): boolean {
    return this.schemes.has(`${scheme}:`)
  }

  removeScheme(scheme: string): void {
    this.schemes.delete(`${scheme}:`)
  }

  /** `app://cloudroom/a?b#c` → `http://<random>.localhost:<port>/a?b#c`; other URLs stay as they are. */
  toLoopback(url: string): string {
    if (!URL.canParse(url)) return url
    const parsed = new URL(url)
    if (!this.schemes.has(parsed.protocol)) return url
    const rest = url.slice(url.indexOf('//') + 2 + parsed.host.length)
    return `http://${this.hostFor(`${parsed.protocol}//${parsed.host}`)}:${this.port}${rest.startsWith('/') ? rest : `/${rest}`}`
  }

  /** The other way round. */
  toApp(url: string): string {
    if (!URL.canParse(url)) return url
    const parsed = new URL(url)
    const origin = this.originOf(parsed.host)
    return origin === null ? url : origin + url.slice(parsed.origin.length)
  }

  /** `app://cloudroom` for a Host header of ours, null for any other. */
  originOf(hostHeader: string): string | null {
    const suffix = `:${this.port}`
    if (!hostHeader.endsWith(suffix)) return null
    return this.originsByHost.get(hostHeader.slice(0, -suffix.length)) ?? null
  }

  private hostFor(origin: string): string {
    const known = this.hostsByOrigin.get(origin)
    if (known !== undefined) return known
    const host = `${randomBytes(12).toString('hex')}.localhost`
    this.hostsByOrigin.set(origin, host)
    this.originsByHost.set(host, origin)
    return host
  }
}
