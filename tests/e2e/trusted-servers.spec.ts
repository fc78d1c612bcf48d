import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { openTlsFront } from '../support/open-tls-front.ts'
import { certificateBy, pinTo, selfSignedCertificate } from '../support/self-signed-certificate.ts'
import { downloadFolder, expect, makeMp4, row, sha256Of, signIn, test, transferRow } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo', dialect: 'relative-url' } })

const settingsOf = (page: Page) => page.getByRole('dialog', { name: 'Settings' })

async function openTrustedServers(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+,')
  await settingsOf(page).getByRole('tab', { name: 'Trusted Servers' }).click()
}

async function submitTo(page: Page, origin: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Server address' }).fill(origin)
  await page.getByRole('textbox', { name: 'CompID' }).fill('1')
  await page.getByLabel('CompSecret', { exact: true }).fill('1')
  await page.keyboard.press('Enter')
}

test('a private certificate: refused, looked at, trusted, remembered, changed, trusted no more', async ({
  app,
  server,
  keyring,
}) => {
  // Two starts and four sign-ins.
  test.slow()
  const tomorrow = new Date(Date.now() + 86_400_000)
  const certificate = selfSignedCertificate('localhost', tomorrow)
  const front = await openTlsFront(server, certificate)
  const { page } = app
  const refusal = page.getByRole('alert')
  const dialog = page.getByRole('alertdialog', { name: `Trust the certificate of ${front.server}?` })
  const list = page.getByRole('grid', { name: 'Files' })

  await submitTo(page, front.origin)
  await expect(refusal).toContainText('No secure connection could be made')

  // Only looking, and by Enter on what has the focus, changes nothing.
  await refusal.getByRole('button', { name: 'Show Certificate…' }).click()
  await expect(dialog).toContainText(pinTo(certificate).fingerprint)
  await expect(dialog).toContainText('Issued bylocalhost')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  expect(front.received()).toBe(0)

  await refusal.getByRole('button', { name: 'Show Certificate…' }).click()
  await dialog.getByRole('button', { name: 'Trust This Certificate for This Server' }).click()
  await expect(list).toHaveAttribute('aria-busy', 'false')
  await row(page, 'welcome.mp4').click()
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  await expect(transferRow(page, 'welcome.mp4')).toContainText('Downloaded')
  expect(await sha256Of(path.join(downloadFolder(keyring), 'welcome.mp4'))).toBe(
    await server.expectedSha256('/welcome.mp4'),
  )

  await app.relaunch()
  const again = app.page
  await expect(row(again, 'welcome.mp4')).toBeVisible({ timeout: 15_000 })
  await again.keyboard.press('ControlOrMeta+,')
  await settingsOf(again).getByRole('tab', { name: 'Diagnostics' }).click()
  await settingsOf(again).getByRole('button', { name: 'Test Connection' }).click()
  await expect(settingsOf(again)).toContainText(pinTo(certificate).fingerprint)
  await expect(settingsOf(again)).toContainText('you trust this very certificate')
  await again.keyboard.press('Escape')

  // The server gets another certificate: both are shown, and the session goes on once that is confirmed.
  const next = selfSignedCertificate('localhost', tomorrow)
  front.setCertificate(next)
  front.dropConnections()
  await again.keyboard.press('F5')
  await expect(again.getByText('Refreshing did not succeed')).toBeVisible()
  await again.getByRole('button', { name: 'Sign In Again' }).click()
  await expect(again.getByRole('alert')).toContainText(`The certificate of ${front.server} has changed`)
  for (const { fingerprint } of [pinTo(certificate), pinTo(next)])
    await expect(again.getByRole('alert')).toContainText(fingerprint)
  await again.getByRole('alert').getByRole('button', { name: 'Show Certificate…' }).click()
  await expect(again.getByRole('alertdialog')).toContainText('not the certificate that you trusted so far')
  await again.getByRole('button', { name: 'Trust This Certificate for This Server' }).click()
  await expect(row(again, 'welcome.mp4')).toBeVisible()

  // And another: a transfer that it was refused for goes on once it is confirmed.
  const last = selfSignedCertificate('localhost', tomorrow)
  front.setCertificate(last)
  front.dropConnections()
  await row(again, 'demo.mp4').click()
  await again.getByRole('button', { name: 'Download', exact: true }).click()
  await transferRow(again, 'demo.mp4').getByRole('button', { name: 'Show Certificate…' }).click()
  await expect(again.getByRole('alertdialog')).toContainText(pinTo(last).fingerprint)
  await again.getByRole('button', { name: 'Trust This Certificate for This Server' }).click()
  await expect(transferRow(again, 'demo.mp4')).toContainText('Downloaded')

  await openTrustedServers(again)
  const entry = settingsOf(again).getByRole('listitem').filter({ hasText: front.server })
  await expect(entry).toContainText(pinTo(last).fingerprint)
  await entry.getByRole('button', { name: `Stop trusting ${front.server}` }).click()
  await again.getByRole('alertdialog').getByRole('button', { name: 'Stop Trusting' }).click()
  await expect(again.getByText(`${front.server} is no longer trusted.`).first()).toBeVisible()
  await expect(again.getByRole('alert')).toContainText('No secure connection could be made')
  await openTrustedServers(again)
  await expect(settingsOf(again)).toContainText('Only servers that your system trusts are trusted.')
  await again.keyboard.press('Escape')

  const received = front.received()
  await again.getByRole('button', { name: /^Sign in as/u }).click()
  await expect(again.getByRole('alert')).toContainText('No secure connection could be made')
  expect(front.received()).toBe(received)
  await front.close()
})

