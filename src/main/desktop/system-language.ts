import type { Language } from '#shared/models/settings.ts'

/** Chinese for any Chinese system language, English for the rest: the two languages there are. */
export function languageFor(systemLanguages: readonly string[]): Language {
  return systemLanguages[0]?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}
