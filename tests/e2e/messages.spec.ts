import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../src/renderer/i18n/en.ts'
import { errorsEn } from '../../src/renderer/i18n/errors.en.ts'
import { errorsZhCN } from '../../src/renderer/i18n/errors.zh-CN.ts'
import { zhCN } from '../../src/renderer/i18n/zh-CN.ts'
import { violationsWithMessages } from './axe-scan.ts'
import { clipboardOf, expect, keys, row, signIn, test, words } from './fixture.ts'

const looks = [
  { locale: 'en-US', colorScheme: 'light', text: en, errors: errorsEn, signInWords: words.en },
  { locale: 'zh-CN', colorScheme: 'dark', text: zhCN, errors: errorsZhCN, signInWords: words.zh },
] as const

for (const { locale, colorScheme, text, errors, signInWords } of looks) {
  test.describe(`${locale}, ${colorScheme}`, () => {
    test.use({ serverOptions: { seed: 'demo' }, appOptions: { locale, colorScheme } })

    test('the details of what went wrong are copied by mouse and by key', async ({ app, server }) => {
      const { page } = app
      const message = page.getByRole('region', { name: text.common.messages }).locator('.toast')
      const copy = message.getByRole('button', { name: text.common.copyDetails })
      const title = (errors['server.httpStatus'].title.split('{')[0] ?? '').trim()
      const list = page.getByRole('grid', { name: text.explorer.files })
      await signIn(page, {}, signInWords)
      await setClipboard(page, '')

      // What is asked of a folder in the sidebar fails; the list that is shown stays as it is.
      server.setFaults('status=403@query')
      const unfold = (name: string) =>
        page.getByRole('treeitem', { name, exact: true }).locator('.arrow').click()
      await unfold('Empty folder')
      await expect(message).toContainText(title)
      expect(await violationsWithMessages(page)).toEqual([])
      await copy.click()
      await expect
        .poll(() => clipboardOf(page))
        .toMatch(/^CloudRoom Drive \d.*\ncode: server\.httpStatus\nparams: .*403.*\npath: \/\ntime: \d/u)
      await expect(page.getByText(text.common.copied, { exact: true }).first()).toBeVisible()
      // It is still there, for whoever wants to read it or has more to do about it.
      await expect(message).toBeVisible()
      await message.getByRole('button', { name: text.common.close }).click()
      await expect(message).toHaveCount(0)

      // By key: Tab leads from the list to it, and it waits for whoever is there.
      await setClipboard(page, '')
      await unfold('Empty folder')
      await expect(message).toContainText(title)
      await row(page, '2021-09-15').click()
      await expect(list).toBeFocused()
      for (let presses = 0; presses < 30 && !(await isFocused(copy)); presses++) {
        await page.keyboard.press('Tab')
      }
      await expect(copy).toBeFocused()
      await expect(copy).toHaveCSS('outline-style', /solid|auto/u)
      await page.keyboard.press('Enter')
      await expect.poll(() => clipboardOf(page)).toContain('code: server.httpStatus')
      await expect(copy).toBeFocused()
      await page.keyboard.press('Escape')
      await expect(message).toHaveCount(0)
      await expect(page.locator(':focus')).toBeVisible()
      await expect(row(page, '2021-09-15')).toHaveAttribute('aria-selected', 'true')
    })

    test('a disk that takes nothing keeps nobody from signing in, browsing and searching, and is told of once', async ({
      app,
      server,
    }) => {
      const { page } = app
      const notice = page.getByRole('status').filter({ hasText: errors['storage.notWritable'].title })
      // Where the small files of the app are written first, and where the index lies.
      for (const name of ['accounts', 'trusted-servers', 'settings', 'folders'])
        await mkdir(path.join(app.userDataDir, `${name}.json.new`))
      await writeFile(path.join(app.userDataDir, 'index'), '')
      await signIn(page, {}, signInWords)
      await expect(notice).toContainText(errors['storage.notWritable'].hint)
      expect(await violationsWithMessages(page)).toEqual([])

      // What is changed holds, and nothing more is said of it.
      const edge = page.getByRole('separator', { name: text.layout.resize.sidebar })
      const width = Number(await edge.getAttribute('aria-valuenow'))
      await edge.focus()
      await page.keyboard.press('ArrowLeft')
      await expect(edge).toHaveAttribute('aria-valuenow', String(width - 16))
      const size = page.getByRole('columnheader', { name: text.explorer.size })
      const before = (await size.boundingBox())?.width ?? 0
      await size.getByRole('button').focus()
      await page.keyboard.press('Shift+ArrowRight')
      await expect.poll(async () => (await size.boundingBox())?.width).toBe(before + 16)
      await page.keyboard.press('ControlOrMeta+2')
      await expect(size).toHaveCount(0)
      await page.keyboard.press('ControlOrMeta+1')
      await expect(size).toBeVisible()

      await row(page, '2021-09-24').dblclick()
      await expect(row(page, '2021-09-24_13-47-41_Win32_73542046.mp4')).toBeVisible()
      await page.keyboard.press('ControlOrMeta+f')
      await page.keyboard.type('73542046')
      const found = page.getByRole('gridcell', { name: '2021-09-24_13-47-41_Win32_73542046.mp4' })
      await expect(found.first()).toBeVisible()
      await page.keyboard.press('Escape')
      // Known by what is in memory, without the server.
      await page.keyboard.press(keys.up)
      server.setFaults('drop@query')
      await row(page, '2021-09-24').dblclick()
      await expect(row(page, '2021-09-24_13-47-41_Win32_73542046.mp4')).toBeVisible()

      await notice.getByRole('button', { name: text.common.dismiss }).click()
      await expect(notice).toHaveCount(0)
      await page.keyboard.press('ControlOrMeta+2')
      await expect(size).toHaveCount(0)
      await expect(notice).toHaveCount(0)
      await expect(page.getByRole('region', { name: text.common.messages }).locator('.toast')).toHaveCount(0)
    })

    test('what is said while a dialog is open is seen, heard and pressed there, and outlives it', async ({
      app,
      server,
    }) => {
      const { page } = app
      const message = page.getByRole('region', { name: text.common.messages }).locator('.toast')
      const copy = message.getByRole('button', { name: text.common.copyDetails })
      const copied = page.locator('.n-message').filter({ hasText: text.common.copied })
      const player = page.getByRole('dialog', { name: text.player.title.replace('{name}', 'welcome.mp4') })
      const settings = page.getByRole('dialog', { name: text.settings.title })
      await signIn(page, {}, signInWords)
      await setClipboard(page, '')
      server.setFaults('status=403@query')
      await page.getByRole('treeitem', { name: 'Empty folder', exact: true }).locator('.arrow').click()
      await expect(message).toBeVisible()

      // It was there before the dialog, and is still there behind it.
      await page.keyboard.press('ControlOrMeta+,')
      await expect(settings).toBeVisible()
      await expect.poll(() => isOnTop(message)).toBe(true)
      await copy.click()
      await expect.poll(() => clipboardOf(page)).toContain('code: server.httpStatus')
      await expect(copied.first()).toBeVisible()
      await expect.poll(() => isOnTop(copied.first())).toBe(true)
      await expect(settings.locator('[aria-live]').filter({ hasText: text.common.copied })).toHaveCount(1)
      expect(await violationsWithMessages(page)).toEqual([])
      // Esc is for the message that has the keyboard, then for the dialog.
      await copy.focus()
      await page.keyboard.press('Escape')
      await expect(message).toHaveCount(0)
      await expect(settings).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(settings).toHaveCount(0)

      // It comes while a recording plays, over all of the screen too, and is there when the player has gone.
      await row(page, 'welcome.mp4').dblclick()
      await expect(player).toBeVisible()
      await page.keyboard.press('f')
      await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true)
      await page.evaluate(() =>
        (
          window as unknown as { cloudroom: { request(name: string, input: object): Promise<unknown> } }
        ).cloudroom.request('transfers.downloadFolders', { folders: ['/Empty folder/'] }),
      )
      await expect(page.locator('.n-message').last()).toBeVisible()
      await expect.poll(() => isOnTop(page.locator('.n-message').last())).toBe(true)
      await player.getByRole('button', { name: text.player.leaveFullscreen }).click()
      await page.keyboard.press('Escape')
      await expect(player).toHaveCount(0)
      await expect(page.locator('.n-message').last()).toBeVisible()
      await expect.poll(() => isOnTop(page.locator('.n-message').last())).toBe(true)
    })
  })
}

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement)

/** Whether whoever points at its middle points at nothing that lies above it or that does not answer. */
const isOnTop = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    return element.contains(document.elementFromPoint(left + width / 2, top + height / 2))
  })

/** What is found there afterwards was copied meanwhile. */
async function setClipboard(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate((words) => navigator.clipboard.writeText(words), text)
}
