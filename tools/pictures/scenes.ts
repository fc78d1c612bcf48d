import path from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import type { Emulator } from '#emulator/server.ts'
import type { Bridge, RequestInput } from '#shared/ipc/contract.ts'
import type { Language } from '#shared/models/settings.ts'
import type { AppDriver } from '../../tests/e2e/driver/launch.ts'
import { accountScenes, pictureAccounts } from './account-scenes.ts'
import { dropScenes, pathScenes, pictureDrops, picturePath } from './browse-scenes.ts'
import type { Shot, TakePictures } from './camera.ts'
import { failureScenes, pictureFailures } from './failure-scenes.ts'
import { menuScenes, pictureMenus } from './menu-scenes.ts'
import {
  ownPlayerScenes,
  pictureOwnPlayer,
  picturePlayer,
  pictureTrim,
  playerScenes,
  trimScenes,
} from './player-scenes.ts'
import { picturePlayerProblems, playerProblemScenes } from './player-problem-scenes.ts'
import { pictureProxies, proxyScenes } from './proxy-scenes.ts'
import { pictureQuestions, questionScenes } from './question-scenes.ts'
import type { Stage } from './stage.ts'
import { pictureTransfers, pictureUploadSheet, transferScenes } from './transfer-scenes.ts'
import { pictureTrust, trustScenes } from './trust-scenes.ts'
import { pictureUpdates, updateScenes } from './update-scenes.ts'
import { passingScenes, picturePassing, pictureSheets, sheetScenes } from './state-scenes.ts'
import { withSet } from './with-set.ts'
import { startOf, wordsOf, type Words } from './words.ts'

/** What the scenes act in. */
export interface SceneSet {
  readonly stage: Stage
  readonly app: AppDriver
  readonly page: Page
  readonly server: Emulator
  readonly words: Words
  readonly take: (scene: string, shot?: Shot) => Promise<void>
}

interface Part {
  /** What pictures are taken in it. */
  readonly scenes: readonly string[]
  readonly play: (set: SceneSet) => Promise<void>
}

const settingsSections = ['general', 'transfers', 'accounts', 'shortcuts', 'diagnostics'] as const

/** Each goes to the folder that it acts in, and leaves no dialog open. */
const parts: readonly Part[] = [
  { scenes: ['root', 'explorer'], play: pictureFolders },
  { scenes: ['details', 'tiles', 'details-several'], play: pictureTiles },
  { scenes: menuScenes, play: pictureMenus },
  { scenes: pathScenes, play: picturePath },
  { scenes: dropScenes, play: pictureDrops },
  { scenes: ['search', 'search-nothing'], play: pictureSearch },
  { scenes: ['delete'], play: pictureDeletion },
  { scenes: questionScenes, play: pictureQuestions },
  { scenes: playerScenes, play: picturePlayer },
  { scenes: trimScenes, play: pictureTrim },
  { scenes: ownPlayerScenes, play: pictureOwnPlayer },
  { scenes: [...settingsSections.map((section) => `settings-${section}`), 'help'], play: pictureDialogs },
  { scenes: updateScenes, play: pictureUpdates },
  { scenes: ['empty', 'error', 'offline'], play: pictureStates },
  { scenes: passingScenes, play: picturePassing },
  { scenes: sheetScenes, play: pictureSheets },
  { scenes: ['upload-sheet', ...transferScenes], play: pictureUploads },
]

export const localeOf = { en: 'en-US', 'zh-CN': 'zh-CN' } as const
/** s; as long as it may be, so that no picture comes too late. */
export const undoSeconds = 60
/** With recordings that are named by the vendor's convention. */
const day = '/2021-09-24/'

/** Every view of the app in one language, but for what nobody wants a picture of. */
export async function playScenes(
  stage: Stage,
  language: Language,
  take: TakePictures,
  isWanted: (scene: string) => boolean,
): Promise<void> {
  if (isWanted('sign-in')) await pictureSignIn(stage, language, take)
  if (trustScenes.some(isWanted)) await pictureTrust(stage, language, take)
  if (proxyScenes.some(isWanted)) await pictureProxies(stage, language, take)
  if (accountScenes.some(isWanted)) await pictureAccounts(stage, language, take)
  if (failureScenes.some(isWanted)) await pictureFailures(stage, language, take)
  if (playerProblemScenes.some(isWanted)) await picturePlayerProblems(stage, language, take)
  const wanted = parts.filter(({ scenes }) => scenes.some(isWanted))
  if (wanted.length === 0) return
  const dataDir = path.join(stage.folder, `netdisk-${language}`)
  await withSet(stage, language, take, { dataDir, settings: { undoSeconds } }, async (set) => {
    for (const { play } of wanted) await play(set)
  })
}

/** A first start: nobody is signed in, nothing is known. */
async function pictureSignIn(stage: Stage, language: Language, take: TakePictures): Promise<void> {
  const app = await stage.open({ locale: localeOf[language] })
  const { signIn: text } = wordsOf[language].text
  await expect(app.page.getByRole('textbox', { name: text.compId })).toBeFocused()
  await take(app, 'sign-in')
  await app.close()
}

async function pictureFolders({ page, words, take }: SceneSet): Promise<void> {
  await expect(rowOf(page, 'welcome.mp4')).toBeVisible()
  await take('root')
  await goTo(page, words, day)
  await selectRows(page, 2, 4)
  await take('explorer')
}

