import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import {
  downloadFolder,
  expect,
  makeMp4,
  quietSettings,
  row,
  sha256Of,
  signIn,
  test,
  transferRow,
} from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

test('selected recordings are downloaded, byte for byte, and never over a file', async ({
  app,
  server,
  keyring,
}) => {
  const { page } = app
  await signIn(page)
  await row(page, 'welcome.mp4').click()
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  await expect(transferRow(page, 'welcome.mp4')).toContainText('Downloaded')
  const target = downloadFolder(keyring)
  const expected = await server.expectedSha256('/welcome.mp4')
  expect(await sha256Of(path.join(target, 'welcome.mp4'))).toBe(expected)

  // It is marked, and can be shown in its folder.
  const cell = page.getByRole('gridcell', { name: 'welcome.mp4', exact: true })
  await expect(cell).toHaveAccessibleDescription('On this computer')
  await row(page, 'welcome.mp4').click({ button: 'right' })
  await app.contextMenu.choose('Show Downloaded File')
  await expect.poll(async () => (await app.recorded('showItemInFolder')).length).toBe(1)

  await writeFile(path.join(target, 'welcome.mp4'), 'mine')
  // Noticed when one comes back to the window.
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(cell).not.toHaveAccessibleDescription('On this computer')
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  await expect
    .poll(async () => (await readdir(target)).toSorted())
    .toEqual(['welcome (1).mp4', 'welcome.mp4'])
  expect(await sha256Of(path.join(target, 'welcome (1).mp4'))).toBe(expected)
  expect(await readFile(path.join(target, 'welcome.mp4'), 'utf8')).toBe('mine')
  await expect(cell).toHaveAccessibleDescription('On this computer')

  // Another of the same size takes its place on the server.
  const size = (await server.stored('/welcome.mp4'))?.size ?? 0
  await server.removeFile('/welcome.mp4')
  server.addFile('/welcome.mp4', size)
  await page.keyboard.press('F5')
  await expect(cell).toHaveAccessibleDescription('Changed on the server since it was downloaded')
  await row(page, 'welcome.mp4').click({ button: 'right' })
  await app.contextMenu.choose('Download Again')
  await expect(cell).toHaveAccessibleDescription('On this computer')
  expect((await readdir(target)).toSorted()).toEqual(['welcome (1).mp4', 'welcome (2).mp4', 'welcome.mp4'])
  expect(await sha256Of(path.join(target, 'welcome (2).mp4'))).toBe(
    await server.expectedSha256('/welcome.mp4'),
  )
  expect(await sha256Of(path.join(target, 'welcome (1).mp4'))).toBe(expected)
})

test.describe('with the system’s player', () => {
  test.use({ appOptions: { settings: { ...quietSettings, player: { opensWith: 'system' } } } })

  test('double-click downloads and opens; the second time it opens at once', async ({
    app,
    server,
    keyring,
  }) => {
    const { page } = app
    await signIn(page)
    await row(page, 'demo.mp4').dblclick()
    const file = path.join(downloadFolder(keyring), 'demo.mp4')
    await expect.poll(async () => (await app.recorded('openPath')).length).toBe(1)
    expect((await app.recorded('openPath'))[0]?.details['path']).toBe(file)
    expect(await sha256Of(file)).toBe(await server.expectedSha256('/demo.mp4'))

    await app.relaunch()
    const before = server.state().requests.download
    await row(app.page, 'demo.mp4').dblclick()
    await expect.poll(async () => (await app.recorded('openPath')).length).toBeGreaterThan(0)
    expect(server.state().requests.download).toBe(before)

    await rm(file)
    await row(app.page, 'demo.mp4').dblclick()
    await expect.poll(() => server.state().requests.download).toBe(before + 1)
  })

  test('a file that is no video is never opened, whatever its name', async ({ app, server }) => {
    const { page } = app
    await signIn(page)
    server.setFaults('corrupt=5@download')
    await row(page, 'demo.mp4').dblclick()
    await expect(
      page.getByText(/demo\.mp4[\s\S]*not a video|not (an MP4|a playable)/iu).first(),
    ).toBeVisible()
    expect(await app.recorded('openPath')).toHaveLength(0)
  })
})

test('a truncated download leaves nothing under the final name, and goes on from there', async ({
  app,
  server,
  keyring,
}) => {
  const { page } = app
  await signIn(page)
  server.setFaults('truncate=50%')
  await row(page, 'welcome.mp4').click()
  await page.keyboard.press('ControlOrMeta+d')
  const transfer = transferRow(page, 'welcome.mp4')
  await expect(transfer).toContainText('Will retry')
  expect(await readdir(downloadFolder(keyring))).toEqual(['welcome.mp4.part'])
  server.clearFaults()
  // It is tried again by itself after a second or two: a busy machine may come too late to ask for it.
  const retry = transfer.getByRole('button', { name: 'Retry “welcome.mp4”' })
  await expect(retry.or(transfer.getByText('Downloaded')).first()).toBeVisible()
  await retry.click({ timeout: 1000 }).catch(() => null)
  await expect(transfer).toContainText('Downloaded')
  expect(await readdir(downloadFolder(keyring))).toEqual(['welcome.mp4'])
  await transfer.getByRole('button', { name: 'Show “welcome.mp4” in folder' }).click()
  await expect.poll(async () => (await app.recorded('showItemInFolder')).length).toBe(1)
  expect(await sha256Of(path.join(downloadFolder(keyring), 'welcome.mp4'))).toBe(
    await server.expectedSha256('/welcome.mp4'),
  )
})

