import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Bridge } from '#shared/ipc/contract.ts'
import {
  downloadFolder,
  expect,
  leave,
  makeMp4,
  row,
  sha256Of,
  signIn,
  test,
  transferRow,
} from './fixture.ts'
import type { AppDriver } from './driver/launch.ts'

type WithBridge = typeof globalThis & { readonly cloudroom: Bridge }

test.use({ serverOptions: { seed: 'demo' } })

/** The latest that the desktop was told. */
const lastOf = async (app: AppDriver, kind: string): Promise<Readonly<Record<string, unknown>> | undefined> =>
  (await app.recorded(kind)).at(-1)?.details

const progressOf = async (app: AppDriver): Promise<number> =>
  Number((await lastOf(app, 'progressBar'))?.['progress'])

test('the window is where it was left, in its size, zoom and state, on a display that is there', async ({
  app,
}) => {
  await app.resize(1010, 690)
  await app.moveTo(210, 130)
  await app.clickMenu('zoomin')
  const width = () => app.page.evaluate(() => innerWidth)
  await expect.poll(width).toBeLessThan(1000)
  const zoomed = await width()
  const left = (await app.windowState()).normalBounds
  expect(left).toMatchObject({ x: 210, y: 130 })
  await app.changeWindow('maximize')
  await app.relaunch()
  await expect.poll(async () => (await app.windowState()).isMaximized).toBe(true)
  expect((await app.windowState()).normalBounds).toEqual(left)

  await app.clickMenu('resetzoom')
  await app.clickMenu('zoomin')
  const place = { bounds: left, isMaximized: false, isFullScreen: false, zoomFactor: left.width / zoomed }
  const file = path.join(app.userDataDir, 'window.json')
  await writeFile(file, JSON.stringify(place))
  await app.relaunch({ kill: true })
  await expect.poll(width).toBe(zoomed)
  expect(await app.windowState()).toMatchObject({ isMaximized: false, normalBounds: left })

  // The display that it was on is no more.
  const gone = { x: -9000, y: 4000, width: 9000, height: 8000 }
  await writeFile(file, JSON.stringify({ ...place, bounds: gone, zoomFactor: 1 }))
  await app.relaunch({ kill: true })
  const { normalBounds: bounds, workArea } = await app.windowState()
  expect([bounds.width, bounds.height]).toEqual([workArea.width, workArea.height])
  expect(bounds.x).toBeGreaterThanOrEqual(workArea.x)
  expect(bounds.x).toBeLessThan(workArea.x + workArea.width - 120)
  expect(bounds.y).toBeGreaterThanOrEqual(workArea.y)
  expect(bounds.y).toBeLessThan(workArea.y + workArea.height - 32)
})

