import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { AppDriver, ColorScheme } from '../../tests/e2e/driver/launch.ts'

/** How the window is when a picture of it is taken. */
export interface Look {
  readonly width: number
  readonly height: number
  readonly theme: ColorScheme
}

/** Takes pictures of what the app shows now. @param page of the window; the main one when left out */
export type TakePictures = (app: AppDriver, scene: string, page?: Page) => Promise<void>

/**
 * Takes each scene in some looks; the window stays in the last one.
 *
 * @param nameOf a picture's file name without `.png`; null: there is to be none
 */
export async function createCamera(
  into: string,
  looks: readonly Look[],
  nameOf: (scene: string, look: Look) => string | null,
): Promise<TakePictures> {
  await mkdir(into, { recursive: true })
  return async (app, scene, page = app.page) => {
    // Short messages come and go; a picture shows what stays, such as one with a button.
    await expect(page.locator('.n-message:not(:has(.toast .buttons))')).toHaveCount(0, { timeout: 15_000 })
    // Nothing is under the pointer there.
    await page.mouse.move(1, 1)
    for (const look of looks) {
      const name = nameOf(scene, look)
      if (name === null) continue
      await app.resize(look.width, look.height, page)
      await app.setColorScheme(look.theme)
      await expect
        .poll(() => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
        .toBe(look.theme === 'dark')
      const file = path.join(into, `${name}.png`)
      await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' })
      console.log(file)
    }
  }
}
