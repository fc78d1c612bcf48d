import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { openHttpProxy } from '../support/open-proxies.ts'
import { violations } from './axe-scan.ts'
import { compose } from './compose.ts'
import {
  downloadFolder,
  ownDownloads,
  quietSettings,
  test as base,
  expect,
  row,
  sha256Of,
  submitSignIn,
  transferRow,
} from './fixture.ts'
import { launchApp, type AppDriver } from './driver/launch.ts'

interface Fixtures {
  /** The system's proxy, for this computer's own addresses, too. */
  readonly office: Awaited<ReturnType<typeof openHttpProxy>>
  readonly app: AppDriver
}

const password = 'correct-horse-battery'

const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs off this pattern
  office: async ({}, use) => {
    const proxy = await openHttpProxy({ wants: `OFFICE\\me:${password}` })
    await use(proxy)
    await proxy.close()
  },
  app: async ({ server, keyring, office }, use) => {
    const app = await launchApp({
      settings: { ...ownDownloads(keyring), ...quietSettings },
      args: [
        `--server=${server.url}`,
        `--proxy-server=http://${office.address}`,
        '--proxy-bypass-list=<-loopback>',
      ],
      env: keyring.env,
    })
    await use(app)
    await app.close()
  },
})

test.use({ serverOptions: { seed: 'demo', dialect: 'relative-url' } })

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Sign in to the proxy' })
const settingsOf = (page: Page) => page.getByRole('dialog', { name: 'Settings' })

async function give(page: Page, secret: string): Promise<void> {
  await dialogOf(page).getByLabel('Password', { exact: true }).fill(secret)
  await page.keyboard.press('Enter')
}

test('a proxy that wants a password: asked, wrong, asked again, right, remembered, changed, forgotten', async ({
  app,
  office: proxy,
}) => {
  // Two starts.
  test.slow()
  const { page } = app
  await submitSignIn(page)
  const refusal = page.getByRole('alert')
  await expect(refusal).toContainText('The proxy wants your user name and password')
  await refusal.getByRole('button', { name: 'Enter Proxy Password…' }).click()
  await expect(dialogOf(page)).toContainText(proxy.address)
  const user = dialogOf(page).getByRole('textbox', { name: 'User name' })
  await expect(user).toBeFocused()
  const session = await page.context().newCDPSession(page)
  await compose(session, user)
  await compose(session, dialogOf(page).getByLabel('Password', { exact: true }))
  await dialogOf(page).getByRole('button', { name: 'Show secret' }).click()
  await compose(session, dialogOf(page).getByLabel('Password', { exact: true }))
  await dialogOf(page).getByRole('button', { name: 'Hide secret' }).click()
  await user.focus()

  // Nothing is sent before both are there.
  await page.keyboard.press('Enter')
  await expect(user).toHaveAttribute('aria-invalid', 'true')
  expect(await violations(page)).toEqual([])
  await user.fill('OFFICE\\me')
  await give(page, 'wrong-horse-battery')
  await expect(dialogOf(page).getByRole('alert')).toContainText('did not accept the user “OFFICE\\me”')
  await expect(dialogOf(page).getByLabel('Password', { exact: true })).toBeFocused()
  await give(page, password)
  await expect(row(page, 'welcome.mp4')).toBeVisible()
  expect(proxy.given.filter((given) => given?.endsWith('wrong-horse-battery') === true)).toHaveLength(1)

  await app.relaunch()
  const again = app.page
  await expect(row(again, 'welcome.mp4')).toBeVisible({ timeout: 15_000 })

  // The password changes: what fails has the way out beside it, and all of it goes on.
  proxy.want('OFFICE\\me:another')
  await row(again, 'welcome.mp4').click()
  await again.getByRole('button', { name: 'Download', exact: true }).click()
  await transferRow(again, 'welcome.mp4').getByRole('button', { name: 'Enter Proxy Password…' }).click()
  await give(again, 'another')
  await expect(transferRow(again, 'welcome.mp4')).toContainText('Downloaded')

  await again.keyboard.press('ControlOrMeta+,')
  await settingsOf(again).getByRole('tab', { name: 'Trusted Servers' }).click()
  const list = settingsOf(again).getByRole('list', { name: 'Proxy passwords' })
  await expect(list.getByRole('listitem')).toContainText([proxy.address])
  await expect(list).toContainText('Password in your system’s keychain')
  await list.getByRole('button', { name: `Forget the password for ${proxy.address}` }).press('Enter')
  await expect(settingsOf(again).getByRole('status')).toContainText('is forgotten')

  // The connection test says so, and goes on from where it was asked.
  await settingsOf(again).getByRole('tab', { name: 'Diagnostics' }).click()
  await settingsOf(again).getByRole('button', { name: 'Test Connection' }).click()
  await settingsOf(again).getByRole('button', { name: 'Enter Proxy Password…' }).click()
  const another = await again.context().newCDPSession(again)
  await compose(another, dialogOf(again).getByRole('textbox', { name: 'User name' }))
  await dialogOf(again).getByRole('textbox', { name: 'User name' }).fill('OFFICE\\me')
  await give(again, 'another')
  await expect(settingsOf(again)).toContainText('This computer and the server agree.')

  for (const file of ['proxies.json', 'accounts.json', path.join('logs', 'main.log')]) {
    const text = await readFile(path.join(app.userDataDir, file), 'utf8')
    expect(text).not.toContain(password)
  }
})

