import type { ServerAddress } from '#shared/models/account.ts'

export type Endpoint = 'query' | 'delete' | 'upload'

/** Server origin + API prefix + `/netDisk/…` (facts sheet, "Endpoint and transport"). */
export function endpointUrl(server: ServerAddress, endpoint: Endpoint): URL {
  return new URL(`${server.prefix}/netDisk/${endpoint}`, server.origin)
}
