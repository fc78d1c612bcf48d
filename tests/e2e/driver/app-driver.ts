import type { Locator, Page } from '@playwright/test'

/** A call to the desktop that a test can assert; see the README of tools/chromium-runtime for each kind's details. */
export interface RecordedCall {
  readonly kind: string
  readonly details: Readonly<Record<string, unknown>>
}

export type ColorScheme = 'light' | 'dark'

export interface LaunchOptions {
  /** Another app than this project's: its folder. */
  readonly app?: string
  /** Arguments of the app, such as `--server=http://127.0.0.1:1234/PREFIX`. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Kept when given; otherwise fresh, and removed by `close()`. */
  readonly userDataDir?: string
  /** What the app's settings are before its first start. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** The system's language. */
  readonly locale?: 'zh-CN' | 'en-US'
  /** The desktop's scheme, which an app set to "system" follows. */
  readonly colorScheme?: ColorScheme
  readonly viewport?: { readonly width: number; readonly height: number }
}

/** What an item of the application menu says of its command. */
export interface MenuItemState {
  readonly enabled: boolean
  readonly checked: boolean
}

/** What a context menu says of one of its items. */
export interface ContextItem extends MenuItemState {
  readonly label: string
  /** As the system writes them; '' for none. */
  readonly keys: string
  /** Of an item that is on or off. */
  readonly isChoice: boolean
  /** Why it cannot be chosen; '' for no reason. */
  readonly reason: string
}

/** The context menu of the system, which is in no page. */
export interface ContextMenu {
  /** What is open, without the lines between items; null when none is. */
  items(): Promise<readonly ContextItem[] | null>
  /** Waits for a menu where this can be chosen, and chooses it. @param label all of it */
  choose(label: string): Promise<void>
  /** Waits for a menu and closes it without a choice. */
  close(): Promise<void>
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What the system says of a window. */
export interface WindowState {
  readonly isFocused: boolean
  readonly isMaximized: boolean
  readonly isMinimized: boolean
  /** Where it goes when it is neither maximised nor full-screen. */
  readonly normalBounds: Box
  /** Of the first display. */
  readonly workArea: Box
}

/** One running app, whatever runs it. */
export interface AppDriver {
  readonly runtime: 'electron' | 'chromium'
  /** The main window's page; another one after `relaunch()`. */
  readonly page: Page
  /** The page of the window beside the main one; waits until there is one. */
  otherPage(): Promise<Page>
  /** What the system shows as the title of a page's window. */
  windowTitle(page: Page): Promise<string>
  readonly userDataDir: string
  readonly mainPid: number
  /** Calls to the desktop so far, in order. */
  recorded(kind?: string): Promise<readonly RecordedCall[]>
  /** Answers the next dialog: `{ filePaths }`, `{ filePath }`, `{ response }`; null closes it without a choice. */
  scriptDialog(result: Readonly<Record<string, unknown>> | null): Promise<void>
  /** What `shell.openPath` answers from now on; '' is success. */
  scriptOpenPath(result: string): Promise<void>
  /** Chooses an item of the open context menu or of the application menu, by id, role or label. */
  clickMenu(name: string): Promise<void>
  /** An item of the application menu, by its id; undefined when there is none. */
  menuItem(id: string): Promise<MenuItemState | undefined>
  /** Of the main window. */
  readonly contextMenu: ContextMenu
  /** Clicks the latest notification, or the latest with this title. */
  clickNotification(title?: string): Promise<void>
  /** Drags files from the desktop over an element and drops them. */
  dropFiles(target: Locator, paths: readonly string[]): Promise<void>
  /** Drags files over an element and leaves them hanging there. */
  dragFilesOver(target: Locator, paths: readonly string[]): Promise<void>
  setColorScheme(scheme: ColorScheme): Promise<void>
  /** @param page of the window; the main one when left out */
  resize(width: number, height: number, page?: Page): Promise<void>
  moveTo(x: number, y: number): Promise<void>
  changeWindow(change: 'maximize' | 'minimize' | 'blur'): Promise<void>
  /** Of the main window. */
  windowState(): Promise<WindowState>
  /** Starts the app a second time, on the same data. @returns its exit code, null when it had to be ended */
  startSecond(args: readonly string[]): Promise<number | null>
  /** Drops a file on the app's icon in the dock, which macOS tells it of. */
  openFile(path: string): Promise<void>
  /** What the system says of its network from now on; nothing is cut off by it. */
  setOnline(isOnline: boolean): Promise<void>
  /** 'suspend', 'resume', … of powerMonitor. */
  emitPowerEvent(name: string): Promise<void>
  /** Closes a window as its close button does. @param page of the window; the main one when left out */
  closeWindow(page?: Page): Promise<void>
  /** Ends the user's session as Windows does, which sends the main window two events; the process is left to end by itself. */
  endSession(): Promise<void>
  /** Ends the app and starts it again on the same data; `kill` ends it without warning, as a crash would. */
  relaunch(options?: { readonly kill?: boolean }): Promise<void>
  /** Resolves with the exit code once the main process has ended. */
  waitForExit(): Promise<number | null>
  /** Everything the main process has written so far. */
  logs(): string
  close(): Promise<void>
}
