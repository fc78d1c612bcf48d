/** `host:port`, what trust in a server is filed under: another port may be another program of another person. */
export function serverOf({ protocol, hostname, port }: URL): string {
  return `${hostname}:${port === '' ? defaultPortOf(protocol) : port}`
}

export function defaultPortOf(protocol: string): number {
  return protocol === 'https:' ? 443 : 80
}
