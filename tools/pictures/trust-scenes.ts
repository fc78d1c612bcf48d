import { expect, type Page } from '@playwright/test'
import { startEmulator } from '#emulator/server.ts'
import type { Language } from '#shared/models/settings.ts'
import type { Bridge } from '#shared/ipc/contract.ts'
import type { SignInRequest } from '#shared/ipc/schemas.ts'
import { openTlsFront } from '../../tests/support/open-tls-front.ts'
import { selfSignedCertificate } from '../../tests/support/self-signed-certificate.ts'
import type { TakePictures } from './camera.ts'
import { localeOf } from './scenes.ts'
import type { Stage } from './stage.ts'
import { wordsOf } from './words.ts'

export const trustScenes = [
  'certificate-refused',
  'certificate',
  'certificate-changed',
  'settings-servers',
] as const

const validUntil = new Date(Date.UTC(2035, 11, 31))

type WithBridge = typeof globalThis & { readonly cloudroom: Bridge }

const signInTo = (page: Page, input: SignInRequest): Promise<unknown> =>
  page.evaluate((given) => (globalThis as WithBridge).cloudroom.request('accounts.signIn', given), input)

/** A private server whose certificate nobody vouches for, before and after it is trusted, and when it gets another one. */
export async function pictureTrust(stage: Stage, language: Language, take: TakePictures): Promise<void> {
  const { text } = wordsOf[language]
  const server = await startEmulator({ seed: 'demo', dialect: 'relative-url' })
  const front = await openTlsFront(server, selfSignedCertificate('localhost', validUntil))
  try {
    const app = await stage.open({
      args: [`--server=${server.url.replace(server.origin, front.origin)}`],
      locale: localeOf[language],
    })
    const { page } = app
    const refusal = page.getByRole('alert')
    const showCertificate = refusal.getByRole('button', { name: text.signIn.wayOut.showCertificate })
    const dialog = page.getByRole('alertdialog')
    const trust = async (): Promise<void> => {
      await dialog.getByRole('button', { name: text.trust.confirm }).click()
      await expect(page.getByRole('grid', { name: text.explorer.files })).toHaveAttribute(
        'aria-busy',
        'false',
      )
    }
    await page.getByRole('textbox', { name: text.signIn.compId }).fill(String(front.compId))
    await page.getByLabel(text.signIn.compSecret, { exact: true }).fill(front.compSecret)
    await page.getByRole('checkbox', { name: text.signIn.remember }).uncheck()
    await page.getByRole('button', { name: text.signIn.submit, exact: true }).click()
    await expect(showCertificate).toBeVisible()
    await take(app, 'certificate-refused')
    await showCertificate.click()
    await expect(dialog).toContainText(text.trust.fingerprint)
    await take(app, 'certificate')
    await trust()
    front.setCertificate(selfSignedCertificate('localhost', validUntil))
    front.dropConnections()
    await page.keyboard.press('F5')
    await page.getByRole('button', { name: text.account.signInAgain }).click()
    await showCertificate.click()
    await expect(dialog).toContainText(text.trust.trustedSoFar)
    await take(app, 'certificate-changed')
    await trust()

    // The same server without encryption, too.
    const { origin, prefix, compId, compSecret } = server
    await signInTo(page, {
      server: { origin, prefix },
      credentials: { mode: 'company', compId: String(compId), compSecret, appId: null },
      remember: false,
      allowHttp: true,
    })
    await page.keyboard.press('ControlOrMeta+,')
    const settings = page.getByRole('dialog', { name: text.settings.title })
    await settings.getByRole('tab', { name: text.settings.section.servers }).click()
    await expect(settings.getByRole('listitem')).toHaveCount(2)
    await take(app, 'settings-servers')
    await page.keyboard.press('Escape')

    await app.close()
  } finally {
    await front.close()
    await server.close()
  }
}
