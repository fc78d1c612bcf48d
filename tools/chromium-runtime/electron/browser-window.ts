import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron'
import { notProvided, strict } from '../strict.ts'
import { preventable } from './event-object.ts'
import { chromium, options as runtimeOptions, recorder } from './state.ts'
import { openTarget } from './targets.ts'
import { WebContents } from './web-contents.ts'
import { WindowFrame } from './window-frame.ts'
import { windows } from './windows.ts'

let lastId = 0

/** Security settings that this runtime cannot loosen: a preload always runs isolated and without Node. */
const assertSandboxed = ({ webPreferences = {} }: BrowserWindowConstructorOptions): void => {
  const { nodeIntegration, contextIsolation, sandbox, webviewTag } = webPreferences
  if (nodeIntegration === true) throw notProvided('BrowserWindow webPreferences.nodeIntegration: true')
  if (contextIsolation === false) throw notProvided('BrowserWindow webPreferences.contextIsolation: false')
  if (sandbox === false) throw notProvided('BrowserWindow webPreferences.sandbox: false')
  if (webviewTag === true) throw notProvided('BrowserWindow webPreferences.webviewTag: true')
}

/** A window of Chromium without tabs or address bar, or a page of headless Chromium. */
export class BrowserWindow extends EventEmitter {
  static getAllWindows(): BrowserWindow[] {
    return [...windows.all]
  }

  static fromId(id: number): BrowserWindow | null {
    return windows.all.find((window) => window.id === id) ?? null
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return windows.all.find((window) => window.webContents === contents) ?? null
  }

  static getFocusedWindow(): BrowserWindow | null {
    return windows.all.find((window) => window.isFocused()) ?? null
  }

  readonly id: number
  readonly webContents: WebContents
  private readonly options: BrowserWindowConstructorOptions
  private readonly frame: WindowFrame
  private title: string
  private visible: boolean
  private destroyed = false
  private closing = false

