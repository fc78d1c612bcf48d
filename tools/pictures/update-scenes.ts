import { expect } from '@playwright/test'
import { goTo, type SceneSet } from './scenes.ts'
import { exampleUpdate as update, tellOfUpdate as tell } from './told-updates.ts'

export const updateScenes = [
  'update-notice',
  'update-available',
  'update-downloading',
  'update-ready',
  'update-failed',
] as const

/** A new version: told of, looked at, fetched, ready, and not to be had. */
export async function pictureUpdates({ page, words, take }: SceneSet): Promise<void> {
  const { text } = words
  await goTo(page, words, '/')
  await tell(page, { status: 'available', update })
  await expect(page.getByRole('button', { name: text.updates.details })).toBeVisible()
  await take('update-notice')
  await page.getByRole('button', { name: text.updates.details }).click()
  const section = page.getByRole('region', { name: text.updates.title })
  await section.scrollIntoViewIfNeeded()
  await take('update-available')
  await tell(page, { status: 'downloading', update, share: 0.42 })
  await expect(section.getByRole('progressbar')).toBeVisible()
  await take('update-downloading')
  await tell(page, { status: 'ready', update })
  await expect(section.getByRole('button', { name: text.updates.install })).toBeVisible()
  await take('update-ready')
  const error = { code: 'network.connectionLost', params: {}, retryable: true } as const
  await tell(page, { status: 'failed', update, error })
  await take('update-failed')
  await page.keyboard.press('Escape')
  await tell(page, { status: 'off', reason: 'development' })
}
