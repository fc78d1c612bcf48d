import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { violations } from './axe-scan.ts'
import { contextItem } from './context-menu.ts'
import { downloadFolder, expect, row, signIn, test, transferRow, words } from './fixture.ts'

const name = 'meeting.mp4'
const size = 20_000_000

test('a part of a downloaded recording is chosen by keys and saved as a copy that plays', async ({
  app,
  server,
  keyring,
}) => {
  const { page } = app
  server.addMovie(`/${name}`, size, 'end')
  await signIn(page)
  await row(page, name).click()
  await row(page, name).click({ button: 'right' })
  await expect.poll(() => contextItem(app, 'Trim…')).toMatchObject({ enabled: false })
  await app.contextMenu.close()
  await page.keyboard.press('ControlOrMeta+d')
  await expect(transferRow(page, name)).toContainText('Downloaded')
  const cell = page.getByRole('gridcell', { name, exact: true })
  await expect(cell).toHaveAccessibleDescription('On this computer')
  await row(page, name).click({ button: 'right' })
  await app.contextMenu.choose('Trim…')

  const bar = page.getByRole('region', { name: 'Trim', exact: true })
  const start = bar.getByRole('slider', { name: 'Start' })
  const end = bar.getByRole('slider', { name: 'End' })
  await expect(end).toHaveAttribute('aria-valuetext', '0:40.0')
  await page.keyboard.press('k')
  // A quarter of it, then half, and back by a handle.
  await page.keyboard.press('3')
  await page.keyboard.press('i')
  await expect(start).toHaveAttribute('aria-valuetext', '0:12.0')
  await page.keyboard.press('5')
  await page.keyboard.press('Shift+I')
  await expect(end).toHaveAttribute('aria-valuetext', '0:20.0')
  await start.focus()
  await page.keyboard.press('ArrowRight')
  await expect(start).toHaveAttribute('aria-valuetext', '0:13.0')
  await expect(bar).toContainText('Starts at key frame 0:12.0 · 0:08.0, about')
  await start.press('End')
  await expect(bar).toContainText('The end lies before the start')
  await expect(bar.getByRole('button', { name: 'Save Copy…' })).toBeDisabled()
  expect(await violations(page)).toEqual([])
  await start.press('Home')
  await start.press('Shift+ArrowRight')

  const folder = downloadFolder(keyring)
  const copy = 'meeting (trim 00.10-00.20).mp4'
  await app.scriptDialog({ filePath: path.join(folder, copy) })
  await bar.getByRole('button', { name: 'Save Copy…' }).click()
  await expect(bar.getByRole('status')).toHaveText(`Saved as “${copy}”`)
  const [dialog] = await app.recorded('saveDialog')
  expect(dialog?.details['defaultPath']).toBe(path.join(folder, copy))
  expect((await readdir(folder)).toSorted()).toEqual([copy, name])
  await bar.getByRole('button', { name: 'Show in Folder' }).click()
  await expect
    .poll(async () => (await app.recorded('showItemInFolder')).map(({ details }) => details['path']))
    .toEqual([path.join(folder, copy)])

  // Sent up again, the copy plays, as long as it was said.
  await page.keyboard.press('Escape')
  await app.dropFiles(page.getByRole('grid', { name: 'Files' }), [path.join(folder, copy)])
  await expect(row(page, copy)).toBeVisible()
  await row(page, copy).dblclick()
  const video = page.getByRole('dialog').locator('video').first()
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.duration)).toBeCloseTo(10, 1)
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime))
    .toBeGreaterThan(0)
})

test.describe('in Chinese', () => {
  test.use({ appOptions: { locale: 'zh-CN' } })

  test('the bar opens by T, and closes again; a killed copy leaves nothing behind the next start', async ({
    app,
    server,
    keyring,
  }) => {
    const { page } = app
    server.addMovie(`/${name}`, 3 * size, 'end')
    await signIn(page, {}, words.zh)
    await row(page, name).dblclick()
    const player = page.getByRole('dialog', { name: `播放器：${name}` })
    await expect(player.getByRole('button', { name: '剪辑…' })).toBeEnabled()
    await page.keyboard.press('t')
    const bar = page.getByRole('region', { name: '剪辑', exact: true })
    await expect(bar).toContainText('从关键帧 0:00.0 开始')
    await expect(bar.getByRole('button', { name: '保存副本…' })).toBeEnabled()
    await page.keyboard.press('t')
    await expect(bar).toBeHidden()
    await page.keyboard.press('t')

    const folder = downloadFolder(keyring)
    const namesIn = async (): Promise<string[]> => (await readdir(folder)).toSorted()
    await writeFile(path.join(folder, 'other.part'), 'of another program')
    await app.scriptDialog({ filePath: path.join(folder, 'copy.mp4') })
    await bar.getByRole('button', { name: '保存副本…' }).click()
    await expect.poll(namesIn, { intervals: [5] }).toContain('copy.mp4.part')
    await app.relaunch({ kill: true })
    await expect.poll(namesIn).toEqual([name, 'other.part'])
  })
})
