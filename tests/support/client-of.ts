import type { Emulator } from '#emulator/server.ts'
import { createCloudRoomClient } from '#main/api/cloudroom-client.ts'
import type { CloudRoomClient } from '#main/api/client.types.ts'
import { companyCredentials } from '#main/api/signing.ts'
import type { ClientTimeouts } from '#main/api/timeouts.ts'
import type { Network } from '#main/network/network.ts'
import type { Profile } from '#shared/models/account.ts'
import { directNetwork } from './direct-network.ts'
import { testLogger } from './test-logger.ts'

/** Where an emulator is; what another process has to be told of it. */
export type EmulatorAddress = Pick<Emulator, 'origin' | 'prefix' | 'compId' | 'compSecret'>

/** The app's own client, signed in to the emulator's company, with short pauses. */
export function clientOf(
  emulator: EmulatorAddress,
  timeouts: Partial<ClientTimeouts> = {},
  network: Network = directNetwork(),
): CloudRoomClient {
  return createCloudRoomClient({
    server: { origin: emulator.origin, prefix: emulator.prefix },
    credentials: companyCredentials(String(emulator.compId), emulator.compSecret, null),
    log: testLogger().log,
    network,
    appVersion: '0.0.0-test',
    timeouts: { retryPause: 1, ...timeouts },
  })
}

/** The account that goes with {@link clientOf}. */
export function profileOf(emulator: EmulatorAddress, id = 'profile-a'): Profile {
  return {
    id,
    server: { origin: emulator.origin, prefix: emulator.prefix },
    mode: 'company',
    account: String(emulator.compId),
    appId: null,
    remembered: false,
    lastUsedAt: 0,
  }
}
