import { expect } from '@playwright/test'
import type { Language } from '#shared/models/settings.ts'
import type { TakePictures } from './camera.ts'
import { rowOf, selectRows, type SceneSet } from './scenes.ts'
import type { Stage } from './stage.ts'
import { withSet } from './with-set.ts'
import { startOf } from './words.ts'

export const failureScenes = [
  'folder-failed-notice',
  'folder-failed',
  'delete-failed-bar',
  'delete-failed',
] as const

const folder = 'Team talks'
/** Folders in it, each of which has another one in it that cannot be read. */
const unread = ['April', '五月', 'Guests of all departments '.repeat(6).trim()]

/** What could not be had of a folder, and what could not be deleted: told in a line, and in full. */
export async function pictureFailures(stage: Stage, language: Language, take: TakePictures): Promise<void> {
  const settings = { undoSeconds: 0, crawlEnabled: false, showsPreviews: false }
  await withSet(stage, language, take, { settings }, async (set) => {
    await pictureFolderFailure(set)
    await pictureDeleteFailure(set)
  })
}

async function pictureFolderFailure({ page, server, words: { text }, take }: SceneSet): Promise<void> {
  server.addFile(`/${folder}/intro.mp4`, 400_000)
  for (const name of unread) server.addFile(`/${folder}/${name}/Interviews/talk.mp4`, 400_000)
  await page.keyboard.press('F5')
  // The folders are answered once those in them are refused.
  server.setFaults(
    ...unread.map((name) => ({ name: 'stall', endpoint: 'query', path: `/${folder}/${name}/` }) as const),
  )
  await rowOf(page, folder).click()
  await page.keyboard.press('ControlOrMeta+d')
  const panel = page.getByRole('region', { name: text.transfers.label })
  await expect(panel.getByText(text.transfers.state.doneDownload, { exact: true })).toBeVisible()
  server.setFaults('rsp-code=4@query')
  const notice = page.getByRole('group').filter({ hasText: startOf(text.folderDownload.failedOf) })
  const details = notice.getByRole('button', { name: text.delete.details })
  await expect(details).toBeVisible({ timeout: 30_000 })
  await take('folder-failed-notice')
  await details.click()
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(unread.length)
  await take('folder-failed')
  await page.keyboard.press('Escape')
  await notice.getByRole('button', { name: text.common.dismiss }).click()
}

async function pictureDeleteFailure({ page, server, words: { text }, take }: SceneSet): Promise<void> {
  server.setFaults('rsp-code=4@delete*1', 'rsp-code=5@delete')
  await rowOf(page, 'Long names').dblclick()
  await expect(page.locator('[data-key]')).toHaveCount(2)
  await selectRows(page, 0, 1)
  await page.keyboard.press('Delete')
  await page.getByRole('alertdialog').getByRole('button', { name: text.delete.confirm, exact: true }).click()
  const bar = page.getByRole('region', { name: text.delete.label })
  const details = bar.getByRole('button', { name: text.delete.details })
  await expect(details).toBeVisible({ timeout: 30_000 })
  await take('delete-failed-bar')
  await details.click()
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(2)
  await take('delete-failed')
}
