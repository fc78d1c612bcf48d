import { defaultPortOf } from '#shared/server-name.ts'

/** Where a connection goes. */
export interface Target {
  /** Without the brackets of an IPv6 address. */
  readonly host: string
  readonly port: number
}

export function targetOf({ protocol, hostname, port }: URL): Target {
  return {
    host: hostname.replaceAll(/^\[|\]$/gu, ''),
    port: port === '' ? defaultPortOf(protocol) : Number(port),
  }
}
