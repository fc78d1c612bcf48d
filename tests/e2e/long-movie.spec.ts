import { frameHashes, shownFrameHash } from '#tests/support/decoded-frame.ts'
import { expect, row, signIn, test, transferRow } from './fixture.ts'

const size = 5_000_000_000

test('5 GB play and can be jumped in beyond 4 GB, with the tables at the end, frame for frame', async ({
  app,
  server,
}) => {
  const { page } = app
  server.addMovie('/long.mp4', size, 'end')
  // Fast enough for the picture, too slow for the whole.
  server.setFaults('bandwidth=40000@download')
  await signIn(page)
  await row(page, 'long.mp4').dblclick()
  const player = page.getByRole('dialog', { name: 'Player: long.mp4' })
  const video = player.locator('video')
  const timeOf = (): Promise<number> => video.evaluate((element: HTMLVideoElement) => element.currentTime)
  await expect.poll(timeOf, { timeout: 30_000 }).toBeGreaterThan(0.2)
  expect(await video.evaluate((element: HTMLVideoElement) => element.duration)).toBe(10_000)
  await page.keyboard.press(' ')
  /** Shows the frame in the middle of whose time this is. */
  const show = (frame: number): Promise<void> =>
    video.evaluate(
      async (element: HTMLVideoElement, at) => {
        const isThere = new Promise((resolve) => element.addEventListener('seeked', resolve, { once: true }))
        element.currentTime = at
        await isThere
      },
      (frame + 0.5) / 15,
    )
  await show(0)
  expect(await shownFrameHash(video)).toBe(frameHashes[0])
  const before = server.state().bytesServed['/long.mp4'] ?? 0
  // 9500 s are at 4.75 GB.
  await page.keyboard.press('9')
  await show(9500 * 15 + 15 - ((9500 * 15) % 60))
  expect(await shownFrameHash(video)).toBe(frameHashes[15])
  // What is between was not fetched for it.
  expect((server.state().bytesServed['/long.mp4'] ?? 0) - before).toBeLessThan(400_000_000)
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+j')
  await expect(transferRow(page, 'long.mp4')).toContainText('GB')
})
