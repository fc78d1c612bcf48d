import type { Locator } from '@playwright/test'
import { compose } from './compose.ts'
import { expect, row, signIn, test } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

test('an input method has its keys to itself in every field; cells are counted, what has the keyboard is outlined', async ({
  app,
}) => {
  const { page } = app
  const session = await page.context().newCDPSession(page)
  await compose(session, page.getByRole('textbox', { name: 'CompID' }))
  // Hidden and shown.
  const secret = page.getByLabel('CompSecret', { exact: true })
  await compose(session, secret)
  await page.getByRole('button', { name: 'Show secret' }).click()
  await compose(session, secret)
  await compose(session, page.getByRole('textbox', { name: 'Project AppID' }))
  await compose(session, page.getByRole('textbox', { name: 'Server address' }))
  await page.getByLabel('API prefix').selectOption('Other…')
  await compose(session, page.getByRole('textbox', { name: 'Custom API prefix' }))
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.reload()
  await signIn(page)
  await expect(row(page, 'welcome.mp4')).toBeVisible()

  // Rows and their cells are counted for those who cannot see how many there are; what has the keyboard is outlined.
  const list = page.getByRole('grid', { name: 'Files' })
  const columns = await list.getByRole('columnheader').count()
  await expect(list).toHaveAttribute('aria-colcount', String(columns))
  const indexes = (cells: Locator): Promise<(string | null)[]> =>
    cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('aria-colindex')))
  const expected = Array.from({ length: columns }, (_, index) => String(index + 1))
  expect(await indexes(list.getByRole('columnheader'))).toEqual(expected)
  expect(await indexes(row(page, 'welcome.mp4').getByRole('gridcell'))).toEqual(expected)
  await list.focus()
  await page.keyboard.type('wel')
  await expect(row(page, 'welcome.mp4')).toHaveCSS('outline-style', 'solid')
  await expect(row(page, 'demo.mp4')).toHaveCSS('outline-style', 'none')
  await page.keyboard.press('Tab')
  await expect(page.locator(':focus')).toHaveCSS('outline-style', /solid|auto/u)

  await page.keyboard.press('ControlOrMeta+f')
  await compose(session, page.getByRole('searchbox', { name: 'Search all folders' }))
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+Shift+f')
  await compose(session, page.getByRole('searchbox', { name: 'Filter List' }))
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+l')
  await compose(session, page.getByRole('combobox', { name: 'Go to folder' }))
  await page.keyboard.press('Escape')

  // A transfer, for its panel to have a field.
  await row(page, 'welcome.mp4').click()
  await page.keyboard.press('ControlOrMeta+d')
  const panel = page.getByRole('region', { name: 'Transfers' })
  await expect(panel).toContainText('Downloaded')
  await compose(session, panel.getByRole('searchbox'))
  await panel.getByRole('button', { name: 'Limits…' }).click()
  await compose(session, page.getByRole('textbox', { name: 'Upload speed limit' }))
  await page.keyboard.press('Escape')

  await page.keyboard.press('ControlOrMeta+,')
  await page.getByRole('tab', { name: 'Transfers' }).click()
  const settings = page.getByRole('dialog', { name: 'Settings' })
  await compose(session, settings.getByRole('textbox', { name: 'Upload speed limit' }))
  await compose(session, settings.getByRole('textbox', { name: 'Download speed limit' }))
  await page.keyboard.press('Escape')
  await expect(settings).toHaveCount(0)
})
