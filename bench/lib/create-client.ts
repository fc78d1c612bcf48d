import type { CloudRoomClient } from '#main/api/client.types.ts'
import { createCloudRoomClient } from '#main/api/cloudroom-client.ts'
import { companyCredentials } from '#main/api/signing.ts'
import { createLogger } from '#main/logging/logger.ts'
import type { ServerAddress } from '#shared/models/account.ts'
import { directNetwork } from './direct-network.ts'

/** A client for the emulator's company account. */
export function createClient(server: ServerAddress): CloudRoomClient {
  return createCloudRoomClient({
    server,
    credentials: companyCredentials('1', '1', null),
    log: createLogger({ sink: () => undefined }),
    network: directNetwork(),
    appVersion: '0.0.0-bench',
  })
}