test('what is on this computer can be dragged to other apps, and not by accident back in', async ({
  app,
  server,
  keyring,
  folder,
}) => {
  const { page } = app
  await signIn(page)
  /** As a hand does: only a drag of some pixels is one. */
  const drag = async (name: string): Promise<void> => {
    const box = (await row(page, name).getByText(name).first().boundingBox()) ?? { x: 0, y: 0 }
    await page.mouse.move(box.x + 10, box.y + 8)
    await page.mouse.down()
    await page.mouse.move(box.x + 60, box.y + 30, { steps: 5 })
  }
  await drag('welcome.mp4')
  await expect(page.locator('.n-message')).toContainText('Only recordings that are on this computer')
  await page.mouse.up()
  await row(page, 'welcome.mp4').click()
  await page.keyboard.press('ControlOrMeta+d')
  await expect(transferRow(page, 'welcome.mp4')).toContainText('Downloaded')
  // The transfers have opened below the list; what was selected there is still to be seen.
  await expect(row(page, 'welcome.mp4')).toBeInViewport()
  await drag('welcome.mp4')
  const file = path.join(downloadFolder(keyring), 'welcome.mp4')
  await expect
    .poll(async () => (await app.recorded('startDrag')).map(({ details }) => details))
    .toEqual([{ files: [file] }])
  await page.mouse.up()
  // Of several, those that are here; from the results of a search, too.
  await row(page, 'demo.mp4').click({ modifiers: ['ControlOrMeta'] })
  await drag('welcome.mp4')
  await expect(page.locator('.n-message').filter({ hasText: '1 recording is dragged' })).toBeVisible()
  await page.mouse.up()
  await page.getByRole('searchbox', { name: 'Search all folders' }).fill('welcome')
  await expect(row(page, 'welcome.mp4').locator('mark')).toBeVisible()
  await row(page, 'welcome.mp4').click()
  await drag('welcome.mp4')
  await expect
    .poll(async () => (await app.recorded('startDrag')).map(({ details }) => details))
    .toEqual([{ files: [file] }, { files: [file] }, { files: [file] }])
  await page.mouse.up()
  await page.getByRole('searchbox', { name: 'Search all folders' }).fill('')
  await drag('welcome.mp4')
  await expect.poll(async () => (await app.recorded('startDrag')).length).toBe(4)
  await app.dropFiles(page.getByRole('group', { name: 'Status bar' }), [file])
  await page.mouse.up()
  await page.mouse.move(5, 5)
  await row(page, 'demo.mp4').click()
  expect(server.state().requests.upload).toBe(0)
  await expect(page.getByRole('dialog')).toHaveCount(0)

  // As a tile.
  await page.keyboard.press('ControlOrMeta+2')
  const tile = page.getByRole('option').filter({ hasText: 'welcome.mp4' })
  const box = (await tile.getByText('welcome.mp4').boundingBox()) ?? { x: 0, y: 0 }
  await page.mouse.move(box.x + 10, box.y + 8)
  await page.mouse.down()
  await page.mouse.move(box.x + 60, box.y + 30, { steps: 5 })
  await expect.poll(async () => (await app.recorded('startDrag')).length).toBe(5)
  // It was let go over another app, and something else comes from there before the pointer was seen here again.
  await app.dropFiles(page.getByRole('group', { name: 'Status bar' }), [
    await makeMp4(folder, 'another.mp4', 300_000),
  ])
  await expect(transferRow(page, 'another.mp4')).toContainText('Uploaded')
  await page.mouse.up()
  expect(server.state().requests.upload).toBe(1)
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the download folder can be chosen', async ({ app, folder }) => {
  const { page } = app
  await signIn(page)
  await app.scriptDialog({ filePaths: [folder] })
  await page.keyboard.press('ControlOrMeta+,')
  const settings = page.getByRole('dialog', { name: 'Settings' })
  await settings.getByRole('tab', { name: 'Transfers' }).click()
  await settings.getByRole('button', { name: 'Change…' }).click()
  await expect(settings).toContainText(folder)
  await page.keyboard.press('Escape')
  await row(page, 'welcome.mp4').click()
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  await expect.poll(() => readdir(folder)).toEqual(['welcome.mp4'])
})
