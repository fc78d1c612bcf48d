import { expect, type Locator } from '@playwright/test'
import { goTo, rowOf, type SceneSet } from './scenes.ts'
import { startOf } from './words.ts'

/** As long as names get: 200 characters. */
const longName = `${'Quarterly review with all departments and guests '.repeat(4).trim()}.mp4`
const folder = '/Long names/'

export const playerScenes = ['player', 'player-playlist', 'quick-look'] as const
export const trimScenes = ['trim', 'trim-saved'] as const
export const ownPlayerScenes = ['own-player', 'own-player-playlist'] as const

/** Recordings of a minute, one of them with a long name. */
async function goToMeetings({ page, server, words }: SceneSet): Promise<void> {
  await goTo(page, words, folder)
  await expect(rowOf(page, 'short.mp4')).toBeVisible()
  if ((await rowOf(page, longName).count()) === 0) {
    for (const name of ['Agenda.mp4', longName]) server.addMovie(folder + name, 30_000_000, 'front')
    await page.keyboard.press('F5')
  }
  await expect(rowOf(page, longName)).toBeVisible()
}

/** Not at the start, where the sample has nothing to see, and still. */
export async function stopAt(video: Locator, seconds: number): Promise<void> {
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.readyState))
    .toBeGreaterThan(1)
  await video.evaluate((element: HTMLVideoElement, at) => {
    element.pause()
    element.currentTime = at
  }, seconds)
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.seeking)).toBe(false)
}

/** Over the whole window, with the list of what comes before and after, and as a quick look at what is selected. */
export async function picturePlayer({ page, words, take }: SceneSet): Promise<void> {
  const { text } = words
  await goTo(page, words, '/')
  await rowOf(page, 'demo.mp4').dblclick()
  const player = page.getByRole('dialog', { name: startOf(text.player.title) })
  await expect
    .poll(() => player.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime > 0.5))
    .toBe(true)
  await player.locator('video').evaluate((video: HTMLVideoElement) => video.pause())
  await expect(player.getByRole('button', { name: text.player.play, exact: true })).toBeVisible()
  await take('player')
  await page.keyboard.press('q')
  await expect(player.getByRole('listbox')).toBeVisible()
  await take('player-playlist')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(player).toHaveCount(0)
  await page.keyboard.press(' ')
  await stopAt(player.locator('video').first(), 3)
  await take('quick-look')
  await page.keyboard.press('Escape')
  await expect(player).toHaveCount(0)
}

/** Where to cut, and what was saved. */
export async function pictureTrim(set: SceneSet): Promise<void> {
  const { app, page, words, stage, take } = set
  const { text } = words
  await goToMeetings(set)
  await rowOf(page, longName).dblclick()
  const player = page.getByRole('dialog', { name: startOf(text.player.title) })
  await stopAt(player.locator('video').first(), 3)
  await expect(player.getByRole('button', { name: text.trim.open })).toBeEnabled({ timeout: 30_000 })
  await page.keyboard.press('t')
  const bar = page.getByRole('region', { name: text.trim.title, exact: true })
  await bar.getByRole('slider', { name: text.trim.start }).press('Shift+ArrowRight')
  await bar.getByRole('slider', { name: text.trim.end }).press('Shift+ArrowLeft')
  await take('trim')
  await app.scriptDialog({ filePath: `${stage.folder}/${longName.replace('.mp4', ' (part).mp4')}` })
  await bar.getByRole('button', { name: text.trim.save }).click()
  await expect(bar.getByRole('button', { name: text.trim.reveal })).toBeVisible()
  await take('trim-saved')
  await page.keyboard.press('Escape')
  await expect(player).toHaveCount(0)
}

/** A window of its own, with and without the list of what comes before and after. */
export async function pictureOwnPlayer(set: SceneSet): Promise<void> {
  const { app, page, take } = set
  await goToMeetings(set)
  await rowOf(page, longName).click()
  await page.keyboard.press('Shift+Enter')
  const own = await app.otherPage()
  await stopAt(own.locator('video').first(), 3)
  await own.bringToFront()
  await take('own-player', { page: own })
  await own.keyboard.press('q')
  await expect(own.getByRole('listbox')).toBeVisible()
  await take('own-player-playlist', { page: own })
  const isClosed = own.waitForEvent('close')
  await app.closeWindow(own)
  await isClosed
}
