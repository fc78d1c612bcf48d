import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Locator } from '@playwright/test'
import { makeMp4 } from '../../tests/e2e/fixture.ts'
import { goTo, rowOf, type SceneSet } from './scenes.ts'

export const pathScenes = ['path-suggestions', 'path-missing'] as const
export const dropScenes = ['drop', 'drop-folder', 'drop-tree', 'drop-tile', 'drop-refused'] as const

/** A place that is typed: with folders that begin so, and one that is not there. */
export async function picturePath({ page, words, take }: SceneSet): Promise<void> {
  const { text } = words
  // What is suggested is what is known.
  for (const folder of ['/Projects/Apollo/', '/Projects/', '/']) await goTo(page, words, folder)
  await page.keyboard.press('ControlOrMeta+l')
  const field = page.getByRole('combobox', { name: text.layout.pathField })
  await field.fill('')
  await field.pressSequentially('/202')
  await expect(field).toHaveValue('/202')
  await take('path-suggestions')
  await field.fill('/Projects/Voyager/2021/')
  await field.press('Enter')
  await expect(page.getByRole('alert')).toContainText('Voyager')
  await take('path-missing')
  await field.press('Escape')
  await expect(field).toHaveCount(0)
}

/** Files that are held over the window: over the list, over folders in every place, and what nobody takes. */
export async function pictureDrops({ stage, app, page, words, take }: SceneSet): Promise<void> {
  const { text } = words
  await goTo(page, words, '/')
  const files = await Promise.all(
    ['Town hall.mp4', 'Weekly review.mp4'].map((name) => makeMp4(stage.folder, name, 300_000)),
  )
  const beside = page.getByRole('group', { name: text.explorer.statusBar })
  const said = (folder: string): string =>
    (text.explorer.dropCount.split(' | ').at(-1) ?? '').replace('{count}', '2').replace('{folder}', folder)
  const takeOver = (
    scene: (typeof dropScenes)[number],
    target: Locator,
    folder = 'Projects',
  ): Promise<void> =>
    take(scene, {
      pose: async () => {
        // Held over a folder for long, they would open it.
        await app.dragFilesOver(beside, files)
        await app.dragFilesOver(target, files)
        await expect(page.getByText(said(folder), { exact: true })).toBeVisible()
      },
    })
  await takeOver('drop', beside, text.explorer.root)
  await takeOver('drop-folder', rowOf(page, 'Projects'))
  await takeOver('drop-tree', page.getByRole('treeitem', { name: 'Projects', exact: true }))
  await page.keyboard.press('ControlOrMeta+2')
  await takeOver('drop-tile', page.getByRole('option').filter({ hasText: 'Projects' }))
  await page.keyboard.press('ControlOrMeta+1')

  const agenda = path.join(stage.folder, 'agenda.txt')
  await writeFile(agenda, 'text')
  const refusal = page.getByText(text.explorer.dropNoRecording)
  await take('drop-refused', {
    pose: async () => {
      await app.dragFilesOver(beside, [agenda])
      await expect(refusal).toBeVisible()
    },
  })
  await app.dropFiles(beside, [agenda])
  await expect(refusal).toHaveCount(0)
}
