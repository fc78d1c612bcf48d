import { accountsFileSchema, emptyAccountsFile } from './accounts/profile-store.ts'
import { noRecentFolders, recentFoldersSchema } from './desktop/recent-folders.ts'
import { windowPlaceSchema } from './desktop/window-place.ts'
import type { Logger } from './logging/logger.ts'
import { noProxies, proxiesFileSchema } from './proxies/proxies-file.ts'
import { defaultSettingsFile, settingsFileSchema } from './settings/settings-service.ts'
import { fileInMemory, openJsonFile } from './storage/json-file.ts'
import { trustFileSchema, trustsNobody } from './trust/trust-file.ts'
import { neverChecked, updateTimesSchema } from './updates/update-service.ts'

export interface OwnFilesOptions {
  /** Path of a file of this name in the app's own folder. */
  readonly fileAt: (name: string) => string
  /** The demo's server is gone with the app: what was confirmed for it is not kept. */
  readonly isDemo: boolean
  readonly log: Logger
}

/** Opens what the app remembers in small JSON files: each as its schema reads it, or as at the first start. */
export async function openOwnFiles({ fileAt, isDemo, log }: OwnFilesOptions) {
  const placeAt = (name: string) =>
    openJsonFile({ file: fileAt(name), schema: windowPlaceSchema, fallback: null, log })
  const [settings, accounts, trust, proxies, place, playerPlace, folders, updates] = await Promise.all([
    openJsonFile({
      file: fileAt('settings.json'),
      schema: settingsFileSchema,
      fallback: defaultSettingsFile,
      log,
    }),
    openJsonFile({
      file: fileAt('accounts.json'),
      schema: accountsFileSchema,
      fallback: emptyAccountsFile,
      log,
    }),
    isDemo
      ? fileInMemory(trustsNobody)
      : openJsonFile({
          file: fileAt('trusted-servers.json'),
          schema: trustFileSchema,
          fallback: trustsNobody,
          log,
        }),
    openJsonFile({ file: fileAt('proxies.json'), schema: proxiesFileSchema, fallback: noProxies, log }),
    placeAt('window.json'),
    placeAt('player-window.json'),
    openJsonFile({
      file: fileAt('folders.json'),
      schema: recentFoldersSchema,
      fallback: noRecentFolders,
      log,
    }),
    openJsonFile({ file: fileAt('updates.json'), schema: updateTimesSchema, fallback: neverChecked, log }),
  ])
  return { settings, accounts, trust, proxies, place, playerPlace, folders, updates }
}
