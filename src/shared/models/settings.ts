import type { ErrorShape } from '../errors.ts'

export const languageChoices = ['system', 'zh-CN', 'en'] as const
export type LanguageChoice = (typeof languageChoices)[number]
export type Language = Exclude<LanguageChoice, 'system'>

export const themeChoices = ['system', 'light', 'dark'] as const
export type ThemeChoice = (typeof themeChoices)[number]

/** How much the transfers may do at a time. */
export interface TransferLimits {
  /** Uploads at once; 1 … {@link maxTransfersAtOnce}. */
  readonly uploads: number
  /** Downloads at once; 1 … {@link maxTransfersAtOnce}. */
  readonly downloads: number
  /** Bytes per second of all uploads together, at least {@link minBytesPerSecond}; null = as fast as it goes. */
  readonly uploadBytesPerSecond: number | null
  /** Bytes per second of all downloads together, at least {@link minBytesPerSecond}; null = as fast as it goes. */
  readonly downloadBytesPerSecond: number | null
}

export const maxTransfersAtOnce = 10
/** A slower connection is given up by servers and by what is in between. */
export const minBytesPerSecond = 16 * 2 ** 10
/** Beyond what a network carries: 10 GiB/s. */
export const maxBytesPerSecond = 10 * 2 ** 30

export const defaultTransferLimits: TransferLimits = {
  uploads: 2,
  downloads: 3,
  uploadBytesPerSecond: null,
  downloadBytesPerSecond: null,
}

/**
 * Where downloads go.
 * - `fixed`: all into one folder
 * - `ask`: the user chooses a folder each time
 * - `mirror`: into one folder, in subfolders as on the server
 */
export const downloadPlaces = ['fixed', 'ask', 'mirror'] as const
export type DownloadPlaceChoice = (typeof downloadPlaces)[number]

export interface Settings {
  readonly language: LanguageChoice
  readonly theme: ThemeChoice
  readonly downloadPlace: DownloadPlaceChoice
  /** Absolute folder that downloads go to; where the question begins when the place is asked for. */
  readonly downloadFolder: string
  readonly transferLimits: TransferLimits
  /** Between deleting and sending; 0: no countdown, the app asks first. */
  readonly undoSeconds: number
  /** Folders that nobody has opened are listed in the background, so that a search covers them. */
  readonly crawlEnabled: boolean
}

/** What the system says of the network; see desktop/network-watch.ts. */
export interface NetworkState {
  readonly isOnline: boolean
}

/** What the renderer needs to know about the program it runs in. */
export interface AppInfo {
  readonly version: string
  readonly platform: 'darwin' | 'win32' | 'linux'
  /** The language that `system` stands for. */
  readonly systemLanguage: Language
  /** The embedded demo server is in use. */
  readonly isDemo: boolean
  /** Server given on the command line, as the sign-in form's start value. */
  readonly presetServer: { readonly origin: string; readonly prefix: string } | null
  /** What the user has to know of how this start went, e.g. `storage.damaged`. */
  readonly startProblems: readonly ErrorShape[]
}

/** Commands of the native menu that the renderer carries out. */
export const menuCommands = [
  'back',
  'forward',
  'up',
  'refresh',
  'upload',
  'uploadFolder',
  'download',
  'open',
  'delete',
  'undoDelete',
  'selectAll',
  'toggleTransfers',
  'settings',
  'switchAccount',
  'signOut',
] as const
export type MenuCommand = (typeof menuCommands)[number]
