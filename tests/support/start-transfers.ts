import type { CloudRoomClient } from '#main/api/client.types.ts'
import type { Network } from '#main/network/network.ts'
import { openVideo } from '#main/security/open-video.ts'
import { openDatabase } from '#main/storage/database.ts'
import { alwaysInto } from '#main/transfers/download-places.ts'
import { createDownloadSource, type DownloadTimeouts } from '#main/transfers/download-source.ts'
import { createTransfers, type Transfers, type TransfersOptions } from '#main/transfers/transfers.ts'
import { AppError } from '#shared/errors.ts'
import { defaultTransferLimits } from '#shared/models/settings.ts'
import { clientOf, profileOf, type EmulatorAddress } from './client-of.ts'
import { directNetwork } from './direct-network.ts'
import { testLogger } from './test-logger.ts'

export interface StartOptions extends Partial<
  Pick<
    TransfersOptions,
    | 'isOnline'
    | 'limits'
    | 'onFailure'
    | 'onFolderDownload'
    | 'onRemoteChange'
    | 'publish'
    | 'retryDelay'
    | 'reveal'
    | 'segments'
  >
> {
  readonly databaseFile: string
  readonly downloadFolder: string
  readonly client?: CloudRoomClient
  /** The way to the emulator; absent: directly. */
  readonly network?: Network
  readonly timeouts?: Partial<DownloadTimeouts>
  /** The system's answer to opening a file: empty when it worked. */
  readonly openPath?: (file: string) => Promise<string>
}

export interface StartedTransfers extends Transfers {
  readonly profileId: string
  /** Stops as the app does when it quits. */
  readonly close: () => Promise<void>
}

/** The app's transfers on an emulator, with a real database and real files. */
export function startTransfers(emulator: EmulatorAddress, options: StartOptions): StartedTransfers {
  const { databaseFile, downloadFolder, timeouts = {}, openPath = () => Promise.resolve('') } = options
  const { network = directNetwork() } = options
  const { client = clientOf(emulator, {}, network) } = options
  const { log } = testLogger()
  const database = openDatabase(databaseFile, log)
  const profile = profileOf(emulator)
  const nothing = (): void => undefined
  const transfers = createTransfers({
    // What tests provoke is reported at once.
    ...{
      publish: nothing,
      reveal: nothing,
      onRemoteChange: nothing,
      onFolderDownload: nothing,
      onFailure: nothing,
      retryDelay: () => null,
    },
    limits: defaultTransferLimits,
    isOnline: () => true,
    ...options,
    accounts: {
      requireActive: () => ({ profile, client }),
      clientFor: (id) => {
        if (id !== profile.id) throw new AppError('account.notSignedIn')
        return client
      },
    },
    source: createDownloadSource({ userAgent: 'test', network, timeouts }),
    database,
    place: () => alwaysInto(downloadFolder),
    openVideo: (file) => openVideo(file, openPath),
    log,
  })
  return {
    ...transfers,
    profileId: profile.id,
    async close() {
      await transfers.close()
      database.close()
    },
  }
}
