import type { Page } from '@playwright/test'
import type { Emulator } from '#emulator/server.ts'
import { expect, row, signIn, test } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

const deletions = (page: Page) => page.getByRole('region', { name: 'Deletions' })

/** What the server was asked to delete. */
const asked = (server: Emulator): unknown[] =>
  server
    .state()
    .log.filter(({ endpoint }) => endpoint === 'delete')
    .map(({ params }) => params['FileID'])

async function countDownFrom(page: Page, undoSeconds: number): Promise<void> {
  const isDone = await page.evaluate(async (seconds) => {
    const { cloudroom } = window as unknown as {
      cloudroom: { request(name: string, input: unknown): Promise<{ ok: boolean }> }
    }
    return (await cloudroom.request('settings.update', { undoSeconds: seconds })).ok
  }, undoSeconds)
  expect(isDone).toBe(true)
}

test('a deleted row is gone at once; Undo brings it back and nothing was sent', async ({ app, server }) => {
  const { page } = app
  await signIn(page)
  // Loading the page again takes its time on a busy machine.
  await countDownFrom(page, 30)
  const rowsBefore = await page.locator('[data-key]').count()
  await row(page, 'welcome.mp4').click()
  await page.keyboard.press('Delete')
  await expect(row(page, 'welcome.mp4')).toHaveCount(0)
  await expect(deletions(page)).toContainText('Deleting “welcome.mp4” from the server')
  await expect(deletions(page)).toContainText(/in \d+ s/u)
  // A page that is loaded again knows it, too.
  await page.reload()
  await expect(deletions(page)).toContainText('welcome.mp4')
  await expect(row(page, 'demo.mp4')).toBeVisible()
  await expect(row(page, 'welcome.mp4')).toHaveCount(0)

  await deletions(page).getByRole('button', { name: 'Undo' }).click()
  await expect(row(page, 'welcome.mp4')).toBeVisible()
  await expect(deletions(page)).toHaveCount(0)
  expect(await page.locator('[data-key]').count()).toBe(rowsBefore)
  expect(asked(server)).toEqual([])
})

test('Ctrl+Z takes back the latest, one after the other; in a text field it is the field’s own', async ({
  app,
  server,
}) => {
  const { page } = app
  await signIn(page)
  await countDownFrom(page, 30)
  for (const name of ['welcome.mp4', 'demo.mp4']) {
    await row(page, name).click()
    await page.keyboard.press('Delete')
    await expect(row(page, name)).toHaveCount(0)
  }
  await page.keyboard.press('ControlOrMeta+z')
  await expect(row(page, 'demo.mp4')).toBeVisible()
  await expect(row(page, 'welcome.mp4')).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(row(page, 'welcome.mp4')).toBeVisible()
  expect(asked(server)).toEqual([])
})

test('the question before many names each so that its end is seen', async ({ app }) => {
  const { page } = app
  await signIn(page)
  await countDownFrom(page, 0)
  await row(page, 'Long names').dblclick()
  await expect(row(page, 'short.mp4')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  const dialog = page.getByRole('alertdialog')
  const [end, frame] = [
    await dialog.getByText('rthern-reg.mp4', { exact: true }).boundingBox(),
    await dialog.boundingBox(),
  ]
  expect(end).not.toBeNull()
  expect((end?.x ?? 0) + (end?.width ?? 0)).toBeLessThan((frame?.x ?? 0) + (frame?.width ?? 0))
})

test('after the countdown it is sent, confirmed, and then said', async ({ app, server }) => {
  const { page } = app
  await signIn(page)
  await countDownFrom(page, 1)
  await row(page, 'welcome.mp4').click()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByText('Deleted 1 recording').first()).toBeVisible()
  await expect(row(page, 'welcome.mp4')).toHaveCount(0)
  await expect(deletions(page)).toHaveCount(0)
  expect(await server.stored('/welcome.mp4')).toBeNull()
  const [deleted, confirmed] = server.state().log.slice(-2)
  expect([deleted?.endpoint, confirmed?.endpoint]).toEqual(['delete', 'query'])
  expect(confirmed?.params['FileName']).toBe('/welcome.mp4')
})

test('quitting during the countdown sends nothing', async ({ app, server }) => {
  const { page } = app
  await signIn(page)
  await countDownFrom(page, 5)
  await row(page, 'welcome.mp4').click()
  await page.keyboard.press('Delete')
  await expect(deletions(page)).toContainText('welcome.mp4')
  await app.relaunch()
  await expect(row(app.page, 'welcome.mp4')).toBeVisible({ timeout: 15_000 })
  await expect(deletions(app.page)).toHaveCount(0)
  // A deletion with a countdown as long would have come by the end of this one.
  await row(app.page, 'demo.mp4').click()
  await app.page.keyboard.press('Delete')
  await expect(app.page.getByText('Deleted 1 recording').first()).toBeVisible({ timeout: 15_000 })
  expect(asked(server)).toHaveLength(1)
  expect(await server.stored('/welcome.mp4')).not.toBeNull()
})

