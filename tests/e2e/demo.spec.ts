import { spawn } from 'node:child_process'
import { access, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { nodeBinary, projectRoot } from './driver/app-paths.ts'
import { collectOutput, exitOf } from './driver/child-process.ts'
import { launchApp, type AppDriver } from './driver/launch.ts'
import { expect, leave, makeMp4, ownDownloads, quietSettings, row, test, transferRow } from './fixture.ts'

/** Both ways that `npm run demo` can go, once everything is installed and built. */
const scenes = ['sign-in', 'explorer', 'tiles', 'search', 'delete', 'player', 'upload-sheet', 'transfers']

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

/** In a home of its own, to which it downloads. */
const launchDemo = (home: string): Promise<AppDriver> =>
  launchApp({
    args: ['--demo'],
    settings: { ...ownDownloads({ home }), ...quietSettings },
    env: { HOME: home },
  })

test('the demo is signed in to a server of its own, plays, and leaves nothing behind', async ({ folder }) => {
  const app = await launchDemo(folder)
  try {
    const { page } = app
    const server = path.join(app.userDataDir, 'demo-server')
    expect(await isThere(server)).toBe(true)
    await row(page, 'demo.mp4').dblclick()
    const video = page.getByRole('dialog', { name: 'Player: demo.mp4' }).locator('video').first()
    await expect
      .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime))
      .toBeGreaterThan(0.2)
    await page.keyboard.press('Escape')
    await page.keyboard.press('ControlOrMeta+j')
    await expect(transferRow(page, 'demo.mp4')).toContainText('Downloaded')
    await leave(app)
    expect(await app.waitForExit()).toBe(0)
    expect(await isThere(server)).toBe(false)
  } finally {
    await app.close()
  }
})

test('what a demo that was killed has left is removed by the next one, which knows nothing else of it', async ({
  folder,
}) => {
  const app = await launchDemo(folder)
  try {
    await row(app.page, 'demo.mp4').click()
    await app.page.getByRole('button', { name: 'Download', exact: true }).click()
    await expect(transferRow(app.page, 'demo.mp4')).toContainText('Downloaded')
    const upload = await makeMp4(folder, 'mine.mp4', 200_000)
    await app.dropFiles(app.page.getByRole('grid', { name: 'Files' }), [upload])
    await expect(transferRow(app.page, 'mine.mp4')).toContainText('Uploaded')
    // As a kill in the middle of a trim leaves it: noted, then written to.
    const part = path.join(folder, 'demo (trim 00.00-00.02).mp4.part')
    await writeFile(part, 'half of it')
    const { ino, birthtimeNs } = await stat(part, { bigint: true })
    const database = new DatabaseSync(path.join(app.userDataDir, 'demo.db'))
    database.prepare('INSERT INTO trim_parts VALUES (?, ?)').run(part, `${ino} ${birthtimeNs}`)
    database.close()

    await app.relaunch({ kill: true })
    await expect(row(app.page, 'demo.mp4')).toBeVisible({ timeout: 15_000 })
    await expect.poll(() => isThere(part)).toBe(false)
    await expect(row(app.page, 'mine.mp4')).toHaveCount(0)
    await app.page.keyboard.press('ControlOrMeta+j')
    await expect(transferRow(app.page, 'demo.mp4')).toHaveCount(0)
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
