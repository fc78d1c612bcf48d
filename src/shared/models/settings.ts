export const languageChoices = ['system', 'zh-CN', 'en'] as const
export type LanguageChoice = (typeof languageChoices)[number]
export type Language = Exclude<LanguageChoice, 'system'>

export const themeChoices = ['system', 'light', 'dark'] as const
export type ThemeChoice = (typeof themeChoices)[number]

export interface Settings {
  readonly language: LanguageChoice
  readonly theme: ThemeChoice
  /** Absolute folder that downloads go to. */
  readonly downloadFolder: string
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
}

/** Commands of the native menu that the renderer carries out. */
export const menuCommands = [
  'back',
  'forward',
  'up',
  'refresh',
  'upload',
  'download',
  'open',
  'delete',
  'selectAll',
  'toggleTransfers',
  'switchAccount',
  'signOut',
] as const
export type MenuCommand = (typeof menuCommands)[number]
