import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import type { Bridge } from '#shared/ipc/contract.ts'
import { expect, quietSettings, row, signIn, test } from './fixture.ts'

type WithBridge = typeof globalThis & { readonly cloudroom: Bridge }

async function openProjects(page: Page): Promise<void> {
  await signIn(page)
  await row(page, 'Projects').dblclick()
  await expect(row(page, 'kick-off.mp4')).toBeVisible()
}

test.describe('a folder that was opened before', () => {
  test.use({ serverOptions: { seed: 'demo' } })

  test('is there before the server answers, with its age, and after a restart too', async ({
    app,
    server,
  }) => {
    await openProjects(app.page)
    server.addFile('/Projects/added behind the back.mp4', 400_000)
    await server.removeFile('/Projects/kick-off.mp4')
    server.setFaults({ name: 'stall', endpoint: 'query', path: '/Projects/' })
    // The app starts in the folder that was open last.
    await app.relaunch()
    const { page } = app
    await expect(row(page, 'kick-off.mp4')).toBeVisible()
    const status = page.getByRole('group', { name: 'Status bar' })
    await expect(status).toContainText('as of')
    server.clearFaults()
    await expect(row(page, 'added behind the back.mp4')).toBeVisible()
    await expect(row(page, 'kick-off.mp4')).toHaveCount(0)
    await expect(status).not.toContainText('as of')
  })

  test('stays when the server cannot be asked, and says of when it is', async ({ app, server }) => {
    await openProjects(app.page)
    // After the query that asks about the account.
    server.setFaults('status=502@query+1')
    await app.relaunch()
    const { page } = app
    await expect(row(page, 'kick-off.mp4')).toBeVisible()
    await expect(page.getByText(/This is the list as of/u)).toBeVisible()
    server.clearFaults()
    await page.getByRole('button', { name: 'Retry' }).click()
    await expect(page.getByText(/This is the list as of/u)).toHaveCount(0)
  })

  test('is there when the app starts without a server, and up to date by itself once there is a network', async ({
    app,
    server,
  }) => {
    await openProjects(app.page)
    server.setFaults('drop')
    await app.relaunch()
    const { page } = app
    await expect(row(page, 'kick-off.mp4')).toBeVisible()
    await expect(page.getByText(/This is the list as of/u)).toBeVisible()
    server.addFile('/Projects/added behind the back.mp4', 400_000)
    server.clearFaults()
    await app.setOnline(false)
    await expect(page.getByRole('group', { name: 'Status bar' })).toContainText('Offline')
    await app.setOnline(true)
    await expect(row(page, 'added behind the back.mp4')).toBeVisible()
    await expect(page.getByText(/This is the list as of/u)).toHaveCount(0)
  })

  test('is not shown any longer to whom the server refuses, who is told so', async ({ app, server }) => {
    await signIn(app.page)
    await expect(row(app.page, 'Projects')).toBeVisible()
    server.setFaults('rsp-code=3@query')
    await app.relaunch()
    const { page } = app
    await expect(page.getByRole('alert')).toContainText(/secret/iu)
    await expect(row(page, 'Projects')).toHaveCount(0)
    server.clearFaults()
    await page.getByLabel('CompSecret', { exact: true }).fill('1')
    await page.getByRole('button', { name: 'Sign In', exact: true }).click()
    await expect(row(page, 'Projects')).toBeVisible()
  })
})

test.describe('folders that nobody has opened', () => {
  test.use({
    serverOptions: { seed: 'demo' },
    appOptions: { settings: { ...quietSettings, crawlEnabled: true } },
  })

  test('are crawled, so that a search finds what is in them; one sees it, and can turn it off', async ({
    app,
    server,
  }) => {
    test.slow()
    const { page } = app
    await signIn(page)
    server.setFaults('stall@query')
    const sign = page
      .getByRole('group', { name: 'Status bar' })
      .getByRole('button', { name: /Looking through \d+ more folders/u })
    await sign.click({ timeout: 30_000 })
    const choice = page.getByRole('checkbox', { name: 'Look through all folders in the background' })
    await choice.uncheck()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(sign).toHaveCount(0)
    server.clearFaults()

    await app.clickMenu('settings')
    await choice.check()
    await page.keyboard.press('Escape')
    const search = (text: string) =>
      page.evaluate(async (typed) => {
        const { cloudroom } = globalThis as WithBridge
        const reply = await cloudroom.request('search.query', {
          searchId: 's',
          text: typed,
          offset: 0,
          limit: 10,
        })
        return reply.ok ? reply.value.groups.map(({ folder }) => folder.path) : [reply.error.code]
      }, text)
    await expect.poll(() => search('评审 产品'), { timeout: 60_000 }).toEqual(['/会议录像/'])
    await expect.poll(() => search('杭'), { timeout: 60_000 }).toEqual(['/会议录像/销售部/华东区/'])
    // All are known.
    await expect(sign).toHaveCount(0, { timeout: 60_000 })
  })
})

test('the app hears of the first view, behind which it asks and loads everything else', async ({ app }) => {
  await signIn(app.page)
  await app.relaunch()
  const log = path.join(app.userDataDir, 'logs', 'main.log')
  await expect.poll(async () => (await readFile(log, 'utf8')).split('First view painted').length).toBe(3)
})
