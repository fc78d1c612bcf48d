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

/** What is particular to the pictures of a scene. */
export interface Shot {
  /** Of the window; the main one when left out. */
  readonly page?: Page
  /** Shows, before each picture, what a change of the window closes, such as a menu. */
  readonly pose?: () => Promise<void>
}

/** Takes pictures of what the app shows now. */
export type TakePictures = (app: AppDriver, scene: string, shot?: Shot) => Promise<void>

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
  return async (app, scene, { page = app.page, pose } = {}) => {
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
      if (pose !== undefined) {
        // What the change closes is closed by then.
        await page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
        )
        await pose()
      }
      const file = path.join(into, `${name}.png`)
      await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' })
      console.log(file)
    }
  }
}
