import { expect } from '@playwright/test'
import { startEmulator } from '#emulator/server.ts'
import type { Language } from '#shared/models/settings.ts'
import { submitSignIn } from '../../tests/e2e/fixture.ts'
import { openHttpProxy } from '../../tests/support/open-proxies.ts'
import type { TakePictures } from './camera.ts'
import { localeOf } from './scenes.ts'
import type { Stage } from './stage.ts'
import { wordsOf } from './words.ts'

export const proxyScenes = [
  'proxy-refused',
  'proxy-password',
  'proxy-password-refused',
  'settings-proxies',
] as const

const user = 'OFFICE\\lin.xiaomei'
const password = 'correct-horse-battery'

/** A proxy that wants to know who the user is: what it says, the question, a wrong answer, and what is kept of the right one. */
export async function pictureProxies(stage: Stage, language: Language, take: TakePictures): Promise<void> {
  const { text, signIn } = wordsOf[language]
  const server = await startEmulator({ seed: 'demo', dialect: 'relative-url' })
  const proxy = await openHttpProxy({ wants: `${user}:${password}` })
  try {
    const app = await stage.open({
      args: [
        `--server=${server.url}`,
        `--proxy-server=http://${proxy.address}`,
        '--proxy-bypass-list=<-loopback>',
      ],
      locale: localeOf[language],
    })
    const { page } = app
    const dialog = page.getByRole('dialog', { name: text.proxies.title })
    const give = async (secret: string): Promise<void> => {
      await dialog.getByLabel(text.proxies.password, { exact: true }).fill(secret)
      await dialog.getByRole('checkbox', { name: text.proxies.remember }).uncheck()
      await dialog.getByRole('button', { name: text.proxies.confirm }).click()
    }
    await page.getByRole('checkbox', { name: text.signIn.remember }).uncheck()
    await submitSignIn(page, { compId: String(server.compId), compSecret: server.compSecret }, signIn)
    const enter = page.getByRole('alert').getByRole('button', { name: text.proxies.enter })
    await expect(enter).toBeVisible()
    await take(app, 'proxy-refused')
    await enter.click()
    await dialog.getByRole('textbox', { name: text.proxies.user }).fill(user)
    await take(app, 'proxy-password')
    await give('wrong-horse-battery')
    await expect(dialog.getByRole('alert')).toContainText(user)
    await take(app, 'proxy-password-refused')
    await give(password)
    await expect(page.getByRole('grid', { name: text.explorer.files })).toHaveAttribute('aria-busy', 'false')
    await page.keyboard.press('ControlOrMeta+,')
    const settings = page.getByRole('dialog', { name: text.settings.title })
    await settings.getByRole('tab', { name: text.settings.section.servers }).click()
    await expect(settings.getByRole('list', { name: text.proxies.heading })).toContainText(proxy.address)
    await take(app, 'settings-proxies')
    await app.close()
  } finally {
    await proxy.close()
    await server.close()
  }
}
