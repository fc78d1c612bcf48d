import { watchShifts } from './driver/shifts.ts'
import { expect, row, submitSignIn, test } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' }, appOptions: { settings: { showsPreviews: true } } })

test('what one is about to click does not move away: signing in, settings, details, tiles', async ({
  app,
  server,
}) => {
  const { page } = app
  // Opens the part with the consent, which is asked for once.
  await page.getByRole('checkbox', { name: 'I understand the risk, connect anyway' }).check()
  await page.getByRole('textbox', { name: 'CompID' }).fill('1')
  const shiftsOfSignIn = await watchShifts(page)
  // What is known of a recording by its bytes comes late, and is waited for below.
  server.setFaults('stall@query', 'stall@download')
  await submitSignIn(page)
  await expect(page.getByRole('button', { name: 'Signing in…', exact: true })).toBeVisible()
  // The spinner has come in full, too.
  await expect(page.locator('form .n-base-loading')).toHaveCSS('width', '18px')
  expect(await shiftsOfSignIn(), 'signing in').toEqual([])
  server.setFaults('stall@download')
  await expect(page.getByRole('grid', { name: 'Files' })).toHaveAttribute('aria-busy', 'false')
  const shifts = await watchShifts(page)

  await page.keyboard.press('ControlOrMeta+,')
  const settings = page.getByRole('dialog', { name: 'Settings' })
  for (const name of ['Transfers', 'Accounts', 'Servers', 'Shortcuts', 'Diagnostics', 'General']) {
    const tab = settings.getByRole('tab', { name })
    await tab.click()
    await expect(tab).toHaveAttribute('aria-selected', 'true')
    if (name === 'Diagnostics') {
      await expect(settings.getByRole('button', { name: 'Test Connection' })).toBeVisible()
      await expect(settings).toContainText(/CloudRoom Drive \d/u)
    }
    expect(await shifts(), name).toEqual([])
  }
  await page.keyboard.press('Escape')

  await page.keyboard.press('ControlOrMeta+i')
  const details = page.getByRole('complementary', { name: 'Details' })
  await expect(details).toBeVisible()
  await row(page, 'demo.mp4').click()
  await expect(details).toContainText('Uploaded')
  await expect(details).not.toContainText('Resolution')
  await shifts()
  server.clearFaults()
  await expect(details).toContainText('Resolution')
  expect(await shifts(), 'details').toEqual([])

  // How long the others are comes late, too, and stands in the middle of a tile's line.
  for (const name of ['welcome.mp4', '使用说明.mp4'])
    await expect(row(page, name).getByRole('gridcell', { name: '0:04', exact: true })).toBeVisible()
  await shifts()
  await page.getByRole('grid', { name: 'Files' }).focus()
  await page.keyboard.press('ControlOrMeta+2')
  await expect(page.getByRole('listbox', { name: 'Files' })).toBeVisible()
  expect(await shifts(), 'tiles').toEqual([])
})
