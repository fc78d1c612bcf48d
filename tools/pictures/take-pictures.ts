/**
 * `node tools/pictures/take-pictures.ts DIR [LANGUAGE]`: runs the built app without a display and leaves pictures of its
 * main screens in DIR, as the demo does where it can open no window; in both languages, or in one.
 */
import path from 'node:path'
import type { Language } from '#shared/models/settings.ts'
import { createCamera, type Look } from './camera.ts'
import { orSay } from './or-say.ts'
import { playScenes } from './scenes.ts'
import { withStage } from './stage.ts'

const [folder, only] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Usage: node tools/pictures/take-pictures.ts DIR [LANGUAGE]')
  process.exit(2)
}

const main: ReadonlySet<string> = new Set([
  'sign-in',
  'explorer',
  'tiles',
  'search',
  'delete',
  'player',
  'upload-sheet',
  'transfers',
])
/** The size that the app's window opens with. */
const size = { width: 1200, height: 760 }
const themes: readonly (readonly [Language, Look['theme']])[] = [
  ['en', 'light'],
  ['zh-CN', 'dark'],
]

async function takeMain(into: string): Promise<void> {
  for (const [language, theme] of themes) {
    if (only !== undefined && only !== language) continue
    const take = await createCamera(into, [{ ...size, theme }], (scene) =>
      main.has(scene) ? `${scene}-${language}-${theme}` : null,
    )
    await withStage((stage) => playScenes(stage, language, take, (scene) => main.has(scene)))
  }
}

await orSay(() => takeMain(path.resolve(folder)))
