import { expect } from '@playwright/test'
import { goTo, rowOf, type SceneSet } from './scenes.ts'

export const menuScenes = [
  'menu-upload',
  'menu-recording',
  'menu-folder',
  'menu-background',
  'menu-columns',
] as const

/** Menus: the one that the app draws, and those of the system, which only the Chromium runtime draws itself. */
export async function pictureMenus(set: SceneSet): Promise<void> {
  const { page, words, take } = set
  const { text } = words
  await goTo(page, words, '/')
  const menu = page.getByRole('menu', { name: text.explorer.uploadMenu })
  await take('menu-upload', {
    pose: async () => {
      if (await menu.isVisible()) return
      await page.getByRole('button', { name: text.explorer.uploadMenu }).click()
      await expect(menu).toBeVisible()
    },
  })
  await page.keyboard.press('Escape')
  if (set.app.runtime === 'chromium') await pictureContextMenus(set)
}

async function pictureContextMenus({ app, page, words, take }: SceneSet): Promise<void> {
  const { text } = words
  const list = page.getByRole('grid', { name: text.explorer.files })
  const takeMenu = async (scene: (typeof menuScenes)[number], open: () => Promise<void>): Promise<void> => {
    const pose = async (): Promise<void> => {
      await page.keyboard.press('Escape')
      await open()
      await expect.poll(() => app.contextMenu.items()).not.toBeNull()
      await page.keyboard.press('ArrowDown')
    }
    await take(scene, { pose })
    await app.contextMenu.close()
  }
  await takeMenu('menu-recording', () => rowOf(page, 'welcome.mp4').click({ button: 'right' }))
  await takeMenu('menu-folder', () => rowOf(page, 'Projects').click({ button: 'right' }))
  await takeMenu('menu-columns', () =>
    page.getByRole('columnheader', { name: text.explorer.size }).click({ button: 'right' }),
  )
  await goTo(page, words, '/Long names/')
  // Beside the last of its two rows.
  await takeMenu('menu-background', () => list.click({ button: 'right', position: { x: 200, y: 200 } }))
}
