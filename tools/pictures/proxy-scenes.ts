import { expect, type Locator } from '@playwright/test'
import { startEmulator } from '#emulator/server.ts'
import type { Bridge } from '#shared/ipc/contract.ts'
import type { Language } from '#shared/models/settings.ts'
import { submitSignIn } from '../../tests/e2e/fixture.ts'
import { openHttpProxy } from '../../tests/support/open-proxies.ts'
import type { TakePictures } from './camera.ts'
import { localeOf } from './scenes.ts'
import type { Stage } from './stage.ts'
import { wordsOf } from './words.ts'

type WithBridge = typeof globalThis & { readonly cloudroom: Bridge }

export const proxyScenes = [
  'proxy-refused',
  'proxy-password',
  'proxy-password-refused',
  'settings-proxies',
  'proxy-message',
  'proxy-folder',
  'proxy-deletion',
] as const

const user = 'OFFICE\\lin.xiaomei'
const password = 'correct-horse-battery'

/** A proxy that wants to know who the user is: what it says, the question, a wrong answer, what is kept of the right one, and what else it stops. */
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
    await page.keyboard.press('Escape')

    proxy.want(`${user}:another`)
    const list = page.getByRole('grid', { name: text.explorer.files })
    const recording = list.getByRole('row').filter({ hasText: 'welcome.mp4' })
    const enterIn = (place: Locator) => place.getByRole('button', { name: text.proxies.enter }).last()
    await page.evaluate(() =>
      (globalThis as WithBridge).cloudroom.request('settings.update', {
        undoSeconds: 0,
        warnsOfLinks: false,
      }),
    )
    await recording.click({ button: 'right' })
    await app.contextMenu.choose(text.copy.links.split(' | ')[0] ?? '')
    await expect(enterIn(page.locator('.toast'))).toBeVisible()
    await take(app, 'proxy-message')
    await page.locator('.toast').getByRole('button', { name: text.common.close }).click()
    await list.getByRole('row').filter({ hasText: '2021-09-15' }).click()
    await page.getByRole('button', { name: text.explorer.download, exact: true }).click()
    await page.getByRole('group').getByRole('button', { name: text.delete.details }).click()
    await expect(enterIn(page.getByRole('dialog'))).toBeVisible()
    await take(app, 'proxy-folder')
    await page.keyboard.press('Escape')
    await recording.click()
    await page.keyboard.press('Delete')
    await page.getByRole('alertdialog').getByRole('button').last().click()
    await page
      .getByRole('region', { name: text.delete.label })
      .getByRole('button', { name: text.delete.details })
      .click()
    await expect(enterIn(page.getByRole('dialog'))).toBeVisible()
    await take(app, 'proxy-deletion')
    await app.close()
  } finally {
    await proxy.close()
    await server.close()
  }
}
