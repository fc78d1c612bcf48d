export interface ProxyCredentials {
  readonly user: string
  readonly password: string
}

/** Where the way to a server finds out who the user is to a proxy. */
export interface ProxyCredentialSource {
  /** Of `host:port`; null when there are none. Never throws. */
  find(proxy: string): Promise<ProxyCredentials | null>
  /** The proxy wants credentials, or others than it was given. */
  refused(proxy: string): void
}

export const noProxyCredentials: ProxyCredentialSource = {
  find: () => Promise.resolve(null),
  refused: () => undefined,
}

/** RFC 7617; the one scheme that a program can use without the system's own account. */
export function basicAuthorization(credentials: ProxyCredentials | null): Record<string, string> {
  if (credentials === null) return {}
  const pair = Buffer.from(`${credentials.user}:${credentials.password}`, 'utf8')
  return { 'Proxy-Authorization': `Basic ${pair.toString('base64')}` }
}
