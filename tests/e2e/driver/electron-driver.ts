import { spawn } from 'node:child_process'
import type { BrowserWindow } from 'electron'
import { _electron, expect, type ElectronApplication, type Locator, type Page } from '@playwright/test'
import type {
  AppDriver,
  ColorScheme,
  LaunchOptions,
  MenuItemState,
  RecordedCall,
  WindowState,
} from './app-driver.ts'
import { projectRoot } from './app-paths.ts'
import { collectOutput, endWithin, exitOf } from './child-process.ts'
import { dragFiles } from './drag-files.ts'
import { installRecorder, type DriverGlobal } from './electron-recorder.ts'
import { recordedMenu } from './recorded-menu.ts'

export interface ElectronLaunch extends LaunchOptions {
  readonly userDataDir: string
  readonly executable: string
}

interface Running {
  readonly app: ElectronApplication
  readonly page: Page
  readonly logs: () => string
}

const quitTimeoutMs = 10_000

/** A second instance of the app ends at once, on a busy machine, too. */
const secondEndsMs = 20_000

const argumentsOf = ({
  args = [],
  app = projectRoot,
  userDataDir,
  locale = 'en-US',
}: ElectronLaunch): string[] => [
  // Electron refuses to start as root with its sandbox on, as in containers.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  app,
  `--user-data-dir=${userDataDir}`,
  `--lang=${locale}`,
  ...args,
]

const start = async (launch: ElectronLaunch): Promise<Running> => {
  const { env = {}, locale = 'en-US', colorScheme = 'light', viewport } = launch
  const language = `${locale.replace('-', '_')}.UTF-8`
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  const app = await _electron.launch({
    executablePath: launch.executable,
    args: argumentsOf(launch),
    env: { ...Object.fromEntries(inherited), LANGUAGE: locale, LC_ALL: language, ...env },
    colorScheme,
  })
  const logs = collectOutput(app.process())
  await app.evaluate(installRecorder)
  const page = await app.firstWindow()
  await page.waitForLoadState()
  if (viewport !== undefined) await setContentSize(app, page, viewport.width, viewport.height)
  return { app, page, logs }
}

const setContentSize = async (
  app: ElectronApplication,
  page: Page,
  width: number,
  height: number,
): Promise<void> => {
  const window = await app.browserWindow(page)
  await window.evaluate((shown: BrowserWindow, size) => shown.setContentSize(size.width, size.height), {
    width,
    height,
  })
}

/** Drives the app on real Electron. */
export class ElectronDriver implements AppDriver {
  readonly runtime = 'electron'
  readonly contextMenu = recordedMenu(() => this.running.app)
  readonly userDataDir: string
  private readonly launch: ElectronLaunch
  private running: Running
  private earlierLogs = ''

  private constructor(launch: ElectronLaunch, running: Running) {
    this.launch = launch
    this.userDataDir = launch.userDataDir
    this.running = running
  }

  static async launch(launch: ElectronLaunch): Promise<ElectronDriver> {
    return new ElectronDriver(launch, await start(launch))
  }

  get page(): Page {
    return this.running.page
  }

  get mainPid(): number {
    return this.running.app.process().pid ?? -1
  }

  async recorded(kind?: string): Promise<readonly RecordedCall[]> {
    const calls = await this.running.app.evaluate(
      () => (globalThis as unknown as DriverGlobal).cloudroomDriver.calls,
    )
    return kind === undefined ? calls : calls.filter((call) => call.kind === kind)
  }

  async scriptDialog(result: Readonly<Record<string, unknown>> | null): Promise<void> {
    await this.running.app.evaluate((_electronApi, answer) => {
      ;(globalThis as unknown as DriverGlobal).cloudroomDriver.dialogs.push(answer)
    }, result)
  }

  async scriptOpenPath(result: string): Promise<void> {
    await this.running.app.evaluate((_electronApi, answer) => {
      ;(globalThis as unknown as DriverGlobal).cloudroomDriver.openPathResult = answer
    }, result)
  }

  async clickMenu(name: string): Promise<void> {
    await this.running.app.evaluate((_electronApi, wanted) => {
      ;(globalThis as unknown as DriverGlobal).cloudroomDriver.clickMenu(wanted)
    }, name)
  }

  menuItem(id: string): Promise<MenuItemState | undefined> {
    return this.running.app.evaluate(({ Menu }, wanted) => {
      const item = Menu.getApplicationMenu()?.getMenuItemById(wanted)
      return item ? { enabled: item.enabled, checked: item.checked } : undefined
    }, id)
  }

  async clickNotification(title?: string): Promise<void> {
    await this.running.app.evaluate((_electronApi, wanted) => {
      ;(globalThis as unknown as DriverGlobal).cloudroomDriver.clickNotification(wanted)
    }, title ?? null)
  }

