import type { Locator } from '@playwright/test'
import { frameHashes, shownFrameHash } from '#tests/support/decoded-frame.ts'
import { violations } from './axe-scan.ts'
import { expect, row, signIn, test, transferRow } from './fixture.ts'

const timeOf = (video: Locator): Promise<number> =>
  video.evaluate((element: HTMLVideoElement) => element.currentTime)

/** Goes to the middle of a frame's time, in a paused video. */
const show = (video: Locator, frame: number): Promise<void> =>
  video.evaluate(
    async (element: HTMLVideoElement, at) => {
      const isThere = new Promise((resolve) => element.addEventListener('seeked', resolve, { once: true }))
      element.currentTime = at
      await isThere
    },
    (frame + 0.5) / 15,
  )

test('5 GB play and can be jumped in beyond 4 GB, with the tables at the end, frame for frame', async ({
  app,
  server,
}) => {
  const size = 5_000_000_000
  const { page } = app
  server.addMovie('/long.mp4', size, 'end')
  // Fast enough for the picture, too slow for the whole.
  server.setFaults('bandwidth=40000@download')
  await signIn(page)
  await row(page, 'long.mp4').dblclick()
  const video = page.getByRole('dialog', { name: 'Player: long.mp4' }).locator('video')
  await expect.poll(() => timeOf(video), { timeout: 30_000 }).toBeGreaterThan(0.2)
  expect(await video.evaluate((element: HTMLVideoElement) => element.duration)).toBe(10_000)
  await page.keyboard.press(' ')
  await show(video, 0)
  expect(await shownFrameHash(video)).toBe(frameHashes[0])
  const before = server.state().bytesServed['/long.mp4'] ?? 0
  // 9500 s are at 4.75 GB.
  await page.keyboard.press('9')
  await show(video, 9500 * 15 + 15 - ((9500 * 15) % 60))
  expect(await shownFrameHash(video)).toBe(frameHashes[15])
  // What is between was not fetched for it.
  expect((server.state().bytesServed['/long.mp4'] ?? 0) - before).toBeLessThan(400_000_000)
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+j')
  await expect(transferRow(page, 'long.mp4')).toContainText('GB')
})

test.describe('from a server that sends recordings only as a whole', () => {
  test.use({ serverOptions: { seed: 'empty', dialect: 'no-range' } })

  test('a recording plays as it comes, and jumps once it is there', async ({ app, server }) => {
    const { page } = app
    for (const name of ['paused', 'stream']) server.addMovie(`/${name}.mp4`, 12_000_000, 'front')
    const video = page.getByRole('dialog').locator('video')
    const jumps = page.getByRole('dialog').getByRole('status').filter({ hasText: 'Jumps to' })
    const begin = async (name: string): Promise<void> => {
      server.setFaults('bandwidth=8000@download')
      await row(page, name).dblclick()
      await expect.poll(() => timeOf(video)).toBeGreaterThan(0.2)
    }
    await signIn(page)
    await begin('stream.mp4')
    await page.keyboard.press('9')
    await expect(jumps).toContainText('Jumps to 0:21 once the download is complete')
    expect(await violations(page)).toEqual([])
    server.clearFaults()
    await expect.poll(() => timeOf(video)).toBeGreaterThan(21)
    await page.keyboard.press(' ')
    await show(video, 30)
    expect(await shownFrameHash(video)).toBe(frameHashes[30])
    expect(server.state().bytesServed['/stream.mp4']).toBe(12_000_000)
    await page.keyboard.press('Escape')

    // What is paused stays so, and of two jumps the later one counts.
    await begin('paused.mp4')
    await page.keyboard.press('k')
    await page.keyboard.press('9')
    await expect(jumps).toBeVisible()
    await page.keyboard.press('0')
    await expect(jumps).toHaveCount(0)
    await expect.poll(() => timeOf(video)).toBe(0)
    await page.keyboard.press('8')
    await expect(jumps).toContainText('Jumps to 0:19')
    server.clearFaults()
    await expect.poll(() => timeOf(video)).toBeGreaterThanOrEqual(19)
    await show(video, 30)
    expect(await shownFrameHash(video)).toBe(frameHashes[30])
    expect(await video.evaluate((element: HTMLVideoElement) => element.paused)).toBe(true)
  })

  test('one with its tables at the end plays when it is there', async ({ app, server }) => {
    const { page } = app
    server.addMovie('/tables last.mp4', 12_000_000, 'end')
    server.setFaults('bandwidth=30000@download')
    await signIn(page)
    await row(page, 'tables last.mp4').dblclick()
    const player = page.getByRole('dialog', { name: 'Player: tables last.mp4' })
    await expect(player.getByRole('status')).toBeVisible()
    await expect.poll(() => timeOf(player.locator('video')), { timeout: 20_000 }).toBeGreaterThan(0.2)
    expect(server.state().bytesServed['/tables last.mp4']).toBe(12_000_000)
  })
})
