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

/**
 * What a list can show of a row. `start`, `room` and `platform` are read from the name; `folder` is for results from
 * several folders.
 */
export const listColumns = [
  'name',
  'folder',
  'size',
  'duration',
  'time',
  'start',
  'room',
  'platform',
] as const
export type ListColumn = (typeof listColumns)[number]

/** Columns that a folder is sorted by. Durations are known only of what has been in sight: no order to rely on. */
export const sortColumns = ['name', 'size', 'time', 'start', 'room', 'platform'] as const
export type SortColumn = (typeof sortColumns)[number]

/** How one column of the list looks. The name is always shown and always first. */
export interface ColumnLook {
  readonly id: ListColumn
  /** px, {@link minColumnWidth} … {@link maxColumnWidth}; null = its own width, and for the name what is left. */
  readonly width: number | null
  readonly isShown: boolean
}

export const minColumnWidth = 56
export const maxColumnWidth = 1200

export const sortDirections = ['ascending', 'descending'] as const
export type SortDirection = (typeof sortDirections)[number]

export interface SortOrder {
  readonly column: SortColumn
  readonly direction: SortDirection
}

/** Rows with columns, or tiles. */
export const listViews = ['list', 'grid'] as const
export type ListView = (typeof listViews)[number]

/**
 * How folders are shown: their columns in display order, each once; view and sorting of those that were given none of
 * their own (models/folder-look.ts).
 */
export interface ListLook {
  readonly columns: readonly ColumnLook[]
  readonly sort: SortOrder
  readonly view: ListView
}

export const defaultListLook: ListLook = {
  columns: listColumns.map((id) => ({ id, width: null, isShown: true })),
  sort: { column: 'name', direction: 'ascending' },
  view: 'list',
}

/** What a double-click opens a recording with: the player in the window, or the system's once it is downloaded. */
export const playerChoices = ['builtIn', 'system'] as const
export type PlayerChoice = (typeof playerChoices)[number]

export const playbackRates = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3] as const
export type PlaybackRate = (typeof playbackRates)[number]

export interface PlayerSettings {
  readonly opensWith: PlayerChoice
  /** 0 … 1 */
  readonly volume: number
  readonly isMuted: boolean
  readonly rate: PlaybackRate
}

export const defaultPlayerSettings: PlayerSettings = {
  opensWith: 'builtIn',
  volume: 1,
  isMuted: false,
  rate: 1,
}

/** What can stand beside the list. */
export const panes = ['sidebar', 'details'] as const
export type Pane = (typeof panes)[number]

export interface PaneLook {
  readonly isShown: boolean
  /** px, {@link minPaneWidth} … {@link maxPaneWidth} */
  readonly width: number
}

export const minPaneWidth = 150
export const maxPaneWidth = 560

export type Layout = Readonly<Record<Pane, PaneLook>>

export const defaultLayout: Layout = {
  sidebar: { isShown: true, width: 208 },
  details: { isShown: false, width: 256 },
}

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
  readonly list: ListLook
  /** Results of a search are under their folders; else one list. */
  readonly groupsResults: boolean
  /** Says what a download link is before it is copied. */
  readonly warnsOfLinks: boolean
  readonly player: PlayerSettings
  /** Pictures and durations of recordings that are in sight, for which a little of each is fetched. */
  readonly showsPreviews: boolean
  /** The app opens when the user logs in to the computer. */
  readonly opensAtLogin: boolean
  /** The app looks for a new version by itself, at most once a day. */
  readonly checksForUpdates: boolean
  /** A version that was fetched is installed when the user quits; else only when told to. */
  readonly installsUpdatesOnQuit: boolean
  readonly layout: Layout
}

/** What the system says of the network; see desktop/network-watch.ts. */
export interface NetworkState {
  readonly isOnline: boolean
  /** False also where the system does not say; see network/metered-watch.ts. */
  readonly isMetered: boolean
}

/** What the renderer needs to know about the program it runs in. */
export interface AppInfo {
  readonly version: string
  readonly platform: 'darwin' | 'win32' | 'linux'
  /** The language that `system` stands for. */
  readonly systemLanguage: Language
  /** The embedded demo server is in use. */
  readonly isDemo: boolean
  /** The system can open the app at login. */
  readonly canOpenAtLogin: boolean
  /** Server given on the command line, as the sign-in form's start value. */
  readonly presetServer: { readonly origin: string; readonly prefix: string } | null
  /** What the user has to know without having asked for it, e.g. `storage.damaged` of how this start went. */
  readonly problems: readonly ErrorShape[]
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
  'preview',
  'playInWindow',
  'openInSystem',
  'revealCopy',
  'trim',
  'delete',
  'undoDelete',
  'selectAll',
  'clearSelection',
  'search',
  'showInFolder',
  'filter',
  'copyNames',
  'copyPaths',
  'copyLinks',
  'exportList',
  'toggleTransfers',
  'toggleSidebar',
  'toggleDetails',
  'goToFolder',
  'settings',
  'help',
  'shortcuts',
  'checkForUpdates',
  'switchAccount',
  'signOut',
  'view.list',
  'view.grid',
  'sort.name',
  'sort.size',
  'sort.time',
  'sort.start',
  'sort.room',
  'sort.platform',
  'sort.folder',
  'sort.best',
  'groupResults',
  'column.folder',
  'column.size',
  'column.duration',
  'column.time',
  'column.start',
  'column.room',
  'column.platform',
  'resetColumns',
  'useLookForAll',
  'transfer.open',
  'transfer.reveal',
  'transfer.showRemote',
  'transfer.resolve',
  'transfer.retry',
  'transfer.resume',
  'transfer.pause',
  'transfer.first',
  'transfer.earlier',
  'transfer.later',
  'transfer.last',
  'transfer.copyDetails',
  'transfer.remove',
  'transfer.cancel',
  'allTransfers.pause',
  'allTransfers.resume',
  'allTransfers.retryFailed',
  'allTransfers.clearFinished',
  'allTransfers.cancel',
  'allTransfers.limits',
] as const
export type MenuCommand = (typeof menuCommands)[number]

/** Which commands apply now, and which of those that are on or off are on. */
export interface CommandStates {
  /** False while the page carries out none, as when signing in: text fields then have the menu's editing keys. */
  readonly isActive: boolean
  readonly enabled: readonly MenuCommand[]
  readonly checked: readonly MenuCommand[]
}
