import type { Page } from '@playwright/test'
import { en } from '../../src/renderer/i18n/en.ts'
import { zhCN } from '../../src/renderer/i18n/zh-CN.ts'
import { openTlsFront } from '../support/open-tls-front.ts'
import { pinTo, selfSignedCertificate } from '../support/self-signed-certificate.ts'
import { violations } from './axe-scan.ts'
import { exampleUpdate, tellOfUpdate } from '../../tools/pictures/told-updates.ts'
import { expect, keys, makeMp4, row, signIn as signInAs, submitSignIn, test, words } from './fixture.ts'

/** Each theme in one of the languages: colours do not depend on the words, nor names and roles on the colours. */
const looks = [
  {
    colorScheme: 'light',
    locale: 'en-US',
    text: en,
    signInWords: words.en,
    lastHelp: 'When something does not work',
  },
  { colorScheme: 'dark', locale: 'zh-CN', text: zhCN, signInWords: words.zh, lastHelp: '出现问题时' },
] as const

/** What a text says before its first parameter. */
const startOf = (text: string): string => (text.split('{')[0] ?? '').trim()

/** Asks main directly, for what the window has no shorter way to. */
const requestOf = (page: Page, name: string, input: object): Promise<unknown> =>
  page.evaluate(
    ([of, what]) =>
      (
        window as unknown as { cloudroom: { request(name: string, input: object): Promise<unknown> } }
      ).cloudroom.request(of, what),
    [name, input] as const,
  )

