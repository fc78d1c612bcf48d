import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '@playwright/test'
import type { Language } from '#shared/models/settings.ts'
import { sampleCodedAs } from '../../tests/support/altered-sample.ts'
import type { TakePictures } from './camera.ts'
import { goTo, rowOf, type SceneSet } from './scenes.ts'
import type { Stage } from './stage.ts'
import { withSet } from './with-set.ts'
import { startOf } from './words.ts'

export const playerProblemScenes = ['player-loading', 'player-error', 'player-undecodable'] as const

/** What is said instead of a picture: it is not there yet, cannot be had, or cannot be decoded. */
export async function picturePlayerProblems(
  stage: Stage,
  language: Language,
  take: TakePictures,
): Promise<void> {
  await withSet(stage, language, take, {}, play)
}

async function play({ stage, app, page, server, words, take }: SceneSet): Promise<void> {
  const { text } = words
  const player = page.getByRole('dialog', { name: startOf(text.player.title) })
  const leave = async (): Promise<void> => {
    server.clearFaults()
    await page.keyboard.press('Escape')
    await expect(player).toHaveCount(0)
  }
  await goTo(page, words, '/Projects/Apollo/')
  server.setFaults('stall@download')
  await rowOf(page, 'retrospective.mp4').dblclick()
  await expect(player.getByRole('status')).toHaveText(text.player.loading)
  await take('player-loading')
  await leave()

  server.setFaults('status=403@download')
  await rowOf(page, 'design review.mp4').dblclick()
  await expect(player.getByRole('button', { name: text.player.retry })).toBeVisible({ timeout: 30_000 })
  await take('player-error')
  await leave()

  const file = path.join(stage.folder, 'Recorded by a phone.mp4')
  await writeFile(file, await sampleCodedAs('hvc1'))
  await app.dropFiles(page.getByRole('group', { name: text.explorer.statusBar }), [file])
  await rowOf(page, path.basename(file)).click()
  await page.keyboard.press(' ')
  await expect(player.getByRole('alert')).toContainText('HEVC')
  await take('player-undecodable')
}
