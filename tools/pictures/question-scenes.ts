import { expect } from '@playwright/test'
import type { UploadRejection } from '#shared/models/transfer.ts'
import { changeStore } from './change-store.ts'
import { changeSettings, goTo, undoSeconds, type SceneSet } from './scenes.ts'

export const questionScenes = ['delete-question', 'delete-question-final', 'rejected'] as const

/** Asked before much is deleted, or something for good; and uploads that came to nothing. */
export async function pictureQuestions({ page, words, take }: SceneSet): Promise<void> {
  const { text } = words
  const question = page.getByRole('alertdialog')
  await goTo(page, words, '/2021-09-22/')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await expect(question).toBeVisible()
  await take('delete-question')
  await page.keyboard.press('Escape')

  await changeSettings(page, { undoSeconds: 0 })
  await goTo(page, words, '/Long names/')
  await page.locator('[data-key]').first().click()
  await page.keyboard.press('Delete')
  await expect(question).toContainText(text.delete.cannotUndo)
  await take('delete-question-final')
  await page.keyboard.press('Escape')
  await changeSettings(page, { undoSeconds })

  // Between plan and start they would have to be queued by somebody else.
  const rejected = [
    'Town hall.mp4',
    '第三季度销售培训.mp4',
    `${'Quarterly review '.repeat(9).trim()}.mp4`,
  ].map((name): UploadRejection => ({
    name,
    error: { code: 'transfer.alreadyQueued', params: {}, retryable: false },
  }))
  const result = { started: 12, rejected }
  await changeStore(page, 'dialogs', { current: { kind: 'rejected', result } })
  await expect(page.getByRole('dialog')).toBeVisible()
  await take('rejected')
  await page.keyboard.press('Escape')
}
