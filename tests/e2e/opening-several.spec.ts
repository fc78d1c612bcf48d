import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { contextItem } from './context-menu.ts'
import { expect, quietSettings, row, signIn, test } from './fixture.ts'
import type { AppDriver } from './driver/launch.ts'

const names = ['a.mp4', 'b.mp4', 'c.mp4'] as const

test.beforeEach(({ server }) => {
  for (const name of names) server.addMovie(`/${name}`, 2_000_000, 'front')
  for (const name of ['F', 'G']) server.addFile(`/${name}/z.mp4`, 300_000)
})

const playerOf = (page: Page, name: string): Locator => page.getByRole('dialog', { name: `Player: ${name}` })

/** Of the menu bar. */
const canOpen = async (app: AppDriver): Promise<boolean | undefined> => (await app.menuItem('open'))?.enabled

/** The player has these as its playlist, from the first on, and goes on by itself. It is closed again. */
async function expectPlayed(page: Page, played: readonly string[]): Promise<void> {
  const [first = '', second = ''] = played
  const player = playerOf(page, first)
  const video = player.locator('video').first()
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime))
    .toBeGreaterThan(0)
  await page.keyboard.press('q')
  const options = player.getByRole('listbox', { name: 'Playlist' }).getByRole('option')
  await expect(options).toHaveCount(played.length)
  for (const [index, name] of played.entries()) await expect(options.nth(index)).toContainText(name)
  await page.keyboard.press('q')
  await video.evaluate((element: HTMLVideoElement) => (element.currentTime = element.duration - 0.1))
  await expect(playerOf(page, second)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

test('Enter plays all recordings that are selected, in list, grid and search; a folder is opened alone', async ({
  app,
}) => {
  const { page } = app
  await signIn(page)
  await row(page, 'a.mp4').click()
  await row(page, 'c.mp4').click({ modifiers: ['ControlOrMeta'] })
  await expect.poll(() => canOpen(app)).toBe(true)
  await page.keyboard.press('Enter')
  await expectPlayed(page, ['a.mp4', 'c.mp4'])

  // Folders among them stay where they are; the menu does the same as the key.
  await row(page, 'F').click({ modifiers: ['ControlOrMeta'] })
  await row(page, 'a.mp4').click({ button: 'right' })
  await app.contextMenu.choose('Open')
  await expectPlayed(page, ['a.mp4', 'c.mp4'])

  // Folders alone: there is one place to go to.
  await row(page, 'F').click()
  await expect.poll(() => canOpen(app)).toBe(true)
  await row(page, 'G').click({ modifiers: ['ControlOrMeta'] })
  await expect.poll(() => canOpen(app)).toBe(false)
  await row(page, 'F').click({ button: 'right' })
  await expect
    .poll(() => contextItem(app, 'Open'))
    .toMatchObject({ enabled: false, reason: 'Only one folder can be opened at a time.' })
  await app.contextMenu.close()
  await page.keyboard.press('Enter')
  await expect(row(page, 'a.mp4')).toBeVisible()

  await app.clickMenu('view.grid')
  await page.getByRole('option', { name: 'a.mp4' }).click()
  await page.getByRole('option', { name: 'b.mp4' }).click({ modifiers: ['Shift'] })
  await page.keyboard.press('Enter')
  await expectPlayed(page, ['a.mp4', 'b.mp4'])

  await page.getByRole('searchbox', { name: 'Search all folders' }).fill('mp4')
  const results = page.getByRole('grid', { name: 'Search results' })
  await results.getByRole('gridcell', { name: 'b.mp4' }).click()
  await results.getByRole('gridcell', { name: 'c.mp4' }).click({ modifiers: ['ControlOrMeta'] })
  await page.keyboard.press('Enter')
  await expectPlayed(page, ['b.mp4', 'c.mp4'])
})

test.describe('with the system’s player', () => {
  test.use({ appOptions: { settings: { ...quietSettings, player: { opensWith: 'system' } } } })

  test('each is handed to it once it is here, up to a number that a desktop can take', async ({
    app,
    server,
  }) => {
    const { page } = app
    for (let index = 0; index < 14; index++) server.addFile(`/d${index}.mp4`, 300_000)
    await signIn(page)
    await page.keyboard.press('ControlOrMeta+a')
    await row(page, 'a.mp4').click({ button: 'right' })
    await expect
      .poll(async () => (await contextItem(app, 'Open'))?.reason)
      .toMatch(/^At most 15 recordings can be opened/u)
    await app.contextMenu.close()

    await row(page, 'a.mp4').click()
    await row(page, 'c.mp4').click({ modifiers: ['Shift'] })
    await page.keyboard.press('Enter')
    await expect(page.getByText('3 recordings open in the system’s player').first()).toBeVisible()
    const opened = async (): Promise<string[]> =>
      (await app.recorded('openPath')).map(({ details }) => path.basename(String(details['path'])))
    await expect.poll(async () => (await opened()).toSorted()).toEqual([...names])
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })
})
