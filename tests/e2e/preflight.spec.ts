import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { errorsEn } from '../../src/renderer/i18n/errors.en.ts'
import { errorsZhCN } from '../../src/renderer/i18n/errors.zh-CN.ts'
import { expect, makeMp4, row, sha256Of, signIn, test, transferRow, words } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

/** A place in the window that is no folder row: what is dropped here goes into the folder that is shown. */
const besideRows = (page: Page) => page.getByRole('group', { name: 'Status bar' })
const sheetOf = (page: Page) => page.getByRole('dialog', { name: /^Upload/u })
/** What to do with one file of the sheet. */
const choicesOf = (page: Page, name: string) =>
  page.getByRole('radiogroup', { name: `What to do with “${name}”` })

/** A folder with a structure, things that are no recordings, and a hidden one. */
async function makeTree(folder: string) {
  const root = path.join(folder, 'Team talks')
  await mkdir(path.join(root, '五月', 'deep'), { recursive: true })
  await mkdir(path.join(root, '.cache'), { recursive: true })
  const files = [
    await makeMp4(root, 'intro.mp4', 300_000),
    await makeMp4(path.join(root, '五月'), 'intro.mp4', 400_000),
    await makeMp4(path.join(root, '五月', 'deep'), 'end.mp4', 500_000),
  ]
  await makeMp4(path.join(root, '.cache'), 'hidden.mp4', 300_000)
  await writeFile(path.join(root, 'notes.txt'), 'no recording')
  await writeFile(path.join(root, '.DS_Store'), 'x')
  return { root, files }
}

test('a dropped folder shows what is in it, and arrives with its structure', async ({
  app,
  server,
  folder,
}) => {
  const { page } = app
  await signIn(page)
  const { root, files } = await makeTree(folder)
  await app.dropFiles(besideRows(page), [root])
  const sheet = sheetOf(page)
  // macOS counts a megabyte as a million bytes.
  await expect(sheet).toContainText(process.platform === 'darwin' ? '3 files, 1.2 MB' : '3 files, 1.1 MB')
  await expect(sheet).toContainText('1 other file in there is no MP4 recording')
  await expect(sheet.getByRole('button', { name: 'Upload 3 Files' })).toBeFocused()
  expect(server.state().requests.upload).toBe(0)
  await page.keyboard.press('Enter')
  await expect(transferRow(page, 'end.mp4')).toContainText('Uploaded')
  await expect.poll(() => server.state().requests.upload).toBe(3)
  const paths = ['intro.mp4', '五月/intro.mp4', '五月/deep/end.mp4']
  for (const [index, at] of paths.entries()) {
    await expect
      .poll(async () => (await server.stored(`/Team talks/${at}`))?.sha256)
      .toBe(await sha256Of(files[index] ?? ''))
  }
  await expect(row(page, 'Team talks')).toBeVisible()
})

test('names that are taken: skip, keep both and replace, one by one', async ({ app, server, folder }) => {
  const { page } = app
  await signIn(page)
  for (const name of ['skip me.mp4', 'keep both.mp4', 'replace me.mp4']) server.addFile(`/${name}`, 310_000)
  const before = {
    skipped: await server.stored('/skip me.mp4'),
    kept: await server.stored('/keep both.mp4'),
  }
  const files = await Promise.all(
    ['skip me.mp4', 'keep both.mp4', 'replace me.mp4', 'free.mp4'].map((name, index) =>
      makeMp4(folder, name, 320_000 + index),
    ),
  )
  await app.dropFiles(besideRows(page), files)
  const sheet = sheetOf(page)
  await expect(sheet).toContainText('3 already there')
  await expect(sheet.getByText('On server:')).toHaveCount(3)
  await expect(sheet.getByRole('button', { name: 'Upload 1 File' })).toBeEnabled()
  await choicesOf(page, 'keep both.mp4').getByRole('radio', { name: 'Keep Both' }).click()
  await choicesOf(page, 'replace me.mp4').getByRole('radio', { name: 'Replace' }).click()
  await expect(sheet).toContainText('the copy on the server is deleted first')
  await sheet.getByRole('button', { name: 'Upload 3 Files' }).click()
  await expect(transferRow(page, 'keep both (1).mp4')).toContainText('Uploaded')
  await expect(transferRow(page, 'replace me.mp4')).toContainText('Uploaded')
  await expect(transferRow(page, 'free.mp4')).toContainText('Uploaded')
  expect(await server.stored('/skip me.mp4')).toEqual(before.skipped)
  expect(await server.stored('/keep both.mp4')).toEqual(before.kept)
  expect((await server.stored('/keep both (1).mp4'))?.sha256).toBe(await sha256Of(files[1] ?? ''))
  expect((await server.stored('/replace me.mp4'))?.sha256).toBe(await sha256Of(files[2] ?? ''))
  expect(server.state().requests).toMatchObject({ upload: 3, delete: 1 })
  await expect(row(page, 'keep both (1).mp4')).toBeVisible()
})