  constructor(windowOptions: BrowserWindowConstructorOptions = {}) {
    super()
    void chromium()
    assertSandboxed(windowOptions)
    lastId += 1
    this.id = lastId
    this.options = windowOptions
    this.title = windowOptions.title ?? runtimeOptions.name
    this.visible = windowOptions.show !== false
    this.frame = new WindowFrame(windowOptions, (name) => this.emit(name))
    this.webContents = this.createContents()
    const self = strict('BrowserWindow', this)
    windows.add(self)
    if (this.visible) queueMicrotask(() => windows.focus(self))
    return self
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  reload(): void {
    this.webContents.reload()
  }

  show(): void {
    this.setVisible(true)
    this.focus()
  }

  showInactive(): void {
    this.setVisible(true)
  }

  hide(): void {
    this.setVisible(false)
    windows.blur(this.self)
  }

  focus(): void {
    this.webContents.focus()
    windows.focus(this.self)
  }

  blur(): void {
    windows.blur(this.self)
  }

  moveTop(): void {
    this.webContents.focus()
  }

  /** Asks first: a listener of 'close' can prevent it. */
  close(): void {
    if (this.destroyed || this.closing) return
    this.closing = true
    const event = preventable({})
    this.emit('close', event)
    this.closing = false
    if (!event.defaultPrevented) this.destroy()
  }

  destroy(): void {
    if (this.destroyed) return
    this.webContents.command(async (_cdp, targetId) => {
      const browser = await chromium()
      await browser.connection.browser.send('Target.closeTarget', { targetId })
    })
    this.finish()
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  isVisible(): boolean {
    return this.visible && !this.destroyed
  }

  isFocused(): boolean {
    return windows.focused === this.self
  }

  isMinimized(): boolean {
    return this.frame.state === 'minimized'
  }

  isMaximized(): boolean {
    return this.frame.state === 'maximized'
  }

  isFullScreen(): boolean {
    return this.frame.state === 'fullscreen'
  }

  isNormal(): boolean {
    return this.frame.state === 'normal'
  }

  minimize(): void {
    this.frame.setState('minimized')
    windows.blur(this.self)
  }

  maximize(): void {
    this.setVisible(true)
    this.frame.setState('maximized')
  }

  unmaximize(): void {
    if (this.isMaximized()) this.frame.setState('normal')
  }

  restore(): void {
    this.frame.setState('normal')
  }

  setFullScreen(on: boolean): void {
    this.frame.setState(on ? 'fullscreen' : 'normal')
  }

  getBounds(): Rectangle {
    return this.frame.bounds
  }

  getNormalBounds(): Rectangle {
    return this.frame.normalBounds
  }

  getContentBounds(): Rectangle {
    return this.frame.bounds
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.frame.setBounds(bounds)
  }

  getSize(): number[] {
    return [this.frame.bounds.width, this.frame.bounds.height]
  }

  setPosition(x: number, y: number): void {
    this.frame.setBounds({ x, y })
  }

  setSize(width: number, height: number): void {
    this.frame.setBounds({ width, height })
  }

  setContentSize(width: number, height: number): void {
    this.frame.setBounds({ width, height })
  }

  getTitle(): string {
    return this.title
  }

  setTitle(title: string): void {
    this.title = title
  }

  setMinimumSize(width: number, height: number): void {
    this.frame.setMinimumSize(width, height)
  }

  /** Its keys go with it. On a Mac the menu is no window's. */
  removeMenu(): void {
    if (process.platform !== 'darwin') this.webContents.removeMenu()
  }

  /** Chromium's windows have no menu bar; the application menu's accelerators work all the same. */
  setMenuBarVisibility(): void {
    return undefined
  }

  setAutoHideMenuBar(): void {
    return undefined
  }

  setBackgroundColor(): void {
    return undefined
  }

  setProgressBar(progress: number, details: { mode?: string } = {}): void {
    recorder.record('progressBar', { windowId: this.id, progress, ...details })
  }

  setOverlayIcon(overlay: object | null, description: string): void {
    recorder.record('overlayIcon', { windowId: this.id, isShown: overlay !== null, description })
  }

  flashFrame(): void {
    return undefined
  }

  /** The window was closed on the screen: Chromium has not asked anyone. */
  closedByUser(): void {
    if (this.destroyed) return
    const url = this.webContents.getURL()
    const event = preventable({})
    this.emit('close', event)
    if (event.defaultPrevented) this.reopen(url)
    else this.finish()
  }

  /** The user's session ends, as on Windows; after that the app is not told to quit. */
  endSession(): void {
    const event = preventable({ reasons: ['shutdown'] })
    this.emit('query-session-end', event)
    if (!event.defaultPrevented) this.emit('session-end', event)
  }

  private get self(): BrowserWindow {
    return windows.all.find((window) => window.id === this.id) ?? this
  }

  private createContents(): WebContents {
    const { preload, nodeIntegrationInSubFrames } = this.options.webPreferences ?? {}
    const contents = new WebContents(openTarget(this.frame.bounds), {
      preload: preload ?? null,
      preloadInSubframes: nodeIntegrationInSubFrames === true,
    })
    contents.once('-first-paint', () => this.emit('ready-to-show'))
    contents.on('-titled', (title: string) => this.pageTitled(title))
    contents.on('-pressed', () => windows.focus(this.self))
    contents.on('-zoom-changed', () => this.frame.setZoom(contents.getZoomFactor()))
    this.frame.attach(contents)
    windows.announceContents(contents)
    return contents
  }

  /** A window is called what its page is called, unless a listener of 'page-title-updated' prevents it. */
  private pageTitled(title: string): void {
    if (title === '' || this.destroyed) return
    const event = preventable({})
    this.emit('page-title-updated', event, title, true)
    if (!event.defaultPrevented) this.title = title
  }

  /** The app keeps the window open, but its page is gone: a new one shows the same address. */
  private reopen(url: string): void {
    this.webContents.attachTo(openTarget(this.frame.bounds)).catch(() => undefined)
    this.frame.attach(this.webContents)
    this.loadURL(url).catch(() => undefined)
  }

  private setVisible(visible: boolean): void {
    if (this.visible === visible) return
    this.visible = visible
    this.frame.setShown(visible)
    this.emit(visible ? 'show' : 'hide')
  }

  private finish(): void {
    this.destroyed = true
    this.webContents.markDestroyed()
    const remaining = windows.remove(this.self)
    this.emit('closed')
    windows.afterClosed(remaining)
  }
}
