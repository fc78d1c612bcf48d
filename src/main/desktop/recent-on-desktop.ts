import type { App, Menu } from 'electron'
import type { Language } from '#shared/models/settings.ts'
import { dockMenu, folderIn, jumpList } from './folder-shortcuts.ts'
import type { RecentFolder } from './recent-folders.ts'

export interface RecentOnDesktopOptions {
  readonly platform: NodeJS.Platform
  readonly app: Pick<App, 'isPackaged' | 'setJumpList' | 'getJumpListSettings' | 'dock'>
  readonly buildMenu: (typeof Menu)['buildFromTemplate']
  /** Started by a launcher that has unpacked it for this once: a shortcut to it would soon lead nowhere. */
  readonly isPortable: boolean
  /** Absolute. */
  readonly program: string
  readonly language: () => Language
  readonly open: (folder: string) => void
  /** What Windows answers other than `ok`. */
  readonly onRefused: (answer: string) => void
}

/** Puts recent folders where the desktop has room for them: into Windows' jump list, or into the menu of macOS' dock icon. */
export class RecentOnDesktop {
  readonly #options: RecentOnDesktopOptions

  constructor(options: RecentOnDesktopOptions) {
    this.#options = options
  }

  /**
   * Folders that the user has taken out of the jump list since it was last set. Windows shows none of a list that has one of
   * them again (ICustomDestinationList).
   */
  get removed(): ReadonlySet<string> {
    if (!this.#hasJumpList) return new Set()
    const { removedItems } = this.#options.app.getJumpListSettings()
    return new Set(removedItems.map(({ args }) => folderIn([args ?? ''])).filter((path) => path !== null))
  }

  show(folders: readonly RecentFolder[]): void {
    const { platform, app, buildMenu, program, language, open, onRefused } = this.#options
    if (this.#hasJumpList) {
      const answer = app.setJumpList(jumpList(folders, language(), program))
      if (answer !== 'ok') onRefused(answer)
    } else if (platform === 'darwin') app.dock?.setMenu(buildMenu(dockMenu(folders, open)))
  }

  get #hasJumpList(): boolean {
    const { platform, app, isPortable } = this.#options
    return platform === 'win32' && app.isPackaged && !isPortable
  }
}
