import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, signIn, submitSignIn, test } from './fixture.ts'

test.describe('signing in', () => {
  test.use({ serverOptions: { seed: 'demo' } })

  test('company account: http needs consent before anything is sent; then it proves the credentials and shows the recordings', async ({
    app,
    server,
  }) => {
    const { page } = app
    await page.getByRole('textbox', { name: 'CompID' }).fill('1')
    await page.getByLabel('CompSecret', { exact: true }).fill('1')
    await page.getByRole('button', { name: 'Sign In', exact: true }).click()
    await expect(page.getByText('Please confirm the unencrypted connection first')).toBeVisible()
    expect(server.state().log).toHaveLength(0)
    await signIn(page)
    await expect(page.getByRole('gridcell', { name: 'welcome.mp4' })).toBeVisible()
  })

  test('project account', async ({ app, server }) => {
    const { page } = app
    await page.getByRole('radio', { name: 'Project' }).check({ force: true })
    await page.getByRole('textbox', { name: 'AppID' }).fill(server.appId)
    await page.getByLabel('AppSecret', { exact: true }).fill(server.appSecret)
    await page.getByRole('checkbox', { name: 'I understand the risk, connect anyway' }).check()
    await page.getByRole('button', { name: 'Sign In', exact: true }).click()
    await expect(page.getByRole('gridcell', { name: 'welcome.mp4' })).toBeVisible()
    expect(JSON.stringify(server.state().log)).not.toContain(server.appSecret)
  })

  test('an account that does not exist and one without API permission have their own words; a wrong secret is named, and the cursor waits in its field', async ({
    app,
  }) => {
    await submitSignIn(app.page, { compId: '999' })
    await expect(app.page.getByRole('alert')).toContainText(/exist/iu)
    await submitSignIn(app.page, { compId: '2', compSecret: '2' })
    await expect(app.page.getByRole('alert')).toContainText(/permission/iu)
    await submitSignIn(app.page, { compSecret: 'not-it' })
    await expect(app.page.getByRole('alert')).toContainText(/secret/iu)
    await expect(app.page.getByLabel('CompSecret', { exact: true })).toBeFocused()
    await submitSignIn(app.page)
    await expect(app.page.getByRole('grid', { name: 'Files' })).toBeVisible()
  })

  test('a dead server can be tried again', async ({ app, server }) => {
    server.setFaults('drop')
    await submitSignIn(app.page)
    await expect(app.page.getByRole('alert')).toBeVisible()
    server.clearFaults()
    await app.page.getByRole('alert').getByRole('button', { name: 'Retry' }).click()
    await expect(app.page.getByRole('grid', { name: 'Files' })).toBeVisible()
  })

  test('remembers: the next start signs in by itself, and signing out forgets', async ({ app }) => {
    await signIn(app.page)
    await app.relaunch()
    await expect(app.page.getByRole('grid', { name: 'Files' })).toBeVisible()
    await app.page.getByRole('button', { name: 'Account and settings' }).click()
    await app.page.getByRole('menuitem', { name: 'Sign Out…' }).click()
    await app.page.getByRole('alertdialog').getByRole('button', { name: 'Sign Out' }).click()
    await expect(app.page.getByRole('button', { name: 'Sign In', exact: true })).toBeVisible()
    await app.relaunch()
    await expect(app.page.getByRole('button', { name: 'Sign In', exact: true })).toBeVisible()
    await app.page.getByRole('button', { name: /^Sign in as/u }).click()
    await expect(app.page.getByRole('alert')).toContainText(/secret/iu)
  })

  test('without "remember me" the next start asks again', async ({ app }) => {
    await app.page.getByRole('checkbox', { name: 'Remember me' }).uncheck()
    await signIn(app.page)
    await app.relaunch()
    await expect(app.page.getByRole('button', { name: 'Sign In', exact: true })).toBeVisible()
  })

  test('two accounts are kept and switched', async ({ app, server }) => {
    const { page } = app
    await signIn(page)
    await page.getByRole('button', { name: 'Account and settings' }).click()
    await page.getByRole('menuitem', { name: 'Add Account…' }).click()
    await page.getByRole('radio', { name: 'Project' }).check({ force: true })
    await page.getByRole('textbox', { name: 'AppID' }).fill(server.appId)
    await page.getByLabel('AppSecret', { exact: true }).fill(server.appSecret)
    // Asked once for each server, whoever signs in.
    await expect(page.getByText('which you have confirmed for this server')).toBeVisible()
    await expect(page.getByRole('checkbox', { name: /understand the risk/u })).toHaveCount(0)
    await page.getByRole('button', { name: 'Sign In', exact: true }).click()
    await expect(page.getByRole('grid', { name: 'Files' })).toBeVisible()
    await page.getByRole('button', { name: 'Account and settings' }).click()
    await expect(page.getByRole('menu')).toContainText(`Project ${server.appId}`)
    server.resetCounters()
    await page.getByRole('menuitem', { name: /Company 1/u }).click()
    await expect.poll(() => JSON.stringify(server.state().log)).toContain('CompID')
    await expect(page.getByRole('gridcell', { name: 'welcome.mp4' })).toBeVisible()
  })
})

test.describe('a server that is not CloudRoom', () => {
  test('is told apart from a wrong secret', async ({ app }) => {
    const other = createServer((_request, response) =>
      response.end('<html><body>Welcome to nginx!</body></html>'),
    )
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    await app.page.getByRole('textbox', { name: 'Server address' }).fill(`http://127.0.0.1:${port}`)
    await submitSignIn(app.page)
    await expect(app.page.getByRole('alert')).toContainText(/CloudRoom/u)
    await expect(
      app.page.getByRole('alert').getByRole('button', { name: 'Check the Server Address' }),
    ).toBeVisible()
    other.close()
  })

  test('TLS that cannot be trusted is refused and explained', async ({ app, server }) => {
    // https spoken to a plain http port: the handshake fails as it does with anything that is not TLS.
    await app.page
      .getByRole('textbox', { name: 'Server address' })
      .fill(server.origin.replace('http:', 'https:'))
    await app.page.getByRole('textbox', { name: 'CompID' }).fill('1')
    await app.page.getByLabel('CompSecret', { exact: true }).fill('1')
    await app.page.getByRole('button', { name: 'Sign In', exact: true }).click()
    await expect(app.page.getByRole('alert')).toContainText(/TLS|certificate|secure/iu)
  })
})

test.describe('a keychain that is locked', () => {
  test.skip(process.platform !== 'linux', 'Nothing else lets a test have a keychain of its own')
  test.use({ keyringState: 'locked' })
  test('works for this run, says so, and keeps nothing', async ({ app }) => {
    await signIn(app.page)
    await expect(app.page.getByText(/could not be saved in your system’s keychain/u)).toBeVisible()
    await app.relaunch()
    await expect(app.page.getByRole('button', { name: 'Sign In', exact: true })).toBeVisible()
  })
})

test.describe('a system without a keychain', () => {
  test.skip(process.platform !== 'linux', 'Nothing else lets a test have a keychain of its own')
  test.use({ keyringState: 'absent' })
  test('works for this run and says so', async ({ app }) => {
    const { page } = app
    await signIn(page)
    const notice = page
      .getByRole('status')
      .filter({ hasText: 'could not be saved in your system’s keychain' })
    await expect(notice).toBeVisible()
    // Closed by key, it leaves the keyboard to the list.
    await notice.getByRole('button', { name: 'Dismiss' }).focus()
    await page.keyboard.press('Enter')
    await expect(notice).toHaveCount(0)
    await expect(page.getByRole('grid', { name: 'Files' })).toBeFocused()
  })
})
