import { chromium, type Browser, type Locator, type Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { RecordedKind } from '../../../tools/chromium-runtime/recorder.ts'
import type { AppDriver, ColorScheme, LaunchOptions, MenuItemState, WindowState } from './app-driver.ts'
import { projectRoot } from './app-paths.ts'
import { endWithin, exitOf } from './child-process.ts'
import { dragFiles } from './drag-files.ts'
import { drawnMenu } from './drawn-menu.ts'
import { RuntimeProcess } from './runtime-process.ts'

export interface ChromiumLaunch extends LaunchOptions {
  readonly userDataDir: string
}

/** A second instance of the app ends at once, on a busy machine, too. */
const secondEndsMs = 20_000

const argumentsOf = ({ args = [], userDataDir, locale, colorScheme }: ChromiumLaunch): string[] => [
  '--headless',
  '--remote-debugging-port=0',
  `--user-data-dir=${userDataDir}`,
  `--lang=${locale ?? 'en-US'}`,
  `--color-scheme=${colorScheme ?? 'light'}`,
  ...args,
]

interface Running {
  readonly process: RuntimeProcess
  readonly browser: Browser
  readonly page: Page
}

/** @param but not this one */
const findPage = async (process: RuntimeProcess, browser: Browser, but: Page | null): Promise<Page> => {
  const pages = (): Page[] => browser.contexts().flatMap((context) => context.pages())
  const isShown = (page: Page): boolean => page !== but && page.url().startsWith('http')
  await expect
    .poll(() => pages().some(isShown), {
      message: `The app shows no window.\n${process.logs()}`,
      timeout: 20_000,
    })
    .toBe(true)
  const page = pages().find(isShown)
  if (page === undefined) throw new Error('The window has closed again')
  await page.waitForLoadState()
  return page
}

/** Chromium's id of a page, which is the runtime's, too. */
const targetOf = async (page: Page): Promise<string> => {
  const session = await page.context().newCDPSession(page)
  const { targetInfo } = await session.send('Target.getTargetInfo')
  await session.detach()
  return targetInfo.targetId
}

const start = async (launch: ChromiumLaunch): Promise<Running> => {
  const { app = projectRoot, env = {}, viewport } = launch
  const child = new RuntimeProcess({ app, args: argumentsOf(launch), env: { ...process.env, ...env } })
  try {
    const port = await child.ready
    // Its own defaults would take over the colour scheme and the focus, which are the app's here.
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${String(port)}`, { noDefaults: true })
    const page = await findPage(child, browser, null)
    if (viewport !== undefined)
      await child.call('resizeWindow', { ...viewport, targetId: await targetOf(page) })
    return { process: child, browser, page }
  } catch (error) {
    await child.kill()
    throw error
  }
}

/** Drives the app on the Chromium runtime. */
export class ChromiumDriver implements AppDriver {
  readonly runtime = 'chromium'
  readonly contextMenu = drawnMenu(() => this.page)
  readonly userDataDir: string
  private readonly launch: ChromiumLaunch
  private running: Running
  private earlierLogs = ''

  private constructor(launch: ChromiumLaunch, running: Running) {
    this.launch = launch
    this.userDataDir = launch.userDataDir
    this.running = running
  }

  static async launch(launch: ChromiumLaunch): Promise<ChromiumDriver> {
    return new ChromiumDriver(launch, await start(launch))
  }

  get page(): Page {
    return this.running.page
  }

  get mainPid(): number {
    return this.running.process.child.pid ?? -1
  }

  /** The control channel, for what only this runtime can do. */
  get control(): RuntimeProcess {
    return this.running.process
  }

  recorded(kind?: string) {
    return this.control.call('recorded', kind === undefined ? {} : { kind: kind as RecordedKind })
  }

  async scriptDialog(result: Readonly<Record<string, unknown>> | null): Promise<void> {
    await this.control.call('scriptDialog', { result })
  }

  async scriptOpenPath(result: string): Promise<void> {
    await this.control.call('scriptOpenPath', { result })
  }

  async clickMenu(name: string): Promise<void> {
    await this.control.call('clickMenu', { name })
  }

  async menuItem(id: string): Promise<MenuItemState | undefined> {
    return findItem(await this.control.call('applicationMenu', {}), id)
  }

  async clickNotification(title?: string): Promise<void> {
    await this.control.call('clickNotification', { title: title ?? null })
  }

  dropFiles(target: Locator, paths: readonly string[]): Promise<void> {
    return dragFiles(target, paths, ['dragEnter', 'dragOver', 'drop'])
  }

  dragFilesOver(target: Locator, paths: readonly string[]): Promise<void> {
    return dragFiles(target, paths, ['dragEnter', 'dragOver'])
  }

  async setColorScheme(scheme: ColorScheme): Promise<void> {
    await this.control.call('setSystemColorScheme', { scheme })
  }

  otherPage(): Promise<Page> {
    return findPage(this.control, this.running.browser, this.page)
  }

  async windowTitle(page: Page): Promise<string> {
    const targetId = await targetOf(page)
    const windows = await this.control.call('windows', {})
    return windows.find((window) => window.targetId === targetId)?.title ?? ''
  }

  async resize(width: number, height: number, page = this.page): Promise<void> {
    await this.control.call('resizeWindow', { width, height, targetId: await targetOf(page) })
    await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height])
  }

  async moveTo(x: number, y: number): Promise<void> {
    await this.control.call('moveWindow', { x, y, targetId: await targetOf(this.page) })
  }

  async changeWindow(change: 'maximize' | 'minimize' | 'blur'): Promise<void> {
    await this.control.call('changeWindow', { change, targetId: await targetOf(this.page) })
  }

  async windowState(): Promise<WindowState> {
    const targetId = await targetOf(this.page)
    const windows = await this.control.call('windows', {})
    const found = windows.find((window) => window.targetId === targetId)
    if (found === undefined) throw new Error('The window has closed')
    return found
  }

  async startSecond(args: readonly string[]): Promise<number | null> {
    const { app = projectRoot, env = {} } = this.launch
    const second = new RuntimeProcess({
      app,
      args: [...argumentsOf(this.launch), ...args],
      env: { ...process.env, ...env },
    })
    return await endWithin(second.child, secondEndsMs)
  }

  async openFile(path: string): Promise<void> {
    await this.control.call('openFile', { path })
  }

  async setOnline(isOnline: boolean): Promise<void> {
    await this.control.call('setOnline', { isOnline })
  }

  async emitPowerEvent(name: string): Promise<void> {
    await this.control.call('emitPowerEvent', { name })
  }

  async closeWindow(page = this.page): Promise<void> {
    const targetId = await targetOf(page)
    // The app may end with its last window, before it answers.
    await this.control.call('closeWindow', { targetId }).catch(() => null)
  }

  async endSession(): Promise<void> {
    await this.control.call('endSession', { targetId: await targetOf(this.page) })
  }

  async relaunch({ kill = false }: { readonly kill?: boolean } = {}): Promise<void> {
    await this.end(kill)
    this.running = await start(this.launch)
  }

  waitForExit(): Promise<number | null> {
    return exitOf(this.control.child)
  }

  logs(): string {
    return this.earlierLogs + this.control.logs()
  }

  async close(): Promise<void> {
    await this.end(false)
  }

  private async end(kill: boolean): Promise<void> {
    const { process: child, browser } = this.running
    if (kill) await child.kill()
    else await child.quit()
    this.earlierLogs += child.logs()
    await browser.close()
  }
}

interface DescribedItem extends MenuItemState {
  readonly id: string
  readonly items?: readonly DescribedItem[]
}

function findItem(items: readonly object[], id: string): MenuItemState | undefined {
  for (const item of items as readonly DescribedItem[]) {
    const found = item.id === id ? item : findItem(item.items ?? [], id)
    if (found !== undefined) return { enabled: found.enabled, checked: found.checked }
  }
  return undefined
}
