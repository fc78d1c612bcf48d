/**
 * `npm run screenshots [-- LANGUAGE] [-- --only=SCENE,…]`: pictures of every view in both languages, in both themes and in a
 * small and a large window, in `shots/`, which git ignores; those that the guides and READMEs show are also put into
 * docs/screenshots. With `--only`, just the scenes whose names begin so, and nothing into docs/screenshots.
 */
import { copyFile, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Language } from '#shared/models/settings.ts'
import { createCamera, type Look } from './camera.ts'
import { orSay } from './or-say.ts'
import { playScenes } from './scenes.ts'
import { withStage } from './stage.ts'

const root = path.resolve(import.meta.dirname, '../..')
const all = path.join(root, 'shots')
const shown = path.join(root, 'docs', 'screenshots')

const sizes = [
  { width: 900, height: 600 },
  { width: 1440, height: 900 },
] as const
const looks = sizes.flatMap((size) => (['light', 'dark'] as const).map((theme): Look => ({ ...size, theme })))

/** Scenes of the guides, each guide's in its own language. */
const inGuides = ['sign-in', 'explorer', 'tiles', 'search', 'upload-sheet', 'transfers', 'player', 'delete']
const inReadmes = new Set(['transfers-en-dark', 'explorer-zh-CN-dark'])

/** The small window is readable in a page; all columns of the explorer are in the large one only. */
const isShown = (scene: string, name: string, { width, theme }: Look): boolean =>
  width === sizes[scene === 'explorer' ? 1 : 0].width &&
  ((theme === 'light' && inGuides.includes(scene)) || inReadmes.has(name))

/** @param only beginnings of scenes' names; null: all of them */
async function takeAll(languages: readonly Language[], only: readonly string[] | null): Promise<void> {
  const isWanted = (scene: string): boolean => only?.some((start) => scene.startsWith(start)) ?? true
  for (const language of languages) {
    const chosen: { readonly from: string; readonly to: string }[] = []
    const take = await createCamera(all, looks, (scene, look) => {
      if (!isWanted(scene)) return null
      const name = `${scene}-${language}-${look.theme}`
      const file = `${name}-${look.width}x${look.height}`
      if (isShown(scene, name, look)) chosen.push({ from: `${file}.png`, to: `${name}.png` })
      return file
    })
    await withStage((stage) => playScenes(stage, language, take, isWanted))
    if (only !== null) continue
    const old = (await readdir(shown)).filter((file) => file.includes(`-${language}-`))
    for (const file of old) await rm(path.join(shown, file))
    for (const { from, to } of chosen) await copyFile(path.join(all, from), path.join(shown, to))
  }
}

const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true })
const languages: readonly Language[] = ['en', 'zh-CN']
const wanted = languages.filter((language) => positionals.length === 0 || positionals.includes(language))
await orSay(() => takeAll(wanted, values.only?.split(',') ?? null))
