import type { Language } from '#shared/models/settings.ts'
import { languageFor } from './system-language.ts'

export interface StartFailure {
  readonly error: unknown
  /** The person's languages, the preferred one first. */
  readonly languages: readonly string[]
  /** Where the app keeps its own data. */
  readonly folder: string
}

const texts: Readonly<Record<Language, (reason: string, folder: string) => string>> = {
  en: (reason, folder) =>
    `The app can’t open its data: ${reason}\n\n` +
    'Nothing in it was changed. Free some space on the disk, check the permissions of the folder below and whether another ' +
    `program is using it, then start the app again.\n\n${folder}`,
  'zh-CN': (reason, folder) =>
    `应用无法打开自己的数据：${reason}\n\n` +
    `其中的内容没有改动。请清理磁盘，检查以下文件夹的权限，以及是否有其他程序正在使用它，然后重新启动应用。\n\n${folder}`,
}

/** Said in a dialog of the system when the app cannot start: what was the matter, and what to do. */
export function startFailureText({ error, languages, folder }: StartFailure): string {
  const reason = error instanceof Error ? error.message : String(error)
  return texts[languageFor(languages)](reason, folder)
}