  dropFiles(target: Locator, paths: readonly string[]): Promise<void> {
    return dragFiles(target, paths, ['dragEnter', 'dragOver', 'drop'])
  }

  dragFilesOver(target: Locator, paths: readonly string[]): Promise<void> {
    return dragFiles(target, paths, ['dragEnter', 'dragOver'])
  }

  async setColorScheme(scheme: ColorScheme): Promise<void> {
    await this.page.emulateMedia({ colorScheme: scheme })
  }

  async otherPage(): Promise<Page> {
    const others = (): Page[] => this.running.app.windows().filter((page) => page !== this.page)
    await expect.poll(() => others().length, { timeout: 20_000 }).toBeGreaterThan(0)
    const [page] = others()
    if (page === undefined) throw new Error('The window has closed again')
    await page.waitForLoadState()
    return page
  }

  async windowTitle(page: Page): Promise<string> {
    const window = await this.running.app.browserWindow(page)
    return await window.evaluate((shown: BrowserWindow) => shown.getTitle())
  }

  async resize(width: number, height: number, page = this.page): Promise<void> {
    await setContentSize(this.running.app, page, width, height)
    await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height])
  }

  async moveTo(x: number, y: number): Promise<void> {
    const window = await this.running.app.browserWindow(this.page)
    await window.evaluate((shown: BrowserWindow, place) => shown.setPosition(place.x, place.y), { x, y })
  }

  async changeWindow(change: 'maximize' | 'minimize' | 'blur'): Promise<void> {
    const window = await this.running.app.browserWindow(this.page)
    await window.evaluate((shown: BrowserWindow, name) => shown[name](), change)
  }

  async windowState(): Promise<WindowState> {
    const window = await this.running.app.browserWindow(this.page)
    const workArea = await this.running.app.evaluate(({ screen }) => screen.getPrimaryDisplay().workArea)
    const state = await window.evaluate((shown: BrowserWindow) => ({
      isFocused: shown.isFocused(),
      isMaximized: shown.isMaximized(),
      isMinimized: shown.isMinimized(),
      normalBounds: shown.getNormalBounds(),
    }))
    return { ...state, workArea }
  }

  async startSecond(args: readonly string[]): Promise<number | null> {
    const { executable, env = {} } = this.launch
    const second = spawn(executable, [...argumentsOf(this.launch), ...args], {
      env: { ...process.env, ...env },
      stdio: 'ignore',
    })
    return await endWithin(second, secondEndsMs)
  }

  async setOnline(isOnline: boolean): Promise<void> {
    await this.running.app.evaluate(({ net }, value) => {
      net.isOnline = () => value
    }, isOnline)
  }

  async openFile(path: string): Promise<void> {
    await this.running.app.evaluate(({ app }, file) => {
      app.emit('open-file', { preventDefault: () => undefined }, file)
    }, path)
  }

  async emitPowerEvent(name: string): Promise<void> {
    await this.running.app.evaluate(({ powerMonitor }, event) => {
      powerMonitor.emit(event)
    }, name)
  }

  async closeWindow(page = this.page): Promise<void> {
    const window = await this.running.app.browserWindow(page)
    await window.evaluate((shown: BrowserWindow) => shown.close())
  }

  async endSession(): Promise<void> {
    const window = await this.running.app.browserWindow(this.page)
    await window.evaluate((shown: BrowserWindow) => {
      const event = {
        reasons: ['shutdown'],
        defaultPrevented: false,
        preventDefault: () => (event.defaultPrevented = true),
      }
      shown.emit('query-session-end', event)
      if (!event.defaultPrevented) shown.emit('session-end', event)
    })
  }

  async relaunch({ kill = false }: { readonly kill?: boolean } = {}): Promise<void> {
    await this.end(kill)
    this.running = await start(this.launch)
  }

  waitForExit(): Promise<number | null> {
    return exitOf(this.running.app.process())
  }

  logs(): string {
    return this.earlierLogs + this.running.logs()
  }

  async close(): Promise<void> {
    await this.end(false)
  }

  private async end(kill: boolean): Promise<void> {
    const child = this.running.app.process()
    if (kill) child.kill('SIGKILL')
    else if (child.exitCode === null) {
      // As when the system shuts down: nobody is asked about transfers. It ends while it answers, which fails the call.
      await this.running.app
        .evaluate(({ app, powerMonitor }) => {
          powerMonitor.emit('shutdown')
          app.quit()
        })
        .catch(() => undefined)
    }
    await endWithin(child, quitTimeoutMs)
    this.earlierLogs += this.running.logs()
  }
}