test('one choice for all of many', async ({ app, server, folder }) => {
  const { page } = app
  await signIn(page)
  const names = Array.from({ length: 40 }, (_, index) => `talk ${String(index).padStart(2, '0')}.mp4`)
  for (const name of names) server.addFile(`/${name}`, 310_000)
  const files = await Promise.all(names.map((name) => makeMp4(folder, name, 320_000)))
  await app.dropFiles(besideRows(page), files)
  const sheet = sheetOf(page)
  await page
    .getByRole('radiogroup', { name: 'What to do with all 40' })
    .getByRole('radio', { name: 'Replace' })
    .click()
  await expect(choicesOf(page, 'talk 00.mp4').getByRole('radio', { name: 'Replace' })).toBeChecked()
  // Only the lines in view are drawn.
  expect(await sheet.getByRole('row').count()).toBeLessThan(35)
  await sheet.getByRole('button', { name: 'Upload 40 Files' }).click()
  await expect.poll(() => server.state().requests.upload, { timeout: 30_000 }).toBe(40)
  await expect.poll(async () => (await server.stored('/talk 39.mp4'))?.size).toBe(320_000)
  expect(server.listing().filter(({ path: at }) => at.startsWith('/talk'))).toHaveLength(40)
})

test('the sheet by keyboard: up and down walk, left and right choose, Enter goes, Esc does not', async ({
  app,
  server,
  folder,
}) => {
  const { page } = app
  await signIn(page)
  for (const name of ['a.mp4', 'b.mp4']) server.addFile(`/${name}`, 310_000)
  const files = await Promise.all(['a.mp4', 'b.mp4', 'c.mp4'].map((name) => makeMp4(folder, name, 320_000)))
  await app.dropFiles(besideRows(page), files)
  await expect(choicesOf(page, 'a.mp4').getByRole('radio', { name: 'Skip' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(sheetOf(page)).toBeHidden()
  expect(server.state().requests.upload).toBe(0)

  await app.dropFiles(besideRows(page), files)
  await expect(choicesOf(page, 'a.mp4').getByRole('radio', { name: 'Skip' })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(choicesOf(page, 'a.mp4').getByRole('radio', { name: 'Keep Both' })).toBeFocused()
  await expect(choicesOf(page, 'a.mp4').getByRole('radio', { name: 'Keep Both' })).toBeChecked()
  await page.keyboard.press('ArrowDown')
  await expect(choicesOf(page, 'b.mp4').getByRole('radio', { name: 'Skip' })).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect(
    page.getByRole('radiogroup', { name: 'What to do with all 2' }).getByRole('radio').first(),
  ).toBeFocused()
  await page.keyboard.press('End')
  await expect(sheetOf(page).getByRole('row').filter({ hasText: 'c.mp4' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(transferRow(page, 'a (1).mp4')).toContainText('Uploaded')
  await expect(transferRow(page, 'c.mp4')).toContainText('Uploaded')
  expect(server.state().requests.upload).toBe(2)
})

for (const { locale, text, errors, sheetName, bar, close } of [
  {
    locale: 'en-US',
    text: words.en,
    errors: errorsEn,
    sheetName: /^Upload to/u,
    bar: 'Status bar',
    close: 'Close',
  },
  {
    locale: 'zh-CN',
    text: words.zh,
    errors: errorsZhCN,
    sheetName: /^上传到/u,
    bar: '状态栏',
    close: '关闭',
  },
] as const) {
  test.describe(locale, () => {
    test.use({ appOptions: { locale } })

    test('what cannot be uploaded is refused before anything is sent, each with its reason', async ({
      app,
      server,
      folder,
    }) => {
      const { page } = app
      await signIn(page, {}, text)
      const note = path.join(folder, 'notes.txt')
      await writeFile(note, 'not a video')
      const fake = path.join(folder, 'fake.mp4')
      await writeFile(fake, 'MZ this is a program, whatever its name says')
      const empty = path.join(folder, 'empty.mp4')
      await writeFile(empty, '')
      const large = await makeMp4(folder, 'large.mp4', 500 * 2 ** 20 + 1)
      const refused = [
        ['notes.txt', errors['file.notMp4Name'].title],
        ['fake.mp4', errors['file.notMp4Content'].title],
        ['empty.mp4', errors['file.empty'].title],
        ['large.mp4', errors['file.tooLarge'].title],
      ] as const
      const drop = (files: readonly string[]) => app.dropFiles(page.getByRole('group', { name: bar }), files)
      await drop([note, fake, empty, large])
      const sheet = page.getByRole('dialog', { name: sheetName })
      for (const [name, reason] of refused) {
        await expect(sheet.getByRole('row').filter({ hasText: name })).toContainText(reason)
      }
      await sheet.getByRole('button', { name: close }).click()
      await expect(sheet).toBeHidden()

      const good = await makeMp4(folder, 'good.mp4', 300_000)
      await drop([note, fake, empty, large, good])
      await expect(sheet).toBeVisible()
      await page.keyboard.press('Enter')
      await expect.poll(async () => (await server.stored('/good.mp4'))?.sha256).toBe(await sha256Of(good))
      expect(server.state().requests.upload).toBe(1)
    })
  })
}

test('looking takes a while, says so, and can be cancelled', async ({ app, server, folder }) => {
  const { page } = app
  await signIn(page)
  server.setFaults('stall@query')
  const { root } = await makeTree(folder)
  await app.dropFiles(besideRows(page), [root])
  const sheet = page.getByRole('dialog', { name: 'Checking what can be uploaded…' })
  await expect(sheet).toContainText('3 files; asking the server')
  await sheet.getByRole('button', { name: 'Cancel' }).click()
  await expect(sheet).toBeHidden()
  server.clearFaults()
  // The next drop is not held up by it.
  const file = await makeMp4(folder, 'next.mp4', 300_000)
  await app.dropFiles(besideRows(page), [file])
  await expect(transferRow(page, 'next.mp4')).toContainText('Uploaded')
  expect(server.state().requests.upload).toBe(1)
})

test('a folder is chosen by button, by menu and by key', async ({ app, server, folder }) => {
  const { page } = app
  await signIn(page)
  const { root } = await makeTree(folder)
  const choose = async (press: () => Promise<void>) => {
    await app.scriptDialog({ filePaths: [root] })
    await press()
    await expect(sheetOf(page)).toContainText('3 files')
    await page.keyboard.press('Escape')
    await expect(sheetOf(page)).toBeHidden()
  }
  await choose(async () => {
    await page.getByRole('button', { name: 'Choose files or folders' }).click()
    await page.getByRole('menuitem', { name: 'Upload Folder…' }).click()
  })
  await choose(() => app.clickMenu('uploadFolder'))
  await page.getByRole('grid', { name: 'Files' }).focus()
  await choose(() => page.keyboard.press('ControlOrMeta+Shift+U'))
  const [asked] = await app.recorded('openDialog')
  expect(JSON.stringify(asked?.details)).toContain('openDirectory')
  expect(server.state().requests.upload).toBe(0)
})

test('a failed upload whose name is taken is resolved from its row', async ({ app, server, folder }) => {
  const { page } = app
  await signIn(page)
  server.setFaults('stall@upload')
  const file = await makeMp4(folder, 'mine.mp4', 300_000)
  const busy = await Promise.all(['1.mp4', '2.mp4'].map((name) => makeMp4(folder, name, 300_000)))
  await app.dropFiles(besideRows(page), [...busy, file])
  await expect(transferRow(page, 'mine.mp4')).toContainText('Queued')
  // Somebody takes the name before its turn comes.
  server.addFile('/mine.mp4', 310_000)
  server.clearFaults()
  const transfer = transferRow(page, 'mine.mp4')
  await expect(transfer).toContainText(errorsEn['api.alreadyExists'].title)
  await transfer.getByRole('button', { name: 'Resolve…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Uploads That Need a Decision' })
  await expect(sheet).toContainText('On server:')
  await choicesOf(page, 'mine.mp4').getByRole('radio', { name: 'Replace' }).click()
  await page.keyboard.press('Enter')
  await expect(transfer).toContainText('Uploaded')
  expect((await server.stored('/mine.mp4'))?.sha256).toBe(await sha256Of(file))
})

test('an upload that fails after the old copy was deleted says so, also after a crash', async ({
  app,
  server,
  folder,
}) => {
  await signIn(app.page)
  server.addFile('/mine.mp4', 310_000)
  const file = await makeMp4(folder, 'mine.mp4', 300_000)
  server.setFaults('rsp-code=10@upload')
  await app.dropFiles(besideRows(app.page), [file])
  await choicesOf(app.page, 'mine.mp4').getByRole('radio', { name: 'Replace' }).click()
  await app.page.keyboard.press('Enter')
  const told = 'The old copy on the server is deleted; the new one is not there yet.'
  await expect(transferRow(app.page, 'mine.mp4')).toContainText(errorsEn['api.noCapacity'].title)
  await expect(transferRow(app.page, 'mine.mp4')).toContainText(told)
  expect(await server.stored('/mine.mp4')).toBeNull()

  await app.relaunch({ kill: true })
  await app.page.getByRole('button', { name: 'Transfers', exact: true }).click()
  const transfer = transferRow(app.page, 'mine.mp4')
  await expect(transfer).toContainText(told)
  server.clearFaults()
  await transfer.getByRole('button', { name: 'Retry “mine.mp4”' }).click()
  await expect(transfer).toContainText('Uploaded')
  expect((await server.stored('/mine.mp4'))?.sha256).toBe(await sha256Of(file))
})
