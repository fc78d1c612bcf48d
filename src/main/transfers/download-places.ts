import path from 'node:path'
import type { Settings } from '#shared/models/settings.ts'
import { localFileName } from './safe-name.ts'

/** Decides where each of a command's downloads goes. */
export interface DownloadPlace {
  /** Absolute local folder for what is in a remote folder (`/A/`). */
  folderFor(remoteFolder: string): string
}

export interface DownloadPlacesOptions {
  readonly settings: () => Pick<Settings, 'downloadPlace' | 'downloadFolder'>
  /** Shows the folder dialog; absolute path, or null when cancelled. */
  readonly chooseFolder: (startIn: string) => Promise<string | null>
}

/** Where downloads go, as the user has set it: one folder, asked for each time, or in folders as on the server. */
export class DownloadPlaces {
  readonly #options: DownloadPlacesOptions
  /** Where the dialog opens: what was chosen last is likely to be chosen again. */
  #lastChosen: string | null = null

  constructor(options: DownloadPlacesOptions) {
    this.#options = options
  }

  /** For what goes on without questions, such as playing. */
  get current(): DownloadPlace {
    const { downloadPlace, downloadFolder } = this.#options.settings()
    return downloadPlace === 'mirror' ? mirrorOf(downloadFolder) : alwaysInto(downloadFolder)
  }

  /** For one command, asking where the user wants to be asked. @returns null when cancelled */
  async choose(): Promise<DownloadPlace | null> {
    const { downloadPlace, downloadFolder } = this.#options.settings()
    if (downloadPlace !== 'ask') return this.current
    const folder = await this.#options.chooseFolder(this.#lastChosen ?? downloadFolder)
    if (folder === null) return null
    this.#lastChosen = folder
    return alwaysInto(folder)
  }
}

/** All into one absolute local folder. */
export const alwaysInto = (folder: string): DownloadPlace => ({ folderFor: () => folder })

/** Names from a server: each is made safe by itself, so that none leads elsewhere. */
const mirrorOf = (base: string): DownloadPlace => ({
  folderFor: (remoteFolder) =>
    remoteFolder
      .split('/')
      .filter((name) => name !== '')
      .reduce((folder, name) => path.join(folder, localFileName(name, folder)), base),
})
