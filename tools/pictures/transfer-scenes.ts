import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '@playwright/test'
import { makeMp4 } from '../../tests/e2e/fixture.ts'
import { goTo, selectRows, type SceneSet } from './scenes.ts'
import type { Stage } from './stage.ts'
import { startOf } from './words.ts'

const megabyte = 2 ** 20
export const transferScenes = ['transfers', 'transfers-menu', 'transfers-cancel'] as const

/** Slow enough that transfers are under way in every picture of them. */
const slowly = 'bandwidth=2500'
const day = '/2021-09-24/'

/** One of everything that a sheet shows: names that are taken, what cannot be uploaded, and a folder. */
export async function pictureUploadSheet({ stage, app, page, server, words, take }: SceneSet): Promise<void> {
  const { text } = words
  await goTo(page, words, day)
  const taken = server.addFile(`${day}Weekly review 37.mp4`, 5 * megabyte)
  await app.dropFiles(page.getByRole('grid', { name: text.explorer.files }), await prepareUpload(stage))
  const sheet = page.getByRole('dialog')
  const { replace } = text.uploadSheet.choice
  await sheet.getByRole('radiogroup').nth(1).getByRole('radio', { name: replace }).click()
  await take('upload-sheet')
  await page.keyboard.press('Escape')
  await server.removeFile(taken.path)
}

async function prepareUpload(stage: Stage): Promise<string[]> {
  const folder = path.join(stage.folder, 'September')
  await mkdir(path.join(folder, 'Interviews'), { recursive: true })
  await writeFile(path.join(folder, 'minutes.docx'), 'text')
  await writeFile(path.join(stage.folder, 'agenda.pdf'), 'text')
  await writeFile(path.join(stage.folder, 'interrupted.mp4'), '')
  await makeMp4(folder, 'Kick-off.mp4', 9 * megabyte)
  await makeMp4(path.join(folder, 'Interviews'), 'Candidate A.mp4', 6 * megabyte)
  await makeMp4(path.join(folder, 'Interviews'), 'Candidate B.mp4', 7 * megabyte)
  return [
    await makeMp4(stage.folder, '2021-09-24_13-47-41_Win32_73542046.mp4', 3 * megabyte),
    await makeMp4(stage.folder, 'Weekly review 37.mp4', 6 * megabyte),
    path.join(stage.folder, 'agenda.pdf'),
    path.join(stage.folder, 'interrupted.mp4'),
    folder,
  ]
}

/** One of everything in the panel: transferred, failed, under way and waiting. */
export async function pictureTransfers({ stage, app, page, server, words, take }: SceneSet): Promise<void> {
  const { text } = words
  const { state } = text.transfers
  const panel = page.getByRole('region', { name: text.transfers.label })
  const files = page.getByRole('grid', { name: text.explorer.files })

  await app.dropFiles(files, [await makeMp4(stage.folder, 'Town hall rehearsal.mp4', 18 * megabyte)])
  await expect(panel.getByText(state.doneUpload, { exact: true })).toBeVisible({ timeout: 30_000 })
  // No upload fits any more.
  server.setFaults('rsp-code=10@upload')
  await app.dropFiles(files, [await makeMp4(stage.folder, 'Town hall.mp4', megabyte)])
  await expect(panel.getByText(startOf(state.failed))).toBeVisible({ timeout: 30_000 })

  server.setFaults(slowly)
  await app.dropFiles(files, [await makeMp4(stage.folder, 'Weekly review 38.mp4', 64 * megabyte)])
  // Largest first: what is downloaded now takes a while.
  const size = page.getByRole('columnheader', { name: text.explorer.size })
  while ((await size.getAttribute('aria-sort')) !== 'descending') await size.getByRole('button').click()
  await selectRows(page, 0, 3)
  await page.getByRole('button', { name: text.explorer.download, exact: true }).click()
  await expect(panel.getByText(state.downloading, { exact: true })).toHaveCount(3)
  await page.getByRole('columnheader', { name: text.explorer.name }).getByRole('button').click()
  // High enough for all of them.
  for (let step = 0; step < 10; step++) {
    await page.getByRole('separator', { name: text.transfers.resize }).press('ArrowUp')
  }
  await files.focus()
  // Bars and speeds need something to show.
  await expect(panel.getByText(/\/s · /u).first()).toBeVisible()
  await page.waitForTimeout(2_500)
  await take('transfers')
  const menu = page.getByRole('menu', { name: text.transfers.moreCommands })
  const open = async (): Promise<void> => {
    if (await menu.isVisible()) return
    await panel.getByRole('button', { name: text.transfers.moreCommands }).click()
    await expect(menu).toBeVisible()
  }
  await take('transfers-menu', { pose: open })
  await open()
  await menu.getByRole('menuitem', { name: text.transfers.all.cancel.both }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await take('transfers-cancel')
  await page.keyboard.press('Escape')
}
