/**
 * `node tools/pictures/take-pictures.ts DIR`: runs the built app without a display and leaves pictures of its
 * main screens in DIR. docs/screenshots is made by it.
 */
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect, type Page } from '@playwright/test'
import { pictureSession, pictureSignIn } from './scenes.ts'
import { createStage } from './stage.ts'

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Usage: node tools/pictures/take-pictures.ts DIR')
  process.exit(2)
}

async function takePicture(into: string, page: Page, name: string): Promise<void> {
  // Short messages come and go; a picture shows what stays.
  await expect(page.locator('.n-message')).toHaveCount(0, { timeout: 15_000 })
  // Nothing is under the pointer there.
  await page.mouse.move(1, 1)
  const file = path.join(into, `${name}.png`)
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' })
  console.log(file)
}

async function main(into: string): Promise<void> {
  await mkdir(into, { recursive: true })
  const stage = await createStage()
  const take = takePicture.bind(null, into)
  try {
    await pictureSignIn(stage, take)
    await pictureSession(stage, take)
  } finally {
    await stage.close()
  }
}

try {
  await main(path.resolve(folder))
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error)
  console.error(`The pictures could not be taken: ${stripVTControlCharacters(reason)}`)
  process.exitCode = 1
}