test('http is asked about once for a server, and again when that was taken back', async ({ app, server }) => {
  const { page } = app
  await signIn(page)
  await app.relaunch()
  const again = app.page
  await expect(row(again, 'welcome.mp4')).toBeVisible({ timeout: 15_000 })
  await openTrustedServers(again)
  const { host } = new URL(server.origin)
  const entry = settingsOf(again)
    .getByRole('listitem')
    .filter({ hasText: `http://${host}` })
  await expect(entry).toContainText('http without encryption')
  await entry.getByRole('button', { name: /^Stop trusting/u }).press('Enter')
  await again.getByRole('alertdialog').getByRole('button', { name: 'Stop Trusting' }).press('Enter')
  await expect(again.getByRole('alert').first()).toContainText(/encrypt/iu)
  const asked = server.state().requests.query
  await again.getByRole('alert').first().getByRole('button', { name: 'Review and Confirm' }).click()
  const consent = again.getByRole('checkbox', { name: /understand the risk/u })
  await expect(consent).toBeFocused()
  expect(server.state().requests.query).toBe(asked)
  // The kept account signs in with its kept secret.
  await consent.press(' ')
  await again.getByRole('alert').first().getByRole('button', { name: 'Retry' }).click()
  await expect(row(again, 'welcome.mp4')).toBeVisible()
})

test.describe('an authority of the company’s own', () => {
  test.skip(process.platform !== 'linux', 'Nothing else lets a test have a certificate store of its own')
  const tomorrow = new Date(Date.now() + 86_400_000)
  const authority = selfSignedCertificate('Office CA', tomorrow)
  const certificate = certificateBy(authority, 'Office CA', 'localhost', tomorrow)

  test.describe('in the system’s store', () => {
    test.use({
      // What OpenSSL's variables name is the system's store on Linux.
      appOptions: async ({ folder }, use) => {
        const file = path.join(folder, 'store.pem')
        const emptyFolder = path.join(folder, 'certs')
        await mkdir(emptyFolder)
        await writeFile(file, authority.cert)
        await use({ env: { SSL_CERT_FILE: file, SSL_CERT_DIR: emptyFolder } })
      },
    })

    test('is trusted without a question, for asking, uploads and downloads', async ({
      app,
      server,
      folder,
      keyring,
    }) => {
      const front = await openTlsFront(server, certificate)
      const { page } = app
      await submitTo(page, front.origin)
      const list = page.getByRole('grid', { name: 'Files' })
      await expect(list).toHaveAttribute('aria-busy', 'false')
      await expect(page.getByRole('alert')).toHaveCount(0)

      await row(page, 'welcome.mp4').click()
      await page.getByRole('button', { name: 'Download', exact: true }).click()
      await expect(transferRow(page, 'welcome.mp4')).toContainText('Downloaded')
      expect(await sha256Of(path.join(downloadFolder(keyring), 'welcome.mp4'))).toBe(
        await server.expectedSha256('/welcome.mp4'),
      )
      const video = await makeMp4(folder, 'minutes.mp4', 300_000)
      await app.dropFiles(list, [video])
      await expect(transferRow(page, 'minutes.mp4')).toContainText('Uploaded')

      await openTrustedServers(page)
      await expect(settingsOf(page)).toContainText('Only servers that your system trusts are trusted.')
      await settingsOf(page).getByRole('tab', { name: 'Diagnostics' }).click()
      await settingsOf(page).getByRole('button', { name: 'Test Connection' }).click()
      await expect(settingsOf(page)).toContainText('Office CA')
      await expect(settingsOf(page)).not.toContainText('you trust this very certificate')
      await front.close()
    })
  })

  test('in no store is asked about', async ({ app, server }) => {
    const front = await openTlsFront(server, certificate)
    const refusal = app.page.getByRole('alert')
    await submitTo(app.page, front.origin)
    await expect(refusal).toContainText('No secure connection could be made')
    await refusal.getByRole('button', { name: 'Show Certificate…' }).click()
    await expect(app.page.getByRole('alertdialog')).toContainText('Issued byOffice CA')
    expect(front.received()).toBe(0)
    await front.close()
  })
})
