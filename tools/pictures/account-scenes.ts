import { expect } from '@playwright/test'
import type { Language } from '#shared/models/settings.ts'
import { startKeyring } from '../../tests/e2e/driver/keyring.ts'
import type { TakePictures } from './camera.ts'
import type { SceneSet } from './scenes.ts'
import type { Stage } from './stage.ts'
import { withSet } from './with-set.ts'
import { startOf } from './words.ts'

export const accountScenes = ['account-add', 'account-menu', 'account-remove'] as const

/** Two accounts that are kept: the form for the second one, the menu, and the question before one is forgotten. */
export async function pictureAccounts(stage: Stage, language: Language, take: TakePictures): Promise<void> {
  const keyring = await startKeyring('unlocked')
  try {
    await withSet(stage, language, take, { remembers: true, env: keyring.env }, play)
  } finally {
    await keyring.stop()
  }
}

async function play({ page, server, words: { text }, take }: SceneSet): Promise<void> {
  const menu = page.getByRole('menu', { name: text.account.menu })
  const openMenu = async (): Promise<void> => {
    if (await menu.isVisible()) return
    await page.getByRole('button', { name: text.explorer.account }).click()
    await expect(menu).toBeVisible()
  }
  const addAccount = async (): Promise<void> => {
    await openMenu()
    await menu.getByRole('menuitem', { name: text.account.add }).click()
  }
  await addAccount()
  await page.getByRole('radio', { name: text.signIn.project }).check({ force: true })
  await page.getByRole('textbox', { name: text.signIn.appId }).fill(server.appId)
  await page.getByLabel(text.signIn.appSecret, { exact: true }).fill(server.appSecret)
  await take('account-add')
  await page.getByRole('button', { name: text.signIn.submit, exact: true }).click()
  await expect(page.getByRole('grid', { name: text.explorer.files })).toHaveAttribute('aria-busy', 'false')
  const pose = async (): Promise<void> => {
    await openMenu()
    await page.keyboard.press('Home')
  }
  await take('account-menu', { pose })
  await addAccount()
  await page
    .getByRole('button', { name: startOf(text.signIn.removeProfile) })
    .first()
    .click()
  await expect(page.getByRole('alertdialog')).toContainText(text.signIn.removeText)
  await take('account-remove')
}
