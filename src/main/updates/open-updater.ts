import type { UpdatesOffReason } from '#shared/models/updates.ts'
import { loadElectronUpdater, type LoadOptions } from './load-electron-updater.ts'
import type { Updater } from './updater.ts'
import { whyOff, type PackageKind } from './why-off.ts'

/** What looks for updates of this copy of the app, or why there is none; where there is none, nothing is loaded. */
export async function openUpdater(
  options: PackageKind & LoadOptions,
  load: (options: LoadOptions) => Promise<Updater | null> = loadElectronUpdater,
): Promise<Updater | UpdatesOffReason> {
  return (await whyOff(options)) ?? (await load(options)) ?? 'unconfigured'
}
