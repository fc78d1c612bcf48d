import { spawn } from 'node:child_process'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { nodeBinary, projectRoot } from './driver/app-paths.ts'
import { collectOutput, exitOf } from './driver/child-process.ts'
import { launchApp } from './driver/launch.ts'
import { expect, quietSettings, row, test, transferRow } from './fixture.ts'

/** Both ways that `npm run demo` can go, once everything is installed and built. */
const scenes = ['sign-in', 'explorer', 'tiles', 'search', 'delete', 'player', 'upload-sheet', 'transfers']

test('the demo is signed in to a server of its own, plays, and leaves nothing behind', async ({ folder }) => {
  const temporary = path.join(folder, 'tmp')
  await mkdir(temporary)
  const app = await launchApp({
    args: ['--demo'],
    settings: quietSettings,
    env: { HOME: folder, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  })
  try {
    const { page } = app
    const servers = async (): Promise<string[]> =>
      (await readdir(temporary)).filter((name) => name.startsWith('cloudroom-demo-'))
    expect(await servers()).toHaveLength(1)
    await row(page, 'demo.mp4').dblclick()
    const video = page.getByRole('dialog', { name: 'Player: demo.mp4' }).locator('video').first()
    await expect
      .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime))
      .toBeGreaterThan(0.2)
    await page.keyboard.press('Escape')
    await page.keyboard.press('ControlOrMeta+j')
    await expect(transferRow(page, 'demo.mp4')).toContainText('Downloaded')
    await app.closeWindow()
    expect(await app.waitForExit()).toBe(0)
    expect(await servers()).toEqual([])
  } finally {
    await app.close()
  }
})

test('without a display, the demo leaves pictures of the main screens', async ({ folder }) => {
  // Eight scenes, with transfers that take their time.
  test.slow()
  const script = path.join(projectRoot, 'tools', 'pictures', 'take-pictures.ts')
  const child = spawn(nodeBinary, [script, folder, 'en'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = collectOutput(child)
  expect(await exitOf(child), said()).toBe(0)
  const files = scenes.map((scene) => `${scene}-en-light.png`)
  expect((await readdir(folder)).toSorted()).toEqual(files.toSorted())
  for (const file of files) {
    expect(said()).toContain(path.join(folder, file))
    const picture = await readFile(path.join(folder, file))
    // PNG, "IHDR": width and height, of the window on a display of any density.
    expect(picture.readUInt32BE(16) / picture.readUInt32BE(20)).toBeCloseTo(1200 / 760, 2)
    // More than one colour all over.
    expect(picture.length).toBeGreaterThan(20_000)
  }
})