test('there is one app, which tells of work that ends while nobody looks', async ({
  app,
  server,
  keyring,
  folder,
}) => {
  const { page } = app
  server.addFile('/long.mp4', 30_000_000)
  await signIn(page)
  server.setFaults('bandwidth=4000@download')
  await row(page, 'long.mp4').click()
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  await expect.poll(() => progressOf(app)).toBeGreaterThan(0)
  const begun = performance.now()

  // Started once more, with a recording: the second process ends at once, the first shows itself and takes the file.
  await app.changeWindow('minimize')
  await expect.poll(() => app.windowState()).toMatchObject({ isMinimized: true, isFocused: false })
  expect(await app.startSecond([await makeMp4(folder, 'given.mp4', 100_000)])).toBe(0)
  await expect.poll(() => app.windowState()).toMatchObject({ isMinimized: false, isFocused: true })
  const sheet = page.getByRole('dialog')
  await expect(sheet).toContainText('given.mp4')
  await sheet.getByRole('button', { name: 'Cancel' }).click()
  await expect(sheet).toHaveCount(0)

  // The same from the dock.
  await app.changeWindow('minimize')
  await app.openFile(await makeMp4(folder, 'dropped.mp4', 100_000))
  await expect.poll(() => app.windowState()).toMatchObject({ isMinimized: false, isFocused: true })
  await expect(sheet).toContainText('dropped.mp4')
  await sheet.getByRole('button', { name: 'Cancel' }).click()
  await expect(sheet).toHaveCount(0)

  // Its end is told of; a click leads to the file.
  await app.changeWindow('blur')
  const before = await progressOf(app)
  await expect.poll(() => progressOf(app)).toBeGreaterThan(before)
  // What is over within 10 s is not told of.
  await expect.poll(() => performance.now() - begun, { timeout: 20_000 }).toBeGreaterThan(10_000)
  server.clearFaults()
  await expect.poll(async () => (await app.recorded('notification')).length).toBe(1)
  expect(await lastOf(app, 'notification')).toMatchObject({
    title: 'Transfers finished',
    body: '1 finished',
  })
  expect(await lastOf(app, 'progressBar')).toMatchObject({ progress: -1 })
  await expect
    .poll(async () => (await app.recorded('powerSaveBlocker')).map(({ details }) => details['on']))
    .toEqual([true, false])
  await app.clickNotification()
  const file = path.join(downloadFolder(keyring), 'long.mp4')
  await expect.poll(() => lastOf(app, 'showItemInFolder')).toEqual({ path: file })
  expect(await sha256Of(file)).toBe(await server.expectedSha256('/long.mp4'))

  // A failure stays on the icon until somebody looks.
  expect((await app.windowState()).isFocused).toBe(false)
  await page.evaluate(() =>
    (globalThis as WithBridge).cloudroom.request('transfers.download', {
      recordings: [{ id: null, path: '/gone.mp4', size: 1000, sizeIsExact: true, createdAt: null }],
    }),
  )
  await expect.poll(() => lastOf(app, 'progressBar')).toMatchObject({ progress: 1, mode: 'error' })
  await expect.poll(() => lastOf(app, 'badgeCount')).toEqual({ count: 1 })
  const isWindows = process.platform === 'win32'
  if (isWindows)
    expect(await lastOf(app, 'overlayIcon')).toMatchObject({
      isShown: true,
      description: '1 transfer failed',
    })
  expect(await app.startSecond([])).toBe(0)
  await expect.poll(() => lastOf(app, 'progressBar')).toMatchObject({ progress: -1 })
  await expect.poll(() => lastOf(app, 'badgeCount')).toEqual({ count: 0 })
  if (isWindows) expect(await lastOf(app, 'overlayIcon')).toMatchObject({ isShown: false })
})

