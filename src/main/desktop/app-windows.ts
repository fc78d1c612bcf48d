import { BrowserWindow, type App } from 'electron'
import { playerPage } from '#shared/pages.ts'
import type { ReportCrash } from '../diagnostics/crash-reports.ts'
import type { Logger } from '../logging/logger.ts'
import { indexUrl, playerUrl } from '../security/app-scheme.ts'
import type { JsonFile } from '../storage/json-file.ts'
import { createMainWindow } from './main-window.ts'
import { offerReload } from './page-recovery.ts'
import { createPlayerWindow } from './player-window.ts'
import type { WindowPlace } from './window-place.ts'

export interface AppWindowsOptions {
  readonly app: Pick<App, 'isPackaged' | 'focus'>
  /** Where each was left. */
  readonly files: {
    readonly place: JsonFile<WindowPlace | null>
    readonly playerPlace: JsonFile<WindowPlace | null>
  }
  /** Where the pages come from during development. */
  readonly rendererDevUrl: string | null
  readonly report: ReportCrash
  readonly log: Logger
}

/** What the rest of the app does about windows. */
export interface WindowEvents {
  /** Whether a page that has crashed is wanted back. */
  readonly askReload: (window: BrowserWindow) => Promise<boolean>
  /** The explorer has a window again, or for the first time. */
  readonly onExplorerOpened: () => void
  /** Which of the two is in front now. */
  readonly onFront: (which: 'explorer' | 'player') => void
  readonly onPlayerClosed: () => void
  /** Asked before the explorer closes. */
  readonly mayClose: () => boolean
  /** Windows ends the session. */
  readonly onSessionEnd: () => void
  readonly onExplorerClosed: () => void
  /** The page of this id is another one now, or the same anew, or gone. */
  readonly onPageGone: (page: number) => void
}

/** The app's windows: the explorer, of which there is at most one, and the player's own. */
export class AppWindows {
  readonly #options: AppWindowsOptions
  readonly #placesWritten = new Map<JsonFile<WindowPlace | null>, Promise<void>>()
  /** The system makes it, and the process of its page, while what is behind the page is built. */
  #empty: BrowserWindow | null
  #explorer: BrowserWindow | null
  #player: BrowserWindow | null = null

  constructor(options: AppWindowsOptions) {
    this.#options = options
    this.#empty = this.#create()
    this.#explorer = this.#empty
  }

  /** The one with the explorer; the player's own is never taken for it. */
  get explorer(): BrowserWindow | null {
    return this.#explorer
  }

  /** The window of a page, by its `webContents.id`. */
  of(page: number) {
    return BrowserWindow.getAllWindows().find(({ webContents }) => webContents.id === page)
  }

  /** Opens the explorer where there is none. */
  open(events: WindowEvents): BrowserWindow {
    const window = this.#empty ?? this.#create()
    this.#empty = null
    this.#explorer = window
    window.on('focus', () => events.onFront('explorer'))
    window.on('close', (event) => {
      if (!events.mayClose()) event.preventDefault()
      // On macOS the dock keeps showing what a window that is gone has told it.
      else window.setProgressBar(-1)
    })
    window.on('session-end', events.onSessionEnd)
    this.#watchPage(window, events)
    window.on('closed', () => {
      this.#explorer = null
      events.onExplorerClosed()
    })
    this.#load(window, this.#options.rendererDevUrl ?? indexUrl)
    events.onExplorerOpened()
    return window
  }

  /** Opens the player's own; its title is what is seen until its page says what it plays. */
  openPlayer(title: string, events: WindowEvents, onClosed: () => void): BrowserWindow {
    const { app, files, rendererDevUrl } = this.#options
    const window = createPlayerWindow({
      isPackaged: app.isPackaged,
      place: files.playerPlace.value,
      onPlace: (place) => this.#keepPlace(files.playerPlace, place),
      title,
    })
    this.#load(window, rendererDevUrl === null ? playerUrl : new URL(playerPage, rendererDevUrl).href)
    this.#player = window
    window.on('focus', () => events.onFront('player'))
    this.#watchPage(window, events)
    window.on('closed', () => {
      this.#player = null
      events.onPlayerClosed()
      onClosed()
    })
    return window
  }

  /** Puts the explorer in front of everything, and opens it where it is not. */
  show(events: WindowEvents): void {
    const window = this.#explorer ?? this.open(events)
    if (window.isMinimized()) window.restore()
    // On macOS a window comes to the front within its app only.
    if (process.platform === 'darwin') this.#options.app.focus({ steal: true })
    window.focus()
  }

  /** A question that hangs on a minimised window would not be seen. */
  unfold(): void {
    if (this.#explorer?.isMinimized() === true) this.#explorer.restore()
  }

  /** Off macOS Electron gives the menu to every window, each time: the player's own has none, nor its keys. */
  menuWasSet(): void {
    if (process.platform !== 'darwin') this.#player?.removeMenu()
  }

  /** Resolves when the last places are written. */
  async close(): Promise<void> {
    await Promise.all(this.#placesWritten.values())
  }

  #create(): BrowserWindow {
    const { app, files } = this.#options
    return createMainWindow({
      isPackaged: app.isPackaged,
      place: files.place.value,
      onPlace: (place) => this.#keepPlace(files.place, place),
    })
  }

  #keepPlace(file: JsonFile<WindowPlace | null>, place: WindowPlace): void {
    const { log } = this.#options
    const written = file.write(place)
    this.#placesWritten.set(
      file,
      written.catch((error: unknown) => log.warn('the place of the window', { error })),
    )
  }

  /** A window that is closed while its page is on its way is no failure of the app's. */
  #load(window: BrowserWindow, url: string): void {
    const { log } = this.#options
    window.loadURL(url).catch((error: unknown) => log.warn('a page does not load', { url, error }))
  }

  #watchPage(window: BrowserWindow, { askReload, onPageGone }: WindowEvents): void {
    offerReload(window, { report: this.#options.report, askReload: () => askReload(window) })
    const { id } = window.webContents
    const gone = (): void => onPageGone(id)
    window.webContents.on('did-navigate', gone)
    window.on('closed', gone)
  }
}
