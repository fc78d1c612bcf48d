import path from 'node:path'
import { downloadFolder, expect, row, sha256Of, signIn, test, transferRow } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

test('the window is where it was left', async ({ app }) => {
  await app.resize(1010, 690)
  await app.relaunch()
  await expect.poll(() => app.page.evaluate(() => [innerWidth, innerHeight])).toEqual([1010, 690])
})

test('transfers show on the desktop, keep it awake, and are asked about before the app quits', async ({
  app,
  server,
  keyring,
}) => {
  await app.page.getByRole('checkbox', { name: 'Remember me' }).check()
  await signIn(app.page)
  server.setFaults('bandwidth=8000@download')
  await row(app.page, 'demo.mp4').click()
  await app.page.getByRole('button', { name: 'Download', exact: true }).click()
  await expect
    .poll(async () => (await app.recorded('powerSaveBlocker')).map(({ details }) => details['on']))
    .toEqual([true])
  const progress = async (): Promise<number> =>
    Number((await app.recorded('progressBar')).at(-1)?.details['progress'])
  await expect.poll(progress).toBeGreaterThan(0)

  // Cancel: it stays, and goes on.
  await app.scriptDialog({ response: 2 })
  await app.closeWindow()
  await expect.poll(async () => (await app.recorded('messageBox')).length).toBe(1)
  const [question] = await app.recorded('messageBox')
  expect(question?.details['buttons']).toEqual(['Quit When Finished', 'Pause and Quit', 'Cancel'])
  const before = await progress()
  await expect.poll(progress).toBeGreaterThan(before)

  // When finished: it goes by itself, with the file whole.
  await app.scriptDialog({ response: 0 })
  await app.closeWindow()
  await expect.poll(async () => (await app.recorded('messageBox')).length).toBe(2)
  server.clearFaults()
  await expect.poll(() => isRunning(app.mainPid), { timeout: 30_000 }).toBe(false)
  const file = path.join(downloadFolder(keyring), 'demo.mp4')
  expect(await sha256Of(file)).toBe(await server.expectedSha256('/demo.mp4'))
  await app.relaunch()
  // Keys go nowhere before it has signed in again.
  await expect(row(app.page, 'demo.mp4')).toBeVisible({ timeout: 15_000 })
  await app.page.keyboard.press('ControlOrMeta+j')
  await expect(transferRow(app.page, 'demo.mp4')).toContainText('Downloaded')
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
