import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { App } from 'electron'
import { strict } from '../strict.ts'
import { setAboutPanel, showAboutPanel } from './about-panel.ts'
import { watchTargets } from './closed-targets.ts'
import { preventable } from './event-object.ts'
import { defaultPath } from './paths.ts'
import { onQuit } from './quit.ts'
import { SingleInstanceLock, type SecondInstance } from './single-instance.ts'
import { nativeImage } from './small-modules.ts'
import { closeChromium, electronVersions, options, recorder, startChromium, switches } from './state.ts'
import { windows } from './windows.ts'

const systemLocale = (): string => options.locale ?? new Intl.DateTimeFormat().resolvedOptions().locale

const commandLine = {
  appendSwitch: (name: string, value = ''): void => {
    switches.set(name, value)
  },
  hasSwitch: (name: string): boolean =>
    switches.has(name) ||
    options.appArguments.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`)),
  getSwitchValue: (name: string): string =>
    switches.get(name) ??
    options.appArguments.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ??
    '',
}

type Listener = Parameters<EventEmitter['on']>[1]

class RuntimeApp extends EventEmitter {
  readonly isPackaged = false
  readonly commandLine = strict('app.commandLine', commandLine)
  readonly dock = undefined
  applicationMenu = null
  private readonly paths = new Map<string, string>()
  private readonly lock = new SingleInstanceLock()
  private appName = options.name
  private isReadyNow = false
  private quitting = false
  private exiting: Promise<never> | null = null
  private readiness: Promise<void> | null = null

  constructor() {
    super()
    onQuit(() => this.quit())
    if (options.userDataDir !== null) this.paths.set('userData', options.userDataDir)
    windows.observe({
      created: (window) => this.emit('browser-window-created', preventable({}), window),
      contentsCreated: (contents) => this.emit('web-contents-created', preventable({}), contents),
      focusChanged: (name, window) => this.emit(name, preventable({}), window),
      closed: (remaining) => this.windowClosed(remaining),
    })
  }

  get name(): string {
    return this.appName
  }
  set name(name: string) {
    this.appName = name
  }
  getName(): string {
    return this.appName
  }
  setName(name: string): void {
    this.appName = name
  }

  getVersion(): string {
    return options.version
  }
  getAppPath(): string {
    return options.appPath
  }

  getPath(name: string): string {
    const known = this.paths.get(name)
    if (known !== undefined) return known
    const userData = name === 'userData' ? '' : this.getPath('userData')
    return defaultPath(name, this.appName, userData, process.execPath)
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path)
  }

  getLocale(): string {
    return systemLocale()
  }
  getSystemLocale(): string {
    return systemLocale()
  }
  getPreferredSystemLanguages(): string[] {
    return [systemLocale()]
  }
  getLocaleCountryCode(): string {
    return new Intl.Locale(systemLocale()).region ?? ''
  }

  isReady(): boolean {
    return this.isReadyNow
  }
  whenReady(): Promise<void> {
    this.readiness ??= this.start()
    return this.readiness
  }

  override on(name: string | symbol, listener: Listener): this {
    if (name === 'ready') this.beginStart()
    return super.on(name, listener)
  }
  override once(name: string | symbol, listener: Listener): this {
    if (name === 'ready') this.beginStart()
    return super.once(name, listener)
  }
  /** Electron becomes ready whether anyone waits for it or not. */
  beginStart(): void {
    this.whenReady().catch((error: unknown) => {
      console.error(`chromium-runtime: ${error instanceof Error ? error.message : String(error)}`)
      void this.leave(1)
    })
  }

  requestSingleInstanceLock(additionalData: unknown = null): boolean {
    const self = { argv: process.argv, workingDirectory: process.cwd(), additionalData }
    return this.lock.acquire(this.getPath('userData'), self, (second) => this.secondInstance(second))
  }
  hasSingleInstanceLock(): boolean {
    return this.lock.isHeld
  }
  releaseSingleInstanceLock(): void {
    this.lock.release()
  }
  secondInstance({ argv, workingDirectory, additionalData }: SecondInstance): void {
    this.emit('second-instance', preventable({}), [...argv], workingDirectory, additionalData)
  }

  openFile(path: string): void {
    this.emit('open-file', preventable({}), path)
  }

  /** 'before-quit', then every window is closed, then 'will-quit' and 'quit'; each step can be prevented. */
  quit(): void {
    if (this.quitting) return
    const before = preventable({})
    this.emit('before-quit', before)
    if (before.defaultPrevented) return
    this.quitting = true
    for (const window of windows.all) window.close()
    if (windows.all.length > 0) this.quitting = false
    else this.willQuit()
  }

  /** Ends without asking. */
  exit(code = 0): void {
    this.quitting = true
    for (const window of windows.all) window.destroy()
    this.emit('quit', preventable({}), code)
    void this.leave(code)
  }

  focus(): void {
    windows.all[0]?.focus()
  }
  hide(): void {
    for (const window of windows.all) window.hide()
  }

  setAppUserModelId(): void {
    return undefined
  }
  /** Renderers are sandboxed here in any case. */
  enableSandbox(): void {
    return undefined
  }
  setAboutPanelOptions(about: Record<string, unknown>): void {
    setAboutPanel(about)
  }
  showAboutPanel(): void {
    showAboutPanel()
  }

  /** What the desktop draws for a kind of file is unknown here. */
  getFileIcon(): Promise<unknown> {
    return Promise.resolve(nativeImage.createEmpty())
  }

  setBadgeCount(count = 0): boolean {
    recorder.record('badgeCount', { count })
    return true
  }

  private windowClosed(remaining: number): void {
    if (remaining > 0 || this.quitting) return
    // Without a listener Electron quits.
    if (!this.emit('window-all-closed')) this.quit()
  }

  private willQuit(): void {
    const event = preventable({})
    this.emit('will-quit', event)
    if (event.defaultPrevented) {
      this.quitting = false
      return
    }
    this.emit('quit', preventable({}), 0)
    void this.leave(0)
  }

  private leave(code: number): Promise<never> {
    this.exiting ??= (async () => {
      this.lock.release()
      await closeChromium()
      process.exit(code)
    })()
    return this.exiting
  }

  private async start(): Promise<void> {
    const browser = await startChromium()
    await watchTargets(browser)
    void browser.exited.then(() => {
      if (this.exiting !== null) return
      console.error('chromium-runtime: Chromium has ended; so does the app')
      this.exit(1)
    })
    electronVersions['chrome'] = browser.version
    this.isReadyNow = true
    this.emit('-ready')
    this.emit('ready', preventable({}), {})
  }
}

export const runtimeApp = new RuntimeApp()

/** The members that this runtime has, in Electron's own types. */
type ProvidedApp = Pick<
  App,
  | 'name'
  | 'isPackaged'
  | 'getName'
  | 'getVersion'
  | 'getAppPath'
  | 'getLocale'
  | 'getSystemLocale'
  | 'getPreferredSystemLanguages'
  | 'getLocaleCountryCode'
  | 'isReady'
  | 'whenReady'
  | 'hasSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'quit'
  | 'exit'
  | 'focus'
  | 'hide'
  | 'enableSandbox'
  | 'showAboutPanel'
>
export const app: ProvidedApp = strict('app', runtimeApp)

/** `file:` address of the app's main script. */
export const entryUrl = pathToFileURL(join(options.entry)).href