test('transfers keep the desktop awake, are asked about before the app quits, and survive each way to quit', async ({
  app,
  server,
  keyring,
}) => {
  server.addFile('/long.mp4', 30_000_000)
  await app.page.getByRole('checkbox', { name: 'Remember me' }).check()
  await signIn(app.page)
  server.setFaults('bandwidth=4000@download')
  await row(app.page, 'long.mp4').click()
  await app.page.getByRole('button', { name: 'Download', exact: true }).click()
  await expect
    .poll(async () => (await app.recorded('powerSaveBlocker')).map(({ details }) => details['on']))
    .toEqual([true])
  const progress = () => progressOf(app)
  await expect.poll(progress).toBeGreaterThan(0)

  // Cancel: it stays, and goes on.
  await app.scriptDialog({ response: 2 })
  await leave(app)
  await expect.poll(async () => (await app.recorded('messageBox')).length).toBe(1)
  const [question] = await app.recorded('messageBox')
  expect(question?.details['buttons']).toEqual(['Quit When Finished', 'Pause and Quit', 'Cancel'])
  const before = await progress()
  await expect.poll(progress).toBeGreaterThan(before)

  // A question is not hidden with the window.
  await app.changeWindow('minimize')
  await app.scriptDialog({ response: 2 })
  await app.clickMenu('quit')
  await expect.poll(async () => (await app.recorded('messageBox')).length).toBe(2)
  expect(await app.windowState()).toMatchObject({ isMinimized: false })

  // Its page crashes and is not wanted back; but who then stays is shown a window.
  await app.scriptDialog({ response: 1 })
  await app.scriptDialog({ response: 2 })
  const session = await app.page.context().newCDPSession(app.page)
  void session.send('Page.crash').catch(() => undefined)
  // A Mac's app goes on without one, and need not ask whether to stay.
  const isMac = process.platform === 'darwin'
  if (!isMac) await expect(row(await app.otherPage(), 'long.mp4')).toBeVisible()
  await expect.poll(async () => (await app.recorded('messageBox')).length).toBe(isMac ? 3 : 4)
  await app.relaunch()
  await expect.poll(progress).toBeGreaterThan(before)

  // Pause and quit: the next start goes on with it.
  await app.scriptDialog({ response: 1 })
  await leave(app)
  expect(await app.waitForExit()).toBe(0)
  const parts = server.state().requests.download
  await app.relaunch()
  await expect.poll(progress).toBeGreaterThan(before)
  await expect.poll(() => server.state().requests.download).toBeGreaterThan(parts)

  // The system ends while something hangs, as a drive of the network does: it is not held up, and nothing is lost.
  const canHang = process.platform !== 'win32'
  const hanging = path.join(app.userDataDir, 'window.json.new')
  if (canHang) await promisify(execFile)('mkfifo', [hanging])
  const told = Date.now()
  process.kill(app.mainPid, 'SIGTERM')
  await app.waitForExit()
  expect(Date.now() - told).toBeLessThan(10_000)
  await rm(hanging, { force: true })
  await app.relaunch()
  await expect.poll(progress).toBeGreaterThan(before)

  // When finished: it goes by itself, with the file whole.
  await app.scriptDialog({ response: 0 })
  await leave(app)
  await expect.poll(async () => (await app.recorded('messageBox')).length).toBe(1)
  server.clearFaults()
  await expect.poll(() => isRunning(app.mainPid), { timeout: 30_000 }).toBe(false)
  const file = path.join(downloadFolder(keyring), 'long.mp4')
  expect(await sha256Of(file)).toBe(await server.expectedSha256('/long.mp4'))
  await app.relaunch()
  // Keys go nowhere before it has signed in again.
  await expect(row(app.page, 'long.mp4')).toBeVisible({ timeout: 15_000 })
  await app.page.keyboard.press('ControlOrMeta+j')
  await expect(transferRow(app.page, 'long.mp4')).toContainText('Downloaded')
})

test('when the user’s session ends, the app ends by itself, asks nothing and loses nothing', async ({
  app,
  server,
  keyring,
}) => {
  server.addFile('/long.mp4', 30_000_000)
  await app.page.getByRole('checkbox', { name: 'Remember me' }).check()
  await signIn(app.page)
  server.setFaults('bandwidth=4000@download')
  await row(app.page, 'long.mp4').click()
  await app.page.getByRole('button', { name: 'Download', exact: true }).click()
  const progress = () => progressOf(app)
  await expect.poll(progress).toBeGreaterThan(0)
  const before = await progress()
  const told = Date.now()
  await app.endSession()
  expect(await app.waitForExit()).toBe(0)
  // Windows waits for 5 s.
  expect(Date.now() - told).toBeLessThan(5000)
  await app.relaunch()
  await expect.poll(progress).toBeGreaterThan(before)

  // Elsewhere it is told before, and then asked to quit: it does, and asks nobody.
  await app.emitPowerEvent('shutdown')
  await app.clickMenu('quit')
  expect(await app.waitForExit()).toBe(0)
  await app.relaunch()
  await expect.poll(progress).toBeGreaterThan(before)
  server.clearFaults()
  const file = path.join(downloadFolder(keyring), 'long.mp4')
  await expect.poll(() => sha256Of(file).catch(() => null)).toBe(await server.expectedSha256('/long.mp4'))
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
