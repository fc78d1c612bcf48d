import { EventEmitter } from 'node:events'
import type { WindowOpenHandlerResponse } from 'electron'
import type { CdpSession } from '../cdp/connection.ts'
import { TargetGoneError } from '../cdp/connection.ts'
import type { DrawnItem, MenuPlace } from '../page/context-menu.ts'
import { PageHost, type PageSource } from '../page/page-host.ts'
import type { PageMessage, RuntimeMessage } from '../page/preload-environment.ts'
import { createWire } from '../page/wire.ts'
import { strict } from '../strict.ts'
import { preventable } from './event-object.ts'
import { FrameTree, type Frame } from './frames.ts'
import { ipcRouter } from './ipc-main.ts'
import { applicationChords, clickAccelerator } from './menu.ts'
import { Navigation } from './navigation.ts'
import { colorSchemeFeature } from './native-theme.ts'
import { pageAttached } from './permissions.ts'
import { defaultSession } from './session.ts'
import { addresses, electronVersions, recorder } from './state.ts'
import type { Target } from './targets.ts'

const wire = createWire()

export interface WebContentsOptions {
  readonly preload: string | null
  readonly preloadInSubframes: boolean
}

type Listener = Parameters<EventEmitter['on']>[1]

type OpenHandler = (details: {
  url: string
  frameName: string
  features: string
  disposition: string
}) => WindowOpenHandlerResponse

let lastId = 0

/** A page of Chromium as Electron's WebContents. */
export class WebContents extends EventEmitter {
  readonly id: number
  readonly session = defaultSession
  private readonly options: WebContentsOptions
  private ready: Promise<void>
  private frames: FrameTree | null = null
  private cdp: CdpSession | null = null
  private host: PageHost | null = null
  private navigation: Navigation | null = null
  private openHandler: OpenHandler | null = null
  private destroyed = false
  private zoomFactor = 1
  private hasMenu = true

  /** `target` is the page's blank window, which may still be opening. */
  constructor(target: Promise<Target>, contentsOptions: WebContentsOptions) {
    super()
    lastId += 1
    this.id = lastId
    this.options = contentsOptions
    const self = strict('WebContents', this)
    // By way of `self`, so that events carry the very object that the app has.
    this.ready = self.attachTo(target)
    return self
  }

  /** Also when the window was closed on the screen but stays open for the app: a new page takes over. */
  attachTo(target: Promise<Target>): Promise<void> {
    this.ready = target.then((opened) => this.attach(opened))
    this.ready.catch((error: unknown) => this.ignoreGone(error))
    return this.ready
  }

  get targetId(): string | null {
    return this.frames?.mainId ?? null
  }

  get mainFrame(): Frame {
    if (this.frames === null) throw new Error('The page is not there yet')
    return this.frames.mainFrame
  }