test('whatever the proxy stops has the way out beside it, and goes on', async ({
  app,
  office: proxy,
  server,
  keyring,
}) => {
  test.slow()
  const { page } = app
  for (const at of ['a.mp4', 'deep/b.mp4']) server.addFile(`/Behind/${at}`, 310_000)
  await submitSignIn(page)
  await page.getByRole('alert').getByRole('button', { name: 'Enter Proxy Password…' }).click()
  await dialogOf(page).getByRole('textbox', { name: 'User name' }).fill('OFFICE\\me')
  await give(page, password)
  await expect(row(page, 'welcome.mp4')).toBeVisible()

  // A message about what was just asked for.
  proxy.want('OFFICE\\me:second')
  await row(page, 'welcome.mp4').click({ button: 'right' })
  await app.contextMenu.choose('Copy Download Link…')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Copy Link' }).click()
  await page.getByRole('button', { name: 'Enter Proxy Password…' }).click()
  await give(page, 'second')
  await expect.poll(async () => (await app.recorded('clipboard')).length).toBe(1)

  // A folder that could not be looked through.
  proxy.want('OFFICE\\me:third')
  await row(page, 'Behind').click()
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  const unread = page.getByRole('group', { name: 'Download of “Behind”' })
  await unread.getByRole('button', { name: 'Details…' }).click()
  const failed = page.getByRole('dialog', { name: '1 folder could not be read' })
  await expect(failed).toContainText('follow by themselves once the proxy has its password')
  expect(await violations(page)).toEqual([])
  await failed.getByRole('button', { name: 'Enter Proxy Password…' }).click()
  await give(page, 'third')
  await expect(transferRow(page, 'b.mp4')).toContainText('Downloaded')
  await expect(transferRow(page, 'a.mp4')).toContainText('Downloaded')
  await expect(unread).toHaveCount(0)
  for (const at of ['a.mp4', 'deep/b.mp4']) {
    const copy = path.join(downloadFolder(keyring), 'Behind', at)
    expect(await sha256Of(copy)).toBe(await server.expectedSha256(`/Behind/${at}`))
  }

  // Or it is given up.
  proxy.want('OFFICE\\me:skipped')
  await row(page, 'Behind').click()
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  await unread.getByRole('button', { name: 'Details…' }).click()
  await failed.getByRole('button', { name: 'Skip These Folders' }).click()
  await expect(failed).toBeHidden()
  await expect(unread).toHaveCount(0)

  // What was to be deleted.
  await page.keyboard.press('Escape')
  await row(page, 'welcome.mp4').click()
  proxy.want('OFFICE\\me:fourth')
  await page.keyboard.press('Delete')
  const deletions = page.getByRole('region', { name: 'Deletions' })
  await expect(deletions).toContainText('not deleted', { timeout: 20_000 })
  await deletions.getByRole('button', { name: 'Details…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Enter Proxy Password…' }).click()
  await give(page, 'fourth')
  await expect(deletions).toHaveCount(0)
  expect(await server.stored('/welcome.mp4')).toBeNull()
})