async function pictureTiles({ page, words, take }: SceneSet): Promise<void> {
  await goTo(page, words, day)
  await page.keyboard.press('ControlOrMeta+i')
  await page.locator('[data-key]').nth(3).click()
  await take('details')
  await page.keyboard.press('ControlOrMeta+2')
  await expect(page.getByRole('listbox')).toBeVisible()
  await take('tiles')
  await page.keyboard.press('ControlOrMeta+1')
  // Folders and recordings together.
  await goTo(page, words, '/')
  await page.keyboard.press('ControlOrMeta+a')
  await take('details-several')
  await page.keyboard.press('ControlOrMeta+Shift+a')
  await page.keyboard.press('ControlOrMeta+i')
}

async function pictureSearch({ page, words, take }: SceneSet): Promise<void> {
  const { text } = words
  // Every folder that is to be found in is known.
  for (const folder of [
    '/会议录像/',
    '/会议录像/销售部/',
    '/Projects/',
    '/Projects/Apollo/',
    '/Long names/',
    '/',
  ]) {
    await goTo(page, words, folder)
  }
  await page.keyboard.press('ControlOrMeta+f')
  await page.keyboard.type(words.search)
  await expect(
    page.getByRole('grid', { name: text.search.label }).locator('[data-key]').first(),
  ).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await take('search')
  await page.getByRole('search').getByRole('searchbox').fill('board meeting 2020')
  await expect(page.getByRole('heading', { name: startOf(text.search.nothingFor) })).toBeVisible()
  await take('search-nothing')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('grid', { name: text.search.label })).toHaveCount(0)
}

async function pictureDeletion({ page, words, take }: SceneSet): Promise<void> {
  const { text } = words
  await goTo(page, words, '/')
  await rowOf(page, 'welcome.mp4').click()
  await page.getByRole('button', { name: text.explorer.delete, exact: true }).click()
  const deletions = page.getByRole('region', { name: text.delete.label })
  await expect(deletions).toBeVisible()
  await take('delete')
  await deletions.getByRole('button', { name: text.delete.undo }).click()
  await expect(deletions).toHaveCount(0)
}

async function pictureDialogs({ page, words: { text }, take }: SceneSet): Promise<void> {
  await page.keyboard.press('ControlOrMeta+,')
  const settings = page.getByRole('dialog', { name: text.settings.title })
  for (const section of settingsSections) {
    const name = text.settings.section[section]
    await settings.getByRole('tab', { name }).click()
    await expect(settings.getByRole('tabpanel', { name })).toBeVisible()
    await take(`settings-${section}`)
  }
  await page.keyboard.press('Escape')
  await page.keyboard.press('F1')
  await expect(page.getByRole('dialog', { name: text.help.title })).toBeVisible()
  await take('help')
  await page.keyboard.press('Escape')
}

/** A folder with nothing in it, one that cannot be opened, and one without a network. */
async function pictureStates({ app, page, server, words, take }: SceneSet): Promise<void> {
  const { text } = words
  await goTo(page, words, '/Empty folder/')
  await expect(page.getByRole('heading', { name: text.explorer.emptyTitle })).toBeVisible()
  await take('empty')
  await goTo(page, words, '/')
  // A folder that is not known yet, nor will be.
  await changeSettings(page, { crawlEnabled: false })
  server.addFile('/Board/minutes.mp4', 400_000)
  await page.keyboard.press('F5')
  await expect(rowOf(page, 'Board')).toBeVisible()
  server.setFaults('status=502@query')
  await rowOf(page, 'Board').dblclick()
  await expect(page.getByRole('heading', { name: text.explorer.failedTitle })).toBeVisible({
    timeout: 30_000,
  })
  await take('error')
  server.setFaults('drop@query')
  await app.setOnline(false)
  await page.getByRole('button', { name: text.explorer.back, exact: true }).click()
  await expect(page.getByRole('group', { name: text.explorer.statusBar })).toContainText(
    text.transfers.offline,
  )
  await expect(page.getByText(startOf(text.explorer.staleListOf))).toBeVisible({ timeout: 30_000 })
  await take('offline')
  await app.setOnline(true)
  server.clearFaults()
  // The app looks every few seconds; until it knows, it takes no files.
  await expect(page.getByRole('group', { name: text.explorer.statusBar })).not.toContainText(
    text.transfers.offline,
    { timeout: 30_000 },
  )
  await page.keyboard.press('F5')
  await expect(page.getByText(startOf(text.explorer.staleListOf))).toHaveCount(0)
}

/** The panel shows what the sheet is not for any more. */
async function pictureUploads(set: SceneSet): Promise<void> {
  await pictureUploadSheet(set)
  await pictureTransfers(set)
}

type WithBridge = typeof globalThis & { readonly cloudroom: Bridge }

export async function changeSettings(page: Page, change: RequestInput<'settings.update'>): Promise<void> {
  await page.evaluate(
    (patch) => (globalThis as WithBridge).cloudroom.request('settings.update', patch),
    change,
  )
}

/** Goes to a folder by its path. */
export async function goTo(page: Page, { text }: Words, folder: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+l')
  const field = page.getByRole('combobox', { name: text.layout.pathField })
  await field.fill(folder)
  await field.press('Enter')
  await expect(field).toHaveCount(0)
  const here = folder.split('/').at(-2) || text.explorer.root
  await expect(page.getByRole('navigation', { name: text.explorer.path })).toContainText(here)
}

export const rowOf = (page: Page, name: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('gridcell', { name, exact: true }) })

/** Selects rows by their place in the list, from 0. */
export async function selectRows(page: Page, first: number, last: number): Promise<void> {
  const rows = page.locator('[data-key]')
  await rows.nth(first).click()
  await rows.nth(last).click({ modifiers: ['Shift'] })
  await expect(page.locator('[data-key][aria-selected="true"]')).toHaveCount(last - first + 1)
}
