import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { violations } from './axe-scan.ts'
import { downloadFolder, expect, keys, row, sha256Of, signIn, test, transferRow } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

const settingsOf = (page: Page) => page.getByRole('dialog', { name: 'Settings' })

async function openSection(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+,')
  await settingsOf(page).getByRole('tab', { name }).click()
}

test('open by key, menu and account menu, and give the keyboard back', async ({ app }) => {
  const { page } = app
  await signIn(page)
  await page.getByRole('grid', { name: 'Files' }).focus()
  await page.keyboard.press('ControlOrMeta+,')
  await expect(settingsOf(page).getByRole('tab', { name: 'General' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(settingsOf(page)).toHaveCount(0)
  await expect(page.getByRole('grid', { name: 'Files' })).toBeFocused()

  await app.clickMenu('settings')
  await expect(settingsOf(page)).toBeVisible()
  await settingsOf(page).getByRole('button', { name: 'Close' }).click()

  await page.getByRole('button', { name: 'Account and settings' }).click()
  await page.getByRole('menuitem', { name: 'Settings…' }).click()
  await expect(settingsOf(page)).toBeVisible()
  for (const section of ['Transfers', 'Accounts', 'Trusted Servers', 'Shortcuts', 'Diagnostics']) {
    await page.keyboard.press('ArrowDown')
    await expect(settingsOf(page).getByRole('tab', { name: section })).toBeFocused()
    await expect(settingsOf(page).getByRole('tabpanel', { name: section })).toBeVisible()
  }
})

test('the user guide and the shortcuts open in every view, and need no network', async ({ app, server }) => {
  const { page } = app
  const guide = page.getByRole('dialog', { name: 'User Guide' })
  await expect(page.getByRole('textbox', { name: 'CompID' })).toBeFocused()
  await page.keyboard.press(keys.help)
  await expect(guide.getByRole('region', { name: 'Sign in' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(guide).toHaveCount(0)
  const shortcuts = settingsOf(page).getByRole('tabpanel', { name: 'Shortcuts' })
  await app.clickMenu('Keyboard Shortcuts')
  await expect(shortcuts).toContainText('Download')
  await page.keyboard.press('Escape')
  await expect(settingsOf(page)).toHaveCount(0)
  await signIn(page)
  await app.clickMenu('shortcuts')
  await expect(shortcuts).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(settingsOf(page)).toHaveCount(0)
  await server.close()
  await app.clickMenu('help')
  await guide.getByRole('button', { name: 'When something does not work' }).click()
  await expect(guide.getByRole('table')).toContainText('No keychain')
})

test('language, theme and the time to undo hold at once and for the next start', async ({ app }) => {
  const { page } = app
  await signIn(page)
  await openSection(page, 'General')
  await settingsOf(page).getByLabel('Undo deleting').selectOption('15')
  await settingsOf(page).getByRole('radio', { name: 'Dark' }).check({ force: true })
  await expect.poll(() => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true)
  await settingsOf(page).getByRole('radio', { name: 'In the system’s player' }).check({ force: true })
  await settingsOf(page).getByRole('radio', { name: '中文' }).check({ force: true })
  const chinese = page.getByRole('dialog', { name: '设置' })
  await expect(chinese.getByRole('tab', { name: '快捷键' })).toBeVisible()
  await chinese.getByRole('tab', { name: '快捷键' }).click()
  await expect(chinese.getByRole('row', { name: /撤销删除.*Z/u })).toBeVisible()
  await expect(chinese.getByRole('row', { name: /前移.*Alt\+↑|前移.*⌥↑/u })).toBeVisible()

  await app.relaunch()
  await expect(app.page.getByRole('grid', { name: '文件列表' })).toBeVisible({ timeout: 15_000 })
  await app.page.keyboard.press('ControlOrMeta+,')
  await expect(app.page.getByRole('dialog', { name: '设置' }).getByLabel('撤销删除')).toHaveValue('15')
  await expect(app.page.getByRole('radio', { name: '系统播放器' })).toBeChecked()
  await app.page.keyboard.press('Escape')
  await row(app.page, 'welcome.mp4').click()
  await app.page.keyboard.press('Delete')
  await expect(app.page.getByRole('region', { name: '删除任务' })).toContainText(/1[0-5] 秒/u)
  await app.page.keyboard.press('ControlOrMeta+z')
  await expect(row(app.page, 'welcome.mp4')).toBeVisible()
})

test('downloads go where they are asked for, or into folders as on the server', async ({
  app,
  server,
  folder,
  keyring,
}) => {
  const { page } = app
  const download = async () => page.getByRole('button', { name: 'Download', exact: true }).click()
  await signIn(page)
  await openSection(page, 'Transfers')
  await settingsOf(page)
    .getByRole('radio', { name: /Where I choose/u })
    .check()
  await page.keyboard.press('Escape')
  await row(page, 'welcome.mp4').click()
  await app.scriptDialog(null)
  await download()
  await expect.poll(async () => (await app.recorded('openDialog')).length).toBe(1)
  const chosen = path.join(folder, 'mine')
  await mkdir(chosen)
  await app.scriptDialog({ filePaths: [chosen] })
  await download()
  await expect(transferRow(page, 'welcome.mp4')).toContainText('Downloaded')
  const expected = await server.expectedSha256('/welcome.mp4')
  expect(await sha256Of(path.join(chosen, 'welcome.mp4'))).toBe(expected)

  await openSection(page, 'Transfers')
  await settingsOf(page)
    .getByRole('radio', { name: /as on the server/u })
    .check()
  await page.keyboard.press('Escape')
  await row(page, '2021-09-24').dblclick()
  const name = '2021-09-24_13-47-41_Win32_73542046.mp4'
  await row(page, name).click()
  await download()
  await expect(transferRow(page, name)).toContainText('Downloaded', { timeout: 30_000 })
  expect(await sha256Of(path.join(downloadFolder(keyring), '2021-09-24', name))).toBe(
    await server.expectedSha256(`/2021-09-24/${name}`),
  )
  expect(await app.recorded('openDialog')).toHaveLength(2)
})

test('limits are those of the transfers panel', async ({ app }) => {
  const { page } = app
  await signIn(page)
  await openSection(page, 'Transfers')
  await settingsOf(page).getByLabel('Downloads at once').selectOption('7')
  await settingsOf(page).getByRole('textbox', { name: 'Download speed limit' }).fill('2')
  await page.keyboard.press('Enter')
  // The process is ended from outside, which does not wait for what is on its way to it.
  await expect
    .poll(() => readFile(path.join(app.userDataDir, 'settings.json'), 'utf8'))
    .toMatch(/"downloadBytesPerSecond":\s*2/u)
  await app.relaunch()
  await expect(app.page.getByRole('grid', { name: 'Files' })).toBeVisible({ timeout: 15_000 })
  await openSection(app.page, 'Transfers')
  await expect(settingsOf(app.page).getByLabel('Downloads at once')).toHaveValue('7')
  await expect(settingsOf(app.page).getByRole('textbox', { name: 'Download speed limit' })).toHaveValue('2')
})

test('before anyone has signed in, diagnostics are there: the connection, and the log without a secret', async ({
  app,
  server,
  folder,
}) => {
  const { page } = app
  await expect(page.getByRole('textbox', { name: 'CompID' })).toBeFocused()
  await openSection(page, 'Diagnostics')
  await expect(settingsOf(page)).toContainText(/CloudRoom Drive \d.*Node \d/u)
  await settingsOf(page).getByRole('button', { name: 'Test Connection' }).click()
  await expect(settingsOf(page)).toContainText(server.origin)
  await expect(settingsOf(page).getByRole('listitem').filter({ hasText: 'Ask the server' })).toContainText(
    'ms',
  )
  await expect(settingsOf(page)).toContainText('This computer and the server agree.')
  // A program that is not packaged is not updated, says so, and offers nothing.
  const updates = settingsOf(page).getByRole('region', { name: 'Updates' })
  await expect(updates.getByRole('status')).toHaveText('Off: this is not an installed package.')
  await expect(updates.getByRole('button')).toHaveCount(0)
  await expect(updates.getByRole('checkbox')).toHaveCount(0)
  await page.keyboard.press('Escape')

  await signIn(page, { compSecret: server.compSecret })
  await openSection(page, 'Diagnostics')
  await settingsOf(page).getByRole('button', { name: 'Test Connection' }).click()
  await expect(
    settingsOf(page).getByRole('listitem').filter({ hasText: 'Ask for the account' }),
  ).toContainText('ms')
  server.setFaults('html-page@query')
  await settingsOf(page).getByRole('button', { name: 'Test Connection' }).click()
  await expect(settingsOf(page).getByRole('listitem').filter({ hasText: 'Ask the server' })).toContainText(
    /CloudRoom/u,
  )
  const file = path.join(folder, 'log.txt')
  await app.scriptDialog({ filePath: file })
  await settingsOf(page).getByRole('button', { name: 'Export Log…' }).click()
  await expect(settingsOf(page)).toContainText('The log was saved.')
  const log = await readFile(file, 'utf8')
  expect(log).toContain('Call answered')
  const secretKey = server.state().log.find(({ params }) => params['SecretKey'])?.params['SecretKey']
  expect(secretKey).toMatch(/^[\da-f]{32}$/u)
  expect(log).not.toContain(String(secretKey))
})

test('accounts can be removed and added there', async ({ app }) => {
  const { page } = app
  await signIn(page)
  await openSection(page, 'Accounts')
  await expect(settingsOf(page)).toContainText('signed in')
  await settingsOf(page).getByRole('button', { name: 'Remove account Company 1' }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByRole('button', { name: 'Sign In', exact: true })).toBeVisible()
  await openSection(page, 'Accounts')
  await expect(settingsOf(page)).toContainText('No account is saved')
})