for (const { colorScheme, locale, text, signInWords, lastHelp } of looks) {
  const signIn = (page: Page): Promise<void> => signInAs(page, {}, signInWords)
  const transfersOf = (page: Page) => page.getByRole('region', { name: text.transfers.label })
  const transferRow = (page: Page, name: string) =>
    transfersOf(page).getByRole('row').filter({ hasText: name })
  const { section } = text.settings

  test.describe(`accessible in ${colorScheme}, ${locale}`, () => {
    // Every look at a page takes seconds, and a test looks at many.
    test.describe.configure({ timeout: 120_000 })
    test.use({ serverOptions: { seed: 'demo' }, appOptions: { colorScheme, locale } })

    test('sign-in, also with a problem and with a certificate that nobody vouches for', async ({
      app,
      server,
    }) => {
      await expect(app.page.getByRole('textbox', { name: 'CompID' })).toBeFocused()
      expect(await violations(app.page)).toEqual([])
      await submitSignIn(app.page, { compSecret: 'not-it' }, signInWords)
      await expect(app.page.getByRole('alert')).toBeVisible()
      expect(await violations(app.page)).toEqual([])

      const certificate = selfSignedCertificate('localhost', new Date(Date.now() + 86_400_000))
      const front = await openTlsFront(server, certificate)
      const { address, submit, wayOut } = text.signIn
      await app.page.getByRole('textbox', { name: address }).fill(front.origin)
      await app.page.getByRole('button', { name: submit, exact: true }).click()
      await app.page.getByRole('button', { name: wayOut.showCertificate }).click()
      await expect(app.page.getByRole('alertdialog')).toContainText(pinTo(certificate).fingerprint)
      expect(await violations(app.page)).toEqual([])
      await app.page.getByRole('button', { name: text.trust.confirm }).click()
      await expect(app.page.getByRole('alert')).toContainText(/secret|密钥/iu)
      await app.page.keyboard.press('ControlOrMeta+,')
      await app.page.getByRole('tab', { name: section.servers }).click()
      await expect(app.page.getByRole('tabpanel')).toContainText(pinTo(certificate).fingerprint)
      expect(await violations(app.page)).toEqual([])
      await front.close()
    })

    test('explorer, its menus, a deletion, its failures and the delete dialog', async ({ app, server }) => {
      const { page } = app
      await signIn(page)
      await expect(row(page, 'welcome.mp4')).toBeVisible()
      expect(await violations(page)).toEqual([])

      await row(page, 'welcome.mp4').click()
      await page.getByRole('button', { name: text.explorer.account }).click()
      await expect(page.getByRole('menu')).toBeVisible()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')

      const deletions = page.getByRole('region', { name: text.delete.label })
      server.setFaults('rsp-code=5@delete')
      await requestOf(page, 'settings.update', { undoSeconds: 3 })
      await page.getByRole('button', { name: text.explorer.delete, exact: true }).click()
      await expect(deletions).toContainText('welcome.mp4')
      expect(await violations(page)).toEqual([])
      await expect(deletions).toContainText(/(?:was not deleted|没有删除)/u, { timeout: 15_000 })
      expect(await violations(page)).toEqual([])
      await deletions.getByRole('button', { name: text.delete.details }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')

      await page.getByRole('grid', { name: text.explorer.files }).focus()
      await requestOf(page, 'settings.update', { undoSeconds: 0 })
      await row(page, 'welcome.mp4').click()
      await page.getByRole('button', { name: text.explorer.delete, exact: true }).click()
      await expect(page.getByRole('alertdialog')).toBeVisible()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await row(page, 'welcome.mp4').dblclick()
      const player = page.getByRole('dialog', { name: text.player.title.replace('{name}', 'welcome.mp4') })
      // Near its end at once.
      await page.keyboard.press('9')
      await expect(player.locator('video')).toHaveJSProperty('ended', true)
      expect(await violations(page)).toEqual([])
    })

    test('a start that waits for the keychain', async ({ app, keyring }) => {
      test.skip(process.platform !== 'linux', 'Nobody else’s keychain is held')
      await signIn(app.page)
      keyring.holdStill(true)
      await app.relaunch()
      const { page } = app
      await expect(page.getByRole('status').filter({ hasText: text.app.connecting })).toBeVisible()
      await expect(page.getByRole('button', { name: text.app.useOtherAccount })).toBeVisible()
      expect(await violations(page)).toEqual([])
      keyring.holdStill(false)
      await expect(row(page, 'welcome.mp4')).toBeVisible()
    })

    test('a search with results, its menu and warning, one that finds nothing, a filter and the columns', async ({
      app,
    }) => {
      const { page } = app
      await signIn(page)
      await row(page, 'Projects').dblclick()
      await expect(row(page, 'kick-off.mp4')).toBeVisible()
      await page.keyboard.press('ControlOrMeta+f')
      await page.keyboard.type('mp4')
      await expect(row(page, 'demo.mp4')).toBeVisible()
      await page.keyboard.press('Enter')
      await page.getByRole('combobox', { name: text.search.age }).selectOption(text.search.ages.custom)
      await row(page, 'kick-off.mp4').click()
      expect(await violations(page)).toEqual([])
      await row(page, 'kick-off.mp4').click({ button: 'right' })
      await app.contextMenu.choose(text.copy.links.split(' | ')[0] ?? '')
      await expect(page.getByRole('alertdialog')).toBeVisible()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('combobox', { name: text.search.size }).selectOption(text.search.sizes.huge)
      await expect(page.getByRole('heading', { name: startOf(text.search.nothingFor) })).toBeVisible()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')

      await page.keyboard.press('ControlOrMeta+Shift+f')
      await page.keyboard.type('nothing of the kind')
      await expect(page.getByRole('heading', { name: text.explorer.nothingMatches })).toBeVisible()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
    })

    test('tiles with sidebar and details, a typed place, the guide, settings section by section, and a new version', async ({
      app,
    }) => {
      const { page } = app
      await signIn(page)
      await page.keyboard.press('ControlOrMeta+2')
      await page.keyboard.press('ControlOrMeta+i')
      await page.getByRole('option', { name: 'welcome.mp4' }).click()
      await page.getByRole('tree', { name: text.layout.folders }).focus()
      await page.keyboard.press('ArrowDown')
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('ControlOrMeta+l')
      const field = page.getByRole('combobox', { name: text.layout.pathField })
      await field.fill('/nowhere')
      await field.press('Enter')
      await expect(page.getByRole('alert')).toBeVisible()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.keyboard.press(keys.help)
      await page.getByRole('button', { name: lastHelp }).click()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)

      await page.keyboard.press('ControlOrMeta+,')
      for (const name of Object.values(section)) {
        await page.getByRole('tab', { name }).click()
        const panel = page.getByRole('tabpanel', { name })
        await expect(panel).toBeVisible()
        if (name === section.diagnostics) {
          await panel.getByRole('button', { name: text.settings.testConnection }).click()
          await expect(panel.getByRole('listitem')).toHaveCount(5)
        }
        expect(await violations(page)).toEqual([])
      }
      await page.keyboard.press('Escape')

      await tellOfUpdate(page, { status: 'available', update: exampleUpdate })
      const details = page.getByRole('button', { name: text.updates.details })
      await expect(details).toBeVisible()
      expect(await violations(page)).toEqual([])
      await details.click()
      const updates = page.getByRole('region', { name: text.updates.title })
      await expect(updates.getByRole('button', { name: startOf(text.updates.downloadSize) })).toBeVisible()
      expect(await violations(page)).toEqual([])
      await tellOfUpdate(page, { status: 'downloading', update: exampleUpdate, share: 0.42 })
      await expect(updates.getByRole('progressbar')).toBeVisible()
      expect(await violations(page)).toEqual([])
    })

    test('transfers that are done, failed and under way, and what was rejected after it had been decided about', async ({
      app,
      server,
      folder,
    }) => {
      const { page } = app
      await signIn(page)
      await expect(row(page, 'welcome.mp4')).toBeVisible()
      const files = [
        await makeMp4(folder, 'done.mp4', 200_000),
        await makeMp4(folder, 'welcome.mp4', 200_000),
      ]
      // In the middle of the list a folder's row would take them.
      const root = page.getByRole('button', { name: text.explorer.root, exact: true })
      await app.dragFilesOver(root, files)
      await expect(page.locator('.hint[role="status"]')).toContainText(text.explorer.root)
      expect(await violations(page)).toEqual([])
      await app.dropFiles(root, files)
      const sheet = page.getByRole('dialog', {
        name: text.uploadSheet.title.replace('{folder}', text.explorer.root),
      })
      await expect(sheet.getByRole('radio', { name: text.uploadSheet.choice.replace })).toBeVisible()
      await sheet.getByRole('radio', { name: text.uploadSheet.choice.keepBoth }).click()
      expect(await violations(page)).toEqual([])
      server.setFaults('rsp-code=10@upload+1')
      await page.keyboard.press('Enter')
      await expect(transfersOf(page).getByText(text.transfers.state.doneUpload)).toBeVisible()
      await expect(transfersOf(page).getByText(startOf(text.transfers.state.failed))).toBeVisible()
      server.setFaults('bandwidth=2000')
      await row(page, 'demo.mp4').click()
      await page.getByRole('button', { name: text.explorer.download, exact: true }).click()
      await expect(transferRow(page, 'demo.mp4').getByRole('progressbar')).toBeVisible()
      expect(await violations(page)).toEqual([])

      server.setFaults('rsp-code=9@upload')
      await app.dropFiles(page.getByRole('group', { name: text.explorer.statusBar }), [
        await makeMp4(folder, 'mine.mp4', 200_000),
      ])
      const resolve = transferRow(page, 'mine.mp4').getByRole('button', { name: text.transfers.menu.resolve })
      await expect(resolve).toBeVisible()
      server.addFile('/mine.mp4', 310_000)
      await resolve.click()
      await expect(page.getByRole('dialog', { name: text.uploadSheet.titleAgain })).toBeVisible()
      await page.keyboard.press('ArrowRight')
      // Meanwhile it is under way once more.
      server.setFaults('stall@query', 'stall@upload')
      await requestOf(page, 'transfers.retry', { all: 'upload' })
      await page.keyboard.press('Enter')
      const [title = ''] = text.rejected.title.split('|')
      const rejected = page.getByRole('dialog', { name: title.replace('{count}', '1').trim() })
      await expect(rejected).toContainText('mine.mp4')
      await expect(rejected.getByRole('button', { name: text.common.close })).toBeFocused()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await expect(rejected).toHaveCount(0)
    })

    test('the transfers panel, its menus, limits and question', async ({ app, server, folder }) => {
      const { page } = app
      await signIn(page)
      server.setFaults('rsp-code=10@upload', 'bandwidth=200@download')
      const panel = transfersOf(page)
      await app.dropFiles(page.getByRole('group', { name: text.explorer.statusBar }), [
        await makeMp4(folder, 'too much.mp4', 200_000),
      ])
      await expect(transferRow(page, 'too much.mp4')).toContainText(startOf(text.transfers.state.failed))
      for (const name of ['demo.mp4', 'welcome.mp4']) {
        await row(page, name).click()
        await page.getByRole('button', { name: text.explorer.download, exact: true }).click()
      }
      await expect(panel.getByRole('radio', { name: `${text.transfers.section.active} 2` })).toHaveCount(1)
      const list = page.getByRole('grid', { name: text.transfers.label })
      await list.focus()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ControlOrMeta+a')
      await expect(list.getByRole('row', { selected: true })).toHaveCount(3)
      expect(await violations(page)).toEqual([])

      await panel.getByRole('button', { name: text.transfers.limits.button }).click()
      await page.getByRole('textbox', { name: text.transfers.limits.uploadSpeed }).fill('fast')
      await page.keyboard.press('Enter')
      await expect(
        page.getByRole('dialog', { name: text.transfers.limits.title }).getByRole('alert'),
      ).toBeVisible()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')

      await panel.getByRole('searchbox').fill('nothing of the kind')
      await expect(panel).toContainText(text.transfers.nothingFound)
      expect(await violations(page)).toEqual([])
      await panel.getByRole('button', { name: text.transfers.showEverything }).click()

      await panel.getByRole('button', { name: text.transfers.moreCommands }).click()
      await page.getByRole('menuitem', { name: text.transfers.all.cancel.both }).click()
      await expect(page.getByRole('alertdialog')).toBeVisible()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')

      await panel.getByRole('button', { name: text.transfers.hide }).click()
      await app.setOnline(false)
      await expect(page.getByRole('group', { name: text.explorer.statusBar })).toContainText(
        text.transfers.offline,
      )
      expect(await violations(page)).toEqual([])
    })
  })
}