  getURL(): string {
    return this.frames?.mainFrame.url ?? ''
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  isLoading(): boolean {
    return this.navigation?.isLoading ?? true
  }

  isCrashed(): boolean {
    return this.navigation?.isCrashed ?? false
  }

  async loadURL(url: string): Promise<void> {
    await this.ready
    await this.navigation?.load(addresses.toLoopback(url), url)
  }

  reload(): void {
    this.command((cdp) => {
      this.navigation?.expect()
      return cdp.send('Page.reload', {})
    })
  }

  send(channel: string, ...args: unknown[]): void {
    // Encoded now: what cannot be cloned throws here, and later changes of the value are not sent.
    const text = wire.encode(args)
    if (this.destroyed) throw new TypeError('Object has been destroyed')
    this.post({ kind: 'event', channel, args: text })
  }

  sendToFrame(frame: Frame, channel: string, args: readonly unknown[]): void {
    const id = this.frames?.idOf(frame)
    if (id !== undefined) this.host?.post(id, { kind: 'event', channel, args: wire.encode(args) })
  }

  /** A browser cannot give the system's drag and drop a file. */
  startDrag({ files }: { readonly file: string; readonly files: readonly string[] }): void {
    recorder.record('startDrag', { files })
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }

  async executeJavaScript(code: string): Promise<unknown> {
    await this.ready
    const answer = await this.cdp?.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture: false,
    })
    if (answer?.exceptionDetails !== undefined) {
      throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text)
    }
    return answer?.result.value as unknown
  }

  setZoomFactor(factor: number): void {
    this.zoomFactor = factor
    this.emit('-zoom-changed')
  }

  getZoomFactor(): number {
    return this.zoomFactor
  }

  /** Each level is a fifth more than the one before; 0 is the original size. */
  setZoomLevel(level: number): void {
    this.setZoomFactor(1.2 ** level)
  }

  getZoomLevel(): number {
    return Math.log(this.zoomFactor) / Math.log(1.2)
  }

  /** Chromium opens its own tools with F12 in a window; there is no command for it. */
  openDevTools(): void {
    console.error('chromium-runtime: press F12 in the window for the developer tools')
  }

  focus(): void {
    this.command((cdp) => cdp.send('Page.bringToFront'))
  }

  undo(): void {
    this.edit('undo')
  }
  redo(): void {
    this.edit('redo')
  }
  cut(): void {
    this.edit('cut')
  }
  copy(): void {
    this.edit('copy')
  }
  paste(): void {
    this.edit('paste')
  }
  selectAll(): void {
    this.edit('selectAll')
  }
  delete(): void {
    this.edit('delete')
  }

  override on(name: string | symbol, listener: Listener): this {
    super.on(name, listener)
    if (name === 'before-input-event') this.announceInputWatch()
    return this
  }

  /** Runs a command when the page is there; failures after its end are of no interest. */
  command(run: (cdp: CdpSession, targetId: string) => Promise<unknown>): void {
    this.ready
      .then(() => (this.cdp === null || this.frames === null ? undefined : run(this.cdp, this.frames.mainId)))
      .catch((error: unknown) => this.ignoreGone(error))
  }

  applyColorScheme(): void {
    this.command((cdp) => cdp.send('Emulation.setEmulatedMedia', { features: [colorSchemeFeature()] }))
  }

  applyMenu(): void {
    this.post({ kind: 'accelerators', chords: this.hasMenu ? applicationChords() : [] })
  }

  /** The window has the application menu, which is the only one here. */
  setMenu(): void {
    this.hasMenu = true
    this.applyMenu()
  }

  removeMenu(): void {
    this.hasMenu = false
    this.applyMenu()
  }

  /** Draws a context menu. Answers the index of the item that was chosen, null for none. */
  async popUp(items: readonly DrawnItem[], place: MenuPlace): Promise<number | null> {
    try {
      await this.ready
      if (this.host === null || this.frames === null) return null
      return await this.host.showMenu(this.frames.mainId, items, place)
    } catch (error) {
      this.ignoreGone(error)
      return null
    }
  }

  closePopUp(): void {
    if (this.frames !== null) this.host?.closeMenu(this.frames.mainId)
  }

  /** The page is gone; told once. */
  markDestroyed(): void {
    if (this.destroyed) return
    this.destroyed = true
    this.navigation?.abandon()
    this.emit('destroyed')
  }

  /** The page wants another window; tells the app's handler. It is denied in any case. */
  windowRequested(url: string, frameName: string, features: string): void {
    const details = {
      url: addresses.toApp(url),
      frameName,
      features,
      disposition: 'foreground-tab',
    }
    const response = this.openHandler?.(details)
    if (response?.action !== 'deny') {
      console.error(`chromium-runtime: opening a window for ${details.url} is not provided; it was denied`)
    }
  }

  private edit(command: string): void {
    this.command((cdp) =>
      cdp.send('Runtime.evaluate', { expression: `document.execCommand('${command}')`, userGesture: true }),
    )
  }

  private post(message: RuntimeMessage): void {
    if (this.frames !== null) this.host?.post(this.frames.mainId, message)
  }

  private announceInputWatch(): void {
    this.post({ kind: 'watchInput', on: this.listenerCount('before-input-event') > 0 })
  }

  private async attach({ id, session: cdp }: Target): Promise<void> {
    const frames = new FrameTree(id)
    this.frames = frames
    this.cdp = cdp
    this.navigation = new Navigation(cdp, frames, this)
    this.host = new PageHost(cdp, {
      ...this.options,
      versions: electronVersions,
      onMessage: (source, message) => this.receive(source, message),
      onInput: (input) => this.isInputPrevented(input),
    })
    super.on('did-finish-load', () => void this.host?.answerSyncCalls())
    pageAttached()
    cdp.on('Page.windowOpen', (opened) =>
      this.windowRequested(opened.url, opened.windowName, opened.windowFeatures.join(',')),
    )
    await Promise.all([
      this.navigation.install(),
      this.host.install(),
      cdp.send('Emulation.setEmulatedMedia', { features: [colorSchemeFeature()] }),
    ])
  }

  private isInputPrevented(input: unknown): boolean {
    const event = preventable({})
    this.emit('before-input-event', event, input)
    return event.defaultPrevented
  }

  private receive({ frameId, contextId }: PageSource, message: PageMessage): void {
    const frame = this.frames?.get(frameId)
    if (frame === undefined || this.destroyed) return
    // The document's own address, since this can arrive before Chromium reports its navigation.
    this.frames?.navigated(frameId, message.href)
    switch (message.kind) {
      case 'loaded':
        if (this.frames?.isMain(frameId) !== true) return
        this.applyMenu()
        this.announceInputWatch()
        return
      case 'invoke':
        void ipcRouter.invoke(this, frame, message.channel, message.args).then((result) => {
          this.host?.postTo(contextId, { kind: 'reply', id: message.id, ...result })
        })
        return
      case 'send':
        ipcRouter.receive(this, frame, message.channel, message.args)
        return
      case 'open':
        this.windowRequested(message.url, message.name, message.features)
        return
      case 'accelerator':
        clickAccelerator(message.index)
        return
      case 'pressed':
        this.emit('-pressed')
        return
      case 'titled':
        if (this.frames?.isMain(frameId) === true) this.emit('-titled', message.title)
    }
  }

  private ignoreGone(error: unknown): void {
    if (!this.destroyed && !(error instanceof TargetGoneError)) console.error('chromium-runtime:', error)
  }
}
