import type { CDPSession, Locator } from '@playwright/test'
import { expect, row, signIn, test } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

/** Composes a word in a field and presses keys that the input method takes: nothing but the word must come of them. */
async function compose(session: CDPSession, field: Locator): Promise<void> {
  await field.focus()
  await field.fill('')
  await session.send('Input.imeSetComposition', { text: 'ni hao', selectionStart: 6, selectionEnd: 6 })
  await expect(field).toHaveValue('ni hao')
  for (const [key, code] of [
    ['Enter', 'Enter'],
    ['Escape', 'Escape'],
    ['ArrowDown', 'ArrowDown'],
    [' ', 'Space'],
    ['Process', 'KeyJ'],
  ] as const) {
    const press = { key, code, windowsVirtualKeyCode: 229 }
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...press })
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...press })
    await expect(field).toBeFocused()
    await expect(field).toHaveValue('ni hao')
  }
  await session.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 })
  await expect(field).toHaveValue('')
}

test('an input method has its keys to itself in every field; cells are counted, what has the keyboard is outlined', async ({
  app,
}) => {
  const { page } = app
  const session = await page.context().newCDPSession(page)
  await compose(session, page.getByRole('textbox', { name: 'CompID' }))
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
