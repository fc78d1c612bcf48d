import { z } from 'zod'
import { languageChoices, themeChoices, type Language, type Settings } from '#shared/models/settings.ts'
import type { JsonFile } from '../storage/json-file.ts'

/** `settings.json`: a missing field means "the default", so that new settings need no migration. */
export const settingsFileSchema = z.object({
  language: z.enum(languageChoices).default('system'),
  theme: z.enum(themeChoices).default('system'),
  /** null = the default folder, which may be elsewhere on another machine. */
  downloadFolder: z.string().min(1).nullable().default(null),
})
export type SettingsFile = z.output<typeof settingsFileSchema>

export const defaultSettingsFile: SettingsFile = { language: 'system', theme: 'system', downloadFolder: null }

export interface SettingsServiceOptions {
  readonly file: JsonFile<SettingsFile>
  readonly defaultDownloadFolder: string
  readonly systemLanguage: Language
  readonly onChange: (settings: Settings) => void
}

export class SettingsService {
  readonly #options: SettingsServiceOptions

  constructor(options: SettingsServiceOptions) {
    this.#options = options
  }

  get current(): Settings {
    const { language, theme, downloadFolder } = this.#options.file.value
    return { language, theme, downloadFolder: downloadFolder ?? this.#options.defaultDownloadFolder }
  }

  /** The language in use, `system` resolved. */
  get language(): Language {
    const { language } = this.#options.file.value
    return language === 'system' ? this.#options.systemLanguage : language
  }

  async update(patch: {
    readonly [Key in keyof SettingsFile]?: SettingsFile[Key] | undefined
  }): Promise<Settings> {
    const { file, onChange } = this.#options
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
    await file.write({ ...file.value, ...given })
    onChange(this.current)
    return this.current
  }
}

/** Chinese for any Chinese system language, English for the rest: the two languages there are. */
export function languageFor(systemLanguages: readonly string[]): Language {
  return systemLanguages[0]?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}
