export interface ProxyCredentials {
  readonly user: string
  readonly password: string
}

/** What a proxy made of an attempt; `unknown`: it did not get so far as to say. */
export type ProxyOutcome = 'accepted' | 'refused' | 'unknown'

/** One attempt to get through a proxy. */
export interface ProxyAttempt {
  /** What to send; null: nothing. */
  readonly credentials: ProxyCredentials | null
  /** To be called once the outcome is known, or nobody waits for it any more. The first call counts. */
  readonly end: (outcome: ProxyOutcome) => void
}

/** Where the way to a server finds out who the user is to a proxy. */
export interface ProxyCredentialSource {
  /**
   * Of `host:port`. Credentials that have not proved right yet are tried by one attempt at a time: wrong ones that many connections
   * send at once would lock the user out. Never throws.
   */
  attempt(proxy: string): Promise<ProxyAttempt>
}

export const noProxyCredentials: ProxyCredentialSource = {
  attempt: () => Promise.resolve(withoutCredentials),
}

export const withoutCredentials: ProxyAttempt = { credentials: null, end: () => undefined }

/** RFC 7617; the one scheme that a program can use without the system's own account. */
export function basicAuthorization(credentials: ProxyCredentials | null): Record<string, string> {
  if (credentials === null) return {}
  const pair = Buffer.from(`${credentials.user}:${credentials.password}`, 'utf8')
  return { 'Proxy-Authorization': `Basic ${pair.toString('base64')}` }
}
