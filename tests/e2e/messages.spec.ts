import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../src/renderer/i18n/en.ts'
import { errorsEn } from '../../src/renderer/i18n/errors.en.ts'
import { errorsZhCN } from '../../src/renderer/i18n/errors.zh-CN.ts'
import { zhCN } from '../../src/renderer/i18n/zh-CN.ts'
import { violationsWithMessages } from './axe-scan.ts'
import { clipboardOf, expect, row, signIn, test, words } from './fixture.ts'

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

    test('what cannot be remembered of panes and columns is said, and holds for now', async ({ app }) => {
      const { page } = app
      const message = page.getByRole('region', { name: text.common.messages }).locator('.toast')
      const title = errors['storage.notWritable'].title
      await signIn(page, {}, signInWords)
      await expect(row(page, 'welcome.mp4')).toBeVisible()
      // Where the settings are written first.
      await mkdir(path.join(app.userDataDir, 'settings.json.new'))

      const said = async (): Promise<void> => {
        await expect(message).toContainText(title)
        await message.getByRole('button', { name: text.common.close }).click()
        await expect(message).toHaveCount(0)
      }
      const edge = page.getByRole('separator', { name: text.layout.resize.sidebar })
      const width = Number(await edge.getAttribute('aria-valuenow'))
      await edge.focus()
      await page.keyboard.press('ArrowLeft')
      await said()
      await expect(edge).toHaveAttribute('aria-valuenow', String(width - 16))

      const size = page.getByRole('columnheader', { name: text.explorer.size })
      const widthOfSize = async () => (await size.boundingBox())?.width ?? 0
      const before = await widthOfSize()
      await size.getByRole('button').focus()
      await page.keyboard.press('Shift+ArrowRight')
      await said()
      expect(await widthOfSize()).toBe(before + 16)
      await size.getByRole('button').focus()
      await page.keyboard.press('Alt+Shift+ArrowRight')
      await said()

      const box = await page.getByRole('columnheader', { name: text.explorer.size }).boundingBox()
      await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0), (box?.y ?? 0) + 10)
      await page.mouse.down()
      await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) + 20, (box?.y ?? 0) + 10, { steps: 3 })
      await page.mouse.up()
      await said()
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
