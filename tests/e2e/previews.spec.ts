import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, quietSettings, row, signIn, test as base, transferRow } from './fixture.ts'

/** NetworkManager's answer to whether the connection is metered. */
type Metered = 'yes' | 'no'

const test = base.extend<{ readonly metered: Metered; readonly tell: (answer: Metered) => Promise<void> }>({
  metered: ['no', { option: true }],
  // On Linux, which has the program in the PATH; elsewhere the machine's own connection counts.
  tell: async ({ folder }, use) => {
    const program = path.join(folder, 'busctl')
    await use((answer) =>
      writeFile(program, `#!/bin/sh\necho "u ${answer === 'yes' ? '1' : '2'}"\n`, { mode: 0o755 }),
    )
  },
  appOptions: async ({ folder, metered, tell }, use) => {
    await tell(metered)
    const env = { PATH: [folder, process.env['PATH']].join(path.delimiter) }
    await use({ settings: { ...quietSettings, showsPreviews: true }, env })
  },
})

const size = 60_000_000

test('list, tiles and details show a frame, how long it is and what it is, from a few bytes; scrolled past costs nothing', async ({
  app,
  server,
}) => {
  const { page } = app
  server.addMovie('/a front.mp4', size, 'front')
  server.addMovie('/b end.mp4', size, 'end')
  // Tall enough for the last ones to be out of sight.
  for (let index = 0; index < 200; index++) server.addFile(`/c ${index}.mp4`, 5_000_000)
  await signIn(page)
  const served = (): Record<string, number> => server.state().bytesServed
  // In the list, too: small, in the place of the icon, so that nothing moves; and how long it is.
  const picture = row(page, 'a front.mp4').locator('img')
  await expect(row(page, 'a front.mp4')).toContainText('2:00')
  await expect(picture).toBeVisible()
  const [name, other] = [row(page, 'a front.mp4'), row(page, 'c 0.mp4')].map((each) => each.locator('.head'))
  const leftOf = async (of: typeof name): Promise<number | undefined> => (await of?.boundingBox())?.x
  expect(await leftOf(name)).toBe(await leftOf(other))
  const { width = 0, height = 0 } = (await picture.boundingBox()) ?? {}
  expect([Math.round(width), Math.round(height)]).toEqual([30, 17])
  expect(served()['/c 150.mp4']).toBeUndefined()
  // There is no order by what is known of some rows only; the header says so.
  const duration = page.getByRole('columnheader', { name: 'Duration' })
  expect(await duration.getAttribute('aria-sort')).toBeNull()
  await expect(duration.getByRole('button')).toHaveAttribute('aria-disabled', 'true')
  await expect(duration.getByRole('button')).toHaveAttribute('title', /can’t be sorted/u)
  await duration.click({ button: 'right' })
  await app.contextMenu.choose('Duration')
  await expect(duration).toHaveCount(0)
  await app.clickMenu('column.duration')
  await expect(duration).toBeVisible()

  await page.keyboard.press('ControlOrMeta+2')
  const files = page.getByRole('listbox', { name: 'Files' })
  for (const name of ['a front.mp4', 'b end.mp4']) {
    const tile = files.getByRole('option', { name })
    await expect(tile).toContainText('2:00')
    const image = tile.locator('img')
    await expect
      .poll(() =>
        image.evaluate((element: HTMLImageElement) => [element.naturalWidth, element.naturalHeight]),
      )
      .toEqual([360, 203])
    // Colours, that is: a frame and not a black picture.
    expect(
      await image.evaluate((element: HTMLImageElement) => {
        const canvas = new OffscreenCanvas(element.naturalWidth, element.naturalHeight)
        const context = canvas.getContext('2d')
        context?.drawImage(element, 0, 0)
        const { data = [] } = context?.getImageData(0, 0, canvas.width, canvas.height) ?? {}
        return new Set(data).size
      }),
    ).toBeGreaterThan(50)
    expect(served()[`/${name}`]).toBeLessThan(2_000_000)
  }
  await files.getByRole('option', { name: 'a front.mp4' }).click()
  await page.keyboard.press('ControlOrMeta+i')
  const details = page.getByRole('complementary', { name: 'Details' })
  await expect(details).toContainText('480 × 270')
  await expect(details).toContainText('H.264, AAC')
  await expect(details.locator('img')).toBeVisible()

  // To the end in one go: what is between is never in sight.
  await files.focus()
  await page.keyboard.press('End')
  await expect(files.getByRole('option', { name: 'c 199.mp4' }).locator('img')).toBeVisible({
    timeout: 30_000,
  })
  const looked = Object.entries(served())
  expect(looked.length).toBeLessThan(150)
  expect(served()['/c 120.mp4']).toBeUndefined()
  for (const [, bytes] of looked) expect(bytes).toBeLessThan(2_000_000)

  // Turned off, what comes in sight is left alone: two downloads later, too, which leave the line free between them.
  await page.keyboard.press('ControlOrMeta+,')
  const settings = page.getByRole('dialog', { name: 'Settings' })
  await settings.getByRole('checkbox', { name: 'Show pictures and durations' }).uncheck()
  await page.keyboard.press('Escape')
  await expect(files.locator('img')).toHaveCount(0)
  await files.focus()
  await page.keyboard.type('c 120')
  for (const name of ['c 120.mp4', 'c 121.mp4']) {
    await files.getByRole('option', { name }).click()
    await page.keyboard.press('ControlOrMeta+d')
    await expect(transferRow(page, name)).toContainText('Downloaded')
  }
  await expect(files.getByRole('option', { name: 'c 122.mp4' })).toBeVisible()
  await expect(files.locator('img')).toHaveCount(0)
  const near = Object.keys(served()).filter((path) => /^\/c 1[12]\d\./u.test(path))
  expect(near.toSorted()).toEqual(['/c 120.mp4', '/c 121.mp4'])
})

test.describe('while the system says that the connection is metered', () => {
  test.skip(process.platform !== 'linux', 'a script stands in for the program that Linux has in the PATH')
  test.use({ metered: 'yes' })

  test('nothing is looked into, settings say so, and it goes on with another connection', async ({
    app,
    server,
    tell,
  }) => {
    const { page } = app
    server.addMovie('/a.mp4', size, 'front')
    server.addMovie('/b.mp4', size, 'front')
    await signIn(page)
    const hint = page.getByText('This connection is metered: nothing is fetched now.')
    const settings = page.getByRole('dialog', { name: 'Settings' })
    await page.keyboard.press('ControlOrMeta+,')
    await expect(hint).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(settings).toBeHidden()
    // What was downloaded costs nothing to look into.
    await row(page, 'b.mp4').click()
    await page.keyboard.press('ControlOrMeta+d')
    await expect(row(page, 'b.mp4').locator('img')).toBeVisible({ timeout: 30_000 })
    expect(server.state().bytesServed['/a.mp4']).toBeUndefined()
    await expect(row(page, 'a.mp4').locator('img')).toHaveCount(0)

    await tell('no')
    await app.setOnline(false)
    await expect(page.getByText('Offline', { exact: true })).toBeVisible()
    await app.setOnline(true)
    await expect(row(page, 'a.mp4').locator('img')).toBeVisible({ timeout: 30_000 })
    await page.keyboard.press('ControlOrMeta+,')
    await expect(settings).toBeVisible()
    await expect(hint).toHaveCount(0)
  })
})
