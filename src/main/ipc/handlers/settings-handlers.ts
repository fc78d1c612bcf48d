import type { SettingsService } from '../../settings/settings-service.ts'
import type { Handlers } from '../answer.ts'

/** @param chooseFolder shows the folder dialog; null when cancelled */
export function createSettingsHandlers(
  settings: SettingsService,
  chooseFolder: (startIn: string) => Promise<string | null>,
): Pick<Handlers, 'settings.get' | 'settings.update' | 'settings.chooseDownloadFolder'> {
  return {
    'settings.get': () => settings.current,
    'settings.update': (patch) => settings.update(patch),
    'settings.chooseDownloadFolder': async () => {
      const folder = await chooseFolder(settings.current.downloadFolder)
      return folder === null ? settings.current : await settings.update({ downloadFolder: folder })
    },
  }
}
