import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { startEmulator, type Emulator, type EmulatorOptions } from '#emulator/server.ts'
import { startKeyring, type Keyring, type KeyringState } from './driver/keyring.ts'
import { launchApp, type AppDriver, type LaunchOptions } from './driver/launch.ts'

export { expect }

/** Crawl and previews ask the server by themselves, which most specs count on not to happen. */
export const quietSettings = { crawlEnabled: false, showsPreviews: false }

interface Options {
  /** How the server behind the app is set up. */
  readonly serverOptions: EmulatorOptions
  readonly keyringState: KeyringState
  readonly appOptions: LaunchOptions
}

interface Fixtures {
  readonly server: Emulator
  readonly keyring: Keyring
  /** The built app, pointed at `server`, signed out. */
  readonly app: AppDriver
  /** A temporary folder of this test. */
  readonly folder: string
}

export const test = base.extend<Options & Fixtures>({
  serverOptions: [{ seed: 'empty' }, { option: true }],
  keyringState: ['unlocked', { option: true }],
  appOptions: [{}, { option: true }],

  // eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs off this pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'cloudroom-e2e-files-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
  server: async ({ serverOptions }, use) => {
    const server = await startEmulator(serverOptions)
    await use(server)
    await server.close()
  },
  keyring: async ({ keyringState }, use) => {
    const keyring = await startKeyring(keyringState)
    await use(keyring)
    await keyring.stop()
  },
  app: async ({ server, keyring, appOptions }, use, testInfo) => {
    const { settings = quietSettings } = appOptions
    const app = await launchApp({
      ...appOptions,
      settings: { ...ownDownloads(keyring), ...settings },
      args: [`--server=${server.url}`, ...(appOptions.args ?? [])],
      env: { ...keyring.env, ...appOptions.env },
    })
    await use(app)
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('main process', { body: app.logs(), contentType: 'text/plain' })
      const log = await readFile(path.join(app.userDataDir, 'logs', 'main.log'), 'utf8').catch(() => '')
      await testInfo.attach('app log', { body: log, contentType: 'text/plain' })
    }
    await app.close()
  },
})

/** The words of the UI that specs need in either language. */
export const words = {
  en: {
    compSecret: 'CompSecret',
    allowHttp: 'I understand the risk, connect anyway',
    signIn: 'Sign In',
    files: 'Files',
    transfers: 'Transfers',
  },
  zh: {
    compSecret: 'CompSecret',
    allowHttp: '我了解风险，仍要连接',
    signIn: '登录',
    files: '文件列表',
    transfers: '传输列表',
  },
} as const

export type Words = (typeof words)[keyof typeof words]

export interface Credentials {
  readonly compId?: string
  readonly compSecret?: string
}

/** Fills the company form as a user does and submits it. */
export async function submitSignIn(
  page: Page,
  { compId = '1', compSecret = '1' }: Credentials = {},
  text: Words = words.en,
): Promise<void> {
  await page.getByRole('textbox', { name: 'CompID' }).fill(compId)
  await page.getByLabel(text.compSecret, { exact: true }).fill(compSecret)
  // Asked once for each server.
  const consent = page.getByRole('checkbox', { name: text.allowHttp })
  if (await consent.isVisible()) await consent.check()
  await page.getByRole('button', { name: text.signIn, exact: true }).click()
}

/**
 * Signs in and waits until the list of files is whole: a spec that sets a fault next must not hit the
 * listing still on its way.
 */
export async function signIn(page: Page, credentials?: Credentials, text: Words = words.en): Promise<void> {
  await submitSignIn(page, credentials, text)
  const list = page.getByRole('grid', { name: text.files })
  await expect(list).toBeVisible()
  await expect(list).toHaveAttribute('aria-busy', 'false')
}

/** A row of the file list by its name. */
export function row(page: Page, name: string) {
  return page.getByRole('row').filter({ has: page.getByRole('gridcell', { name, exact: true }) })
}

/** A transfer in the panel by its file name. */
export function transferRow(page: Page, name: string, text: Words = words.en) {
  return page.getByRole('region', { name: text.transfers }).getByRole('row').filter({ hasText: name })
}

/** What a page may not read, a browser of a test may. */
export async function clipboardOf(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  return await page.evaluate(() => navigator.clipboard.readText())
}

const fileTypeBox = Buffer.from([
  0,
  0,
  0,
  24,
  ...Buffer.from('ftypisom'),
  0,
  0,
  2,
  0,
  ...Buffer.from('isomiso2'),
])

/** Writes a file that starts as an MP4 does; `size` bytes in all, sparse beyond its first 64 KiB. */
export async function makeMp4(folder: string, name: string, size: number): Promise<string> {
  const file = path.join(folder, name)
  const start = Buffer.alloc(Math.min(size, 64 * 1024))
  for (let index = 0; index < start.length; index++) start[index] = (index * 31 + name.length) % 256
  fileTypeBox.copy(start)
  await writeFile(file, start)
  await truncate(file, size)
  return file
}

export async function sha256Of(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
}

/** Keys that macOS has others for, by what they do. */
export const keys =
  process.platform === 'darwin'
    ? { back: 'Meta+[', forward: 'Meta+]', up: 'Meta+ArrowUp', help: 'Meta+Shift+?' }
    : { back: 'Alt+ArrowLeft', forward: 'Alt+ArrowRight', up: 'Alt+ArrowUp', help: 'F1' }

/** Leaves the app as one does: by closing its window, and on macOS, where it goes on without one, by its menu. */
export const leave = (app: AppDriver): Promise<void> =>
  process.platform === 'darwin' ? app.clickMenu('quit') : app.closeWindow()

/** Settings for an app that puts its downloads there: elsewhere than on Linux no environment tells a program of another folder. */
export const ownDownloads = (keyring: Pick<Keyring, 'home'>): Readonly<Record<string, unknown>> =>
  process.platform === 'linux' ? {} : { downloadFolder: downloadFolder(keyring) }

/** Where the app under test puts downloads. */
export function downloadFolder(keyring: Pick<Keyring, 'home'>): string {
  return path.join(keyring.home, 'Downloads', 'CloudRoom')
}