test('signing out during the countdown sends nothing', async ({ app, server }) => {
  const { page } = app
  await signIn(page)
  // Signing out takes its time on a busy machine.
  await countDownFrom(page, 30)
  await row(page, 'welcome.mp4').click()
  await page.keyboard.press('Delete')
  await expect(row(page, 'welcome.mp4')).toHaveCount(0)
  await page.getByRole('button', { name: 'Account and settings' }).click()
  await page.getByRole('menuitem', { name: 'Sign Out…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign Out' }).click()
  await signIn(page)
  await expect(row(page, 'welcome.mp4')).toBeVisible()
  await countDownFrom(page, 1)
  await row(page, 'demo.mp4').click()
  await page.keyboard.press('Delete')
  await expect(page.getByText('Deleted 1 recording').first()).toBeVisible({ timeout: 15_000 })
  expect(asked(server)).toHaveLength(1)
  expect(await server.stored('/welcome.mp4')).not.toBeNull()
})

test('what could not be deleted comes back, is named with its reason, and can be tried again', async ({
  app,
  server,
}) => {
  const { page } = app
  await signIn(page)
  await countDownFrom(page, 1)
  await row(page, 'welcome.mp4').click()
  await row(page, 'demo.mp4').click({ modifiers: ['ControlOrMeta'] })
  server.setFaults('rsp-code=5@delete*1')
  await page.keyboard.press('Delete')
  await expect(deletions(page)).toContainText('2 recordings')
  await expect(deletions(page)).toContainText('was not deleted')
  await expect(row(page, 'welcome.mp4').or(row(page, 'demo.mp4'))).toHaveCount(1)

  await deletions(page).getByRole('button', { name: 'Details…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('1 recording was not deleted')
  await expect(dialog.getByRole('listitem')).toHaveCount(1)
  await page.keyboard.press('Escape')

  server.clearFaults()
  await deletions(page).getByRole('button', { name: 'Retry Failed' }).click()
  await expect(row(page, 'welcome.mp4').or(row(page, 'demo.mp4'))).toHaveCount(0)
  await expect(deletions(page)).toHaveCount(0)
  expect(server.listing().some(({ path }) => path === '/welcome.mp4' || path === '/demo.mp4')).toBe(false)
})

test('an answer that is lost is looked up before anything is said', async ({ app, server }) => {
  const { page } = app
  await signIn(page)
  await countDownFrom(page, 1)
  server.setFaults('drop-answer@delete')
  await row(page, 'welcome.mp4').click()
  await page.keyboard.press('Delete')
  await expect(page.getByText('Deleted 1 recording').first()).toBeVisible()
  expect(await server.stored('/welcome.mp4')).toBeNull()
})

test('folders cannot be deleted, and the app says why; without a countdown it asks first, and Cancel is the default', async ({
  app,
  server,
}) => {
  const { page } = app
  await signIn(page)
  await row(page, 'Projects').click()
  await expect(page.getByRole('button', { name: 'Delete', exact: true })).toHaveAttribute(
    'title',
    /can’t delete folders/u,
  )
  await countDownFrom(page, 0)
  await row(page, 'welcome.mp4').click()
  await page.keyboard.press('Delete')
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText('Delete “welcome.mp4”?')
  await expect(dialog).toContainText('can’t be undone')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  expect(asked(server)).toEqual([])

  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(row(page, 'welcome.mp4')).toHaveCount(0)
  await expect.poll(() => server.stored('/welcome.mp4')).toBeNull()
})

test.describe('a lot of recordings', () => {
  test.use({ serverOptions: { seed: 'flat:120' } })

  test('is asked about, can be stopped on the way, and gone on with', async ({ app, server }) => {
    const { page } = app
    await signIn(page)
    await countDownFrom(page, 1)
    await row(page, 'all').dblclick()
    await expect(page.getByRole('group', { name: 'Status bar' })).toContainText('120 recordings')
    await page.keyboard.press('ControlOrMeta+a')
    server.setFaults('latency=100@delete')
    await page.keyboard.press('Delete')
    const dialog = page.getByRole('alertdialog')
    await expect(dialog).toContainText('Delete 120 recordings?')
    await expect(dialog).toContainText('1 second to undo')
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(deletions(page)).toContainText(/Deleting \d+ of 120/u)
    await expect(deletions(page)).toContainText(/Deleting [1-9]\d* of 120/u)
    await deletions(page).getByRole('button', { name: 'Stop' }).click()
    await expect(deletions(page)).toContainText('were not deleted')
    const left = server.listing().length
    expect(left).toBeGreaterThan(0)
    await expect(page.getByRole('group', { name: 'Status bar' })).toContainText(`${left} recordings`)
    server.clearFaults()
    await deletions(page).getByRole('button', { name: 'Retry Failed' }).click()
    await expect(deletions(page)).toHaveCount(0, { timeout: 20_000 })
    expect(server.listing()).toEqual([])
  })
})
