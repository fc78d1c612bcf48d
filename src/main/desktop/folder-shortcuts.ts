import type { JumpListCategory, MenuItemConstructorOptions } from 'electron'
import { folderPath } from '#shared/ipc/schemas.ts'
import type { Language } from '#shared/models/settings.ts'
import type { RecentFolder } from './recent-folders.ts'

const option = '--open-folder='
const heading: Readonly<Record<Language, string>> = { en: 'Recent Folders', 'zh-CN': '最近的文件夹' }

/**
 * Windows' jump list: starts the program again, which hands its arguments to the one that runs. Paths are percent-encoded, so
 * that no name of a folder can end its argument.
 */
export function jumpList(
  folders: readonly RecentFolder[],
  language: Language,
  program: string,
): JumpListCategory[] {
  if (folders.length === 0) return []
  const items = folders.map(({ path, title }) => ({
    type: 'task' as const,
    title: title.slice(0, 255),
    // Windows takes 260 characters.
    description: path.slice(0, 255),
    program,
    args: `${option}${encodeURIComponent(path)}`,
    iconPath: program,
    iconIndex: 0,
  }))
  return [{ type: 'custom', name: heading[language], items }]
}

/** The menu of the dock icon on macOS. Electron takes one `&` of a label for what names a key, and two for one (electron/electron#9584). */
export function dockMenu(
  folders: readonly RecentFolder[],
  open: (path: string) => void,
): MenuItemConstructorOptions[] {
  return folders.map(({ path, title }) => ({ label: title.replaceAll('&', '&&'), click: () => open(path) }))
}

/** The folder that a shortcut's arguments name; null when there is none that could be one. */
export function folderIn(argv: readonly string[]): string | null {
  const argument = argv.find((item) => item.startsWith(option))
  if (argument === undefined) return null
  try {
    return folderPath.safeParse(decodeURIComponent(argument.slice(option.length))).data ?? null
  } catch {
    return null
  }
}
