import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, makeMp4, row, test, transferRow } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

/** Every file below a folder, with its bytes. */
async function filesIn(folder: string): Promise<{ name: string; bytes: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  return await Promise.all(files.map(async (name) => ({ name, bytes: await readFile(name) })))
}

test('after sign-in and use, the secret is in no file, no log, and nowhere the page can reach', async ({
  app,
  server,
  folder,
}) => {
  const { page } = app
  const secret = server.appSecret
  const digest = createHash('md5').update(secret).digest('hex')
  const traces = [secret, digest, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]

  await page.getByRole('radio', { name: 'Project' }).check({ force: true })
  await page.getByRole('textbox', { name: 'AppID' }).fill(server.appId)
  await page.getByLabel('AppSecret', { exact: true }).fill(secret)
  await page.getByRole('checkbox', { name: 'I understand the risk, connect anyway' }).check()
  await page.getByRole('button', { name: 'Sign In', exact: true }).click()
  await row(page, 'welcome.mp4').dblclick()
  const player = page.getByRole('dialog', { name: 'Player: welcome.mp4' })
  await expect(player.locator('video')).toHaveJSProperty('ended', true, { timeout: 30_000 })
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+j')
  await expect(transferRow(page, 'welcome.mp4')).toContainText('Downloaded')
  const file = await makeMp4(folder, 'mine.mp4', 300_000)
  await app.dropFiles(page.getByRole('group', { name: 'Status bar' }), [file])
  await expect(transferRow(page, 'mine.mp4')).toContainText('Uploaded')
  // Failures are what tends to write details down.
  for (const fault of ['html-page', 'truncated-json', 'status=502', 'redirect=http://127.0.0.1:9/', 'drop']) {
    server.setFaults(`${fault}@query`)
    await page.getByRole('button', { name: 'Refresh', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Refresh', exact: true })).toBeEnabled()
  }
  server.clearFaults()

  const reachable = await page.evaluate(async () => {
    const bridge = (
      window as unknown as { cloudroom: { request(name: string, input?: unknown): Promise<unknown> } }
    ).cloudroom
    const names = ['app.info', 'settings.get', 'accounts.state', 'transfers.list']
    const replies = await Promise.all(names.map((name) => bridge.request(name)))
    const inputs = [...document.querySelectorAll('input')].map((input) => input.value)
    return JSON.stringify([
      replies,
      inputs,
      document.documentElement.outerHTML,
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      document.cookie,
      location.href,
      Object.keys(bridge),
    ])
  })
  for (const trace of traces) expect(reachable).not.toContain(trace)
  for (const trace of traces) expect(app.logs()).not.toContain(trace)

  const files = await filesIn(app.userDataDir)
  expect(files.map(({ name }) => path.basename(name))).toContain('accounts.json')
  expect(files.map(({ name }) => path.basename(name))).toContain('main.log')
  for (const { name, bytes } of files) {
    for (const trace of traces) {
      expect(bytes.includes(trace), `${path.basename(name)} holds a secret`).toBe(false)
      expect(bytes.includes(Buffer.from(trace, 'utf16le')), `${path.basename(name)} holds a secret`).toBe(
        false,
      )
    }
  }
})
