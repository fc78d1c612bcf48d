import type { EventEmitter } from 'node:events'
import type { CdpSession } from '../cdp/connection.ts'
import { TargetGoneError } from '../cdp/connection.ts'
import type { Protocol } from '../cdp/protocol.ts'
import { preventable } from './event-object.ts'
import type { FrameTree } from './frames.ts'
import { addresses, options } from './state.ts'
import { isStartPage } from './targets.ts'

const ignoreGone = (error: unknown): void => {
  if (!(error instanceof TargetGoneError)) console.error('chromium-runtime:', error)
}

interface Waiting {
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/** Follows the documents of one page, and lets the app deny navigations that the page starts. */
export class Navigation {
  isLoading = false
  isCrashed = false
  private readonly cdp: CdpSession
  private readonly frames: FrameTree
  private readonly contents: EventEmitter
  private waiting: Waiting | null = null
  private expected = false
  private shown = false

  constructor(cdp: CdpSession, frames: FrameTree, contents: EventEmitter) {
    this.cdp = cdp
    this.frames = frames
    this.contents = contents
  }

  async install(): Promise<void> {
    const { cdp, frames } = this
    cdp.on('Page.frameAttached', ({ frameId, parentFrameId }) => frames.attach(frameId, parentFrameId))
    cdp.on('Page.frameDetached', ({ frameId, reason }) => {
      if (reason === 'remove') frames.detach(frameId)
    })
    cdp.on('Page.frameNavigated', ({ frame }) => this.navigated(frame))
    cdp.on('Page.navigatedWithinDocument', ({ frameId, url }) => frames.navigated(frameId, url))
    cdp.on('Page.loadEventFired', () => this.finished())
    cdp.on('Page.lifecycleEvent', ({ frameId, name }) => {
      if (name === 'firstContentfulPaint' && frames.isMain(frameId)) this.firstPaint()
    })
    cdp.on('Inspector.targetCrashed', () => this.crashed())
    cdp.on('Fetch.requestPaused', (paused) => {
      this.decide(paused).catch(ignoreGone)
    })
    cdp.on('Page.javascriptDialogOpening', ({ type }) => this.dialogOpened(type))
    await Promise.all([
      cdp.send('Page.enable'),
      cdp.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }] }),
    ])
  }

  /** The next request for a document is the main process's own. */
  expect(): void {
    this.expected = true
  }

  /**
   * Resolves when the page has finished loading.
   * @throws {Error} as Electron's loadURL: `ERR_FAILED (-2) loading '<url>'`
   */
  async load(address: string, url: string): Promise<void> {
    this.abandon()
    this.isLoading = true
    const loaded = new Promise<void>((resolve, reject) => {
      this.waiting = { resolve, reject }
    })
    loaded.catch(() => undefined)
    this.expect()
    const { errorText } = await this.cdp.send('Page.navigate', { url: address })
    if (errorText !== undefined) {
      this.waiting = null
      const code = errorText.replace(/^net::/u, '')
      this.contents.emit('did-fail-load', preventable({}), -2, code, url, true)
      throw new Error(`${code} (-2) loading '${url}'`)
    }
    await loaded
  }

  /** Another load takes over, or the window closes. */
  abandon(): void {
    this.waiting?.reject(new Error('ERR_ABORTED (-3)'))
    this.waiting = null
  }

  private navigated(frame: Protocol.Page.Frame): void {
    this.frames.navigated(frame.id, frame.url + (frame.urlFragment ?? ''))
    if (!this.frames.isMain(frame.id)) return
    if (isStartPage(frame.url)) return
    // Addresses such as data: are loaded without a request that could have used it up.
    this.expected = false
    this.isLoading = true
    this.isCrashed = false
    this.contents.emit('did-navigate', preventable({}), addresses.toApp(frame.url), 200, 'OK')
  }

  private finished(): void {
    if (isStartPage(this.frames.mainFrame.url)) return
    this.isLoading = false
    this.firstPaint()
    this.contents.emit('did-finish-load', preventable({}))
    this.waiting?.resolve()
    this.waiting = null
  }

  private firstPaint(): void {
    if (this.shown || isStartPage(this.frames.mainFrame.url)) return
    this.shown = true
    this.contents.emit('-first-paint')
  }

  private crashed(): void {
    this.isCrashed = true
    this.contents.emit('render-process-gone', preventable({}), { reason: 'crashed', exitCode: 5 })
  }

  /** A page that asks before it closes is not asked here; other dialogs need a person, or Playwright. */
  private dialogOpened(type: Protocol.Page.DialogType): void {
    if (type !== 'beforeunload' && !options.headless) return
    this.cdp.send('Page.handleJavaScriptDialog', { accept: type === 'beforeunload' }).catch(() => undefined)
  }

  private async decide({
    requestId,
    frameId,
    request,
    redirectedRequestId,
  }: Protocol.Fetch.requestPausedPayload): Promise<void> {
    if (
      this.isAllowed(frameId, request.url + (request.urlFragment ?? ''), redirectedRequestId !== undefined)
    ) {
      await this.cdp.send('Fetch.continueRequest', { requestId })
    } else await this.cdp.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
  }

  private isAllowed(frameId: string, address: string, isRedirect: boolean): boolean {
    const isMainFrame = this.frames.isMain(frameId)
    if (isMainFrame && !isRedirect && this.expected) {
      this.expected = false
      return true
    }
    const url = addresses.toApp(address)
    const frame = this.frames.get(frameId) ?? null
    const details = { url, isMainFrame, isSameDocument: false, frame, initiator: frame }
    const frameEvent = preventable({ ...details })
    if (!isRedirect) this.contents.emit('will-frame-navigate', frameEvent)
    const event = preventable({ ...details })
    if (isMainFrame) this.contents.emit(isRedirect ? 'will-redirect' : 'will-navigate', event, url)
    return !frameEvent.defaultPrevented && !event.defaultPrevented
  }
}
