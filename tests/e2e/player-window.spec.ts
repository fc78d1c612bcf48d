import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import type { Bridge } from '#shared/ipc/contract.ts'
import { violations } from './axe-scan.ts'
import { downloadFolder, expect, leave, row, sha256Of, signIn, test, transferRow } from './fixture.ts'

type WithBridge = typeof globalThis & { readonly cloudroom: Bridge }

const timeOf = (page: Page): Promise<number> =>
  page
    .locator('video')
    .first()
    .evaluate((video: HTMLVideoElement) => video.currentTime)
/** Where it began to play. */
const beganAt = (page: Page): Promise<number> =>
  page
    .locator('video')
    .first()
    .evaluate((video: HTMLVideoElement) => (video.played.length === 0 ? NaN : video.played.start(0)))
const sourceOf = (page: Page): Promise<string> =>
  page
    .locator('video')
    .first()
    .evaluate((video: HTMLVideoElement) => video.src)

const isPlayable = (source: string): Promise<boolean> =>
  new Promise((resolve) => {
    const video = document.createElement('video')
    video.addEventListener('loadedmetadata', () => resolve(true))
    video.addEventListener('error', () => resolve(false))
    video.src = source
  })

test('a recording goes on in a window of its own, beside the explorer, until that is closed', async ({
  app,
  server,
  keyring,
}) => {
  const { page } = app
  // A minute each.
  for (const name of ['a', 'b', 'c']) server.addMovie(`/${name}.mp4`, 30_000_000, 'front')
  // Fast enough for the picture, too slow for the whole.
  server.setFaults('bandwidth=4000@download')
  await signIn(page)
  await row(page, 'b.mp4').dblclick()
  const inside = page.getByRole('dialog', { name: 'Player: b.mp4' })
  // Its script is loaded with the first recording; keys are the list's until then.
  await expect(inside).toBeVisible()
  await page.keyboard.press('q')
  const neighbours = inside.getByRole('listbox', { name: 'Playlist' })
  await expect(neighbours.getByRole('option')).toHaveText([/a\.mp4/u, /b\.mp4/u, /c\.mp4/u])
  await page.keyboard.press('Escape')
  await expect(neighbours).toHaveCount(0)
  await expect.poll(() => timeOf(page)).toBeGreaterThan(0.2)
  await page.keyboard.press('2')
  await expect.poll(() => timeOf(page)).toBeGreaterThan(12)
  // Between the picture's place and the click nothing is played.
  const left = await inside
    .getByRole('button', { name: 'Open in Own Window' })
    .evaluate((button: HTMLButtonElement) => {
      const time = document.querySelector('video')?.currentTime ?? NaN
      button.click()
      return time
    })
  await expect(inside).toHaveCount(0)

  const own = await app.otherPage()
  await expect.poll(() => beganAt(own)).toBeGreaterThanOrEqual(left - 0.001)
  expect((await beganAt(own)) - left).toBeLessThan(2)
  const began = await timeOf(own)
  await expect.poll(() => timeOf(own)).toBeGreaterThan(began)
  expect(await sourceOf(own)).not.toContain('127.0.0.1')
  await expect.poll(() => app.windowTitle(own)).toBe('b.mp4')

  // The explorer is there for other things meanwhile.
  await row(page, 'a.mp4').click()
  await page.keyboard.press('ArrowDown')
  await expect(row(page, 'b.mp4')).toHaveAttribute('aria-selected', 'true')

  await own.bringToFront()
  await own.keyboard.press(' ')
  await expect(own.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await own.keyboard.press('0')
  await expect.poll(() => timeOf(own)).toBe(0)
  await own.keyboard.press('q')
  const playlist = own.getByRole('listbox', { name: 'Playlist' })
  await expect(playlist.getByRole('option', { selected: true })).toContainText('b.mp4')
  expect(await violations(own)).toEqual([])
  await own.keyboard.press('ArrowDown')
  await own.keyboard.press('Enter')
  await expect.poll(() => app.windowTitle(own)).toBe('c.mp4')
  await expect.poll(() => timeOf(own)).toBeGreaterThan(0.2)
  // As after a crash of the page: it goes on with what it had come to, and keeps nothing of before open.
  const before = await own.locator('video').evaluate((video: HTMLVideoElement) => video.currentSrc)
  await own.reload()
  await expect.poll(() => app.windowTitle(own)).toBe('c.mp4')
  await expect.poll(() => timeOf(own)).toBeGreaterThan(0.2)
  expect(await own.evaluate(isPlayable, before)).toBe(false)
  const now = await own.locator('video').evaluate((video: HTMLVideoElement) => video.currentSrc)
  expect(await own.evaluate(isPlayable, now)).toBe(true)
  await expect(own.getByRole('button', { name: 'Next recording' })).toBeDisabled()
  // What was paused is paused when its page is loaded again.
  await own.keyboard.press(' ')
  await expect(own.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await own.reload()
  await expect(own.locator('video')).toHaveJSProperty('readyState', 4)
  await expect(own.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  expect(await own.locator('video').evaluate((video: HTMLVideoElement) => video.paused)).toBe(true)
  await own.keyboard.press(' ')
  await expect(own.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()
  await own.keyboard.press('q')
  await own.keyboard.press('PageUp')
  await expect(playlist.getByRole('option', { selected: true })).toContainText('b.mp4')

  // Another recording takes its place, in the one window there is.
  await row(page, 'a.mp4').click({ button: 'right' })
  await app.contextMenu.choose('Play in New Window')
  await expect.poll(() => app.windowTitle(own)).toBe('a.mp4')
  await expect.poll(() => timeOf(own)).toBeGreaterThan(0.2)
  expect(page.context().pages()).toHaveLength(2)
  await app.resize(700, 450, own)
  await page.evaluate(() =>
    (globalThis as WithBridge).cloudroom.request('settings.update', { language: 'zh-CN' }),
  )
  await expect(own.getByRole('button', { name: '上一个录像' })).toBeVisible()
  await expect(own.getByRole('combobox', { name: '倍速' })).toBeVisible()
  // The menu in the other language is none of this window's, and neither are its keys. On a Mac it is the app's.
  if (process.platform !== 'darwin') {
    await own.keyboard.press('ControlOrMeta+-')
    await own.keyboard.press('ControlOrMeta+-')
  }
  await page.evaluate(() =>
    (globalThis as WithBridge).cloudroom.request('settings.update', { language: 'en' }),
  )
  await expect(own.getByRole('combobox', { name: 'Speed' })).toBeVisible()
  expect(await own.evaluate(() => [innerWidth, innerHeight])).toEqual([700, 450])

  const source = await sourceOf(own)
  const isClosed = own.waitForEvent('close')
  // The window may be gone before the key is let go.
  await own.keyboard.press('ControlOrMeta+w').catch(() => undefined)
  await isClosed
  expect(await page.evaluate(async (url) => (await fetch(url)).status, source)).toBe(404)
  server.clearFaults()
  await page.keyboard.press('ControlOrMeta+j')
  await expect(transferRow(page, 'a.mp4')).toContainText('Downloaded', { timeout: 30_000 })
  const file = path.join(downloadFolder(keyring), 'a.mp4')
  expect(await sha256Of(file)).toBe(await server.expectedSha256('/a.mp4'))

  // Where it was left, from the disk now; it ends with the app.
  await row(page, 'a.mp4').click()
  await page.keyboard.press('Shift+Enter')
  const again = await app.otherPage()
  await expect.poll(() => timeOf(again)).toBeGreaterThan(0.2)
  expect(await again.evaluate(() => [innerWidth, innerHeight])).toEqual([700, 450])
  // What goes wrong in it is reported, too.
  await again.evaluate(() => {
    setTimeout(() => {
      throw new Error('in the player')
    })
  })
  const log = path.join(app.userDataDir, 'logs', 'main.log')
  await expect.poll(() => readFile(log, 'utf8')).toMatch(/crash .*pageError.*in the player/u)
  await leave(app)
  expect(await app.waitForExit()).toBe(0)
})
