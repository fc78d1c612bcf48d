import path from 'node:path'
import { mkdir, writeFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import { makeMp4 } from '../../tests/e2e/fixture.ts'
import { changeSettings, goTo, rowOf, type SceneSet } from './scenes.ts'
import { startOf } from './words.ts'

export const passingScenes = [
  'loading',
  'loading-tiles',
  'filter',
  'message',
  'link-warning',
  'sign-out',
] as const
export const sheetScenes = ['upload-none', 'upload-one', 'upload-many'] as const

/** What is seen on the way or asked in between: a folder that is not there yet, a filter that finds nothing, a failure, questions. */
export async function picturePassing({ app, page, server, words, take }: SceneSet): Promise<void> {
  const { text } = words
  await goTo(page, words, '/')
  // Folders that are not known yet, nor will be.
  await changeSettings(page, { crawlEnabled: false })
  for (const folder of ['New folder', 'Other folder']) server.addFile(`/${folder}/talk.mp4`, 400_000)
  await page.keyboard.press('F5')
  await expect(rowOf(page, 'New folder')).toBeVisible()
  server.setFaults('stall@query')
  await rowOf(page, 'New folder').dblclick()
  await expect(page.getByRole('status', { name: text.explorer.loading })).toBeVisible()
  await take('loading')
  await page.keyboard.press('ControlOrMeta+2')
  await take('loading-tiles')
  await page.keyboard.press('ControlOrMeta+1')
  server.clearFaults()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(page.getByRole('grid', { name: text.explorer.files })).toHaveAttribute('aria-busy', 'false')
  server.setFaults('status=502@query')
  await page.getByRole('treeitem', { name: 'Other folder', exact: true }).locator('.arrow').click()
  await expect(page.locator('.toast').getByRole('button', { name: text.common.copyDetails })).toBeVisible()
  await take('message')
  await page.locator('.toast').getByRole('button', { name: text.common.close }).click()
  server.clearFaults()

  await page.keyboard.press('ControlOrMeta+Shift+f')
  await page.keyboard.type('nothing of the kind')
  await expect(page.getByRole('heading', { name: text.explorer.nothingMatches })).toBeVisible()
  await take('filter')
  await page.keyboard.press('Escape')

  await rowOf(page, 'welcome.mp4').click()
  await app.clickMenu('copyLinks')
  await expect(page.getByRole('alertdialog')).toContainText(text.copy.warningText)
  await take('link-warning')
  await page.keyboard.press('Escape')
  // The menu is told of the dialog's end a moment later.
  await expect.poll(async () => (await app.menuItem('signOut'))?.enabled).toBe(true)
  await app.clickMenu('signOut')
  await expect(page.getByRole('alertdialog', { name: text.account.signOutTitle })).toBeVisible()
  await take('sign-out')
  await page.keyboard.press('Escape')
}

/** The upload sheet with nothing to upload, with one file, and with many whose names are as long as names get. */
export async function pictureSheets({ stage, app, page, server, words, take }: SceneSet): Promise<void> {
  const { text } = words
  const folder = path.join(stage.folder, 'sheets')
  await mkdir(folder, { recursive: true })
  await goTo(page, words, '/')
  const drop = async (files: readonly string[], scene: (typeof sheetScenes)[number]): Promise<void> => {
    await app.dropFiles(page.getByRole('group', { name: text.explorer.statusBar }), files)
    await expect(page.getByRole('dialog', { name: startOf(text.uploadSheet.title) })).toBeVisible()
    await take(scene)
    await page.keyboard.press('Escape')
  }

  const interrupted = path.join(folder, 'interrupted.mp4')
  await writeFile(interrupted, '')
  await drop([interrupted], 'upload-none')
  await drop([await makeMp4(folder, 'welcome.mp4', 300_000)], 'upload-one')
  const many: string[] = []
  for (let index = 1; index <= 60; index++) {
    const number = String(index).padStart(2, '0')
    const start = index % 2 === 0 ? '第三季度销售培训 ' : 'Quarterly review of everything '
    // So many letters; in bytes what file systems take.
    const name = `${start}${number} ${'long '.repeat(40)}`.slice(0, index % 2 === 0 ? 180 : 196)
    many.push(await makeMp4(folder, `${name.trim()}.mp4`, 300_000))
    if (index < 5) server.addFile(`/${path.basename(many.at(-1) ?? '')}`, 310_000)
  }
  await drop([...many, interrupted], 'upload-many')
  for (const file of many.slice(0, 4)) await server.removeFile(`/${path.basename(file)}`)
}
