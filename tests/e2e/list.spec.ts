import type { Page } from '@playwright/test'
import { expect, row, signIn, test } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

const header = (page: Page, name: string) => page.getByRole('columnheader', { name })
const headers = (page: Page) => page.getByRole('columnheader')
const widthOf = async (page: Page, name: string): Promise<number> =>
  Math.round((await header(page, name).boundingBox())?.width ?? 0)

/** The middle of an element, or of its right edge, in px of the window. */
async function pointOf(
  target: ReturnType<typeof header>,
  side: 'middle' | 'edge' = 'middle',
): Promise<{ readonly x: number; readonly y: number }> {
  const box = await target.boundingBox()
  if (box === null) throw new Error('It is not drawn')
  return { x: box.x + (side === 'edge' ? box.width : box.width / 2), y: box.y + box.height / 2 }
}

/** Presses at one point and moves to another; the button stays down. */
async function drag(
  page: Page,
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 5 })
}

test('columns are resized, moved and hidden, and are so after a restart', async ({ app }) => {
  let { page } = app
  const day = () => row(page, '2021-09-24_13-47-41_Win32_73542046.mp4')
  await signIn(page)
  await row(page, '2021-09-24').dblclick()
  await expect(day()).toBeVisible()
  await expect(headers(page)).toHaveText(['Name', 'Size', 'Uploaded', 'Recorded', 'Room', 'Platform'])

  // By its edge; Esc takes a drag back; then by key.
  const size = await widthOf(page, 'Size')
  const edge = await pointOf(header(page, 'Size'), 'edge')
  await drag(page, edge, { x: edge.x + 40, y: edge.y })
  await page.mouse.up()
  await expect.poll(() => widthOf(page, 'Size')).toBe(size + 40)
  const moved = await pointOf(header(page, 'Size'), 'edge')
  await drag(page, moved, { x: moved.x - 30, y: moved.y })
  await expect.poll(() => widthOf(page, 'Size')).toBe(size + 10)
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expect.poll(() => widthOf(page, 'Size')).toBe(size + 40)
  await header(page, 'Size').getByRole('button').focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect.poll(() => widthOf(page, 'Size')).toBe(size + 56)

  // By its header; a drag sorts nothing. Then by key.
  const uploaded = await pointOf(header(page, 'Uploaded'))
  // Past its middle.
  await drag(page, await pointOf(header(page, 'Room').getByRole('button')), {
    x: uploaded.x - 40,
    y: uploaded.y,
  })
  await page.mouse.up()
  await expect(headers(page)).toHaveText(['Name', 'Size', 'Room', 'Uploaded', 'Recorded', 'Platform'])
  await expect(header(page, 'Room')).toHaveAttribute('aria-sort', 'none')
  // Let go beside the headers, it takes no key either.
  const room = await pointOf(header(page, 'Room').getByRole('button'))
  await drag(page, room, { x: room.x + 8, y: room.y + 150 })
  await page.mouse.up()
  await expect(header(page, 'Room')).not.toHaveClass(/moving/u)
  await header(page, 'Room').getByRole('button').focus()
  await page.keyboard.press('Enter')
  await expect(header(page, 'Room')).toHaveAttribute('aria-sort', /scending/u)
  await expect(headers(page)).toHaveText(['Name', 'Size', 'Room', 'Uploaded', 'Recorded', 'Platform'])
  await header(page, 'Platform').getByRole('button').focus()
  await page.keyboard.press('Alt+Shift+ArrowLeft')
  await expect(headers(page)).toHaveText(['Name', 'Size', 'Room', 'Uploaded', 'Platform', 'Recorded'])
  await expect(header(page, 'Platform').getByRole('button')).toBeFocused()

  // By its menu and by the application's.
  await header(page, 'Size').click({ button: 'right' })
  await app.contextMenu.choose('Recorded')
  await app.clickMenu('column.time')
  const left = ['Name', 'Size', 'Room', 'Platform']
  await expect(headers(page)).toHaveText(left)

  await app.relaunch()
  page = app.page
  await expect(day()).toBeVisible()
  await expect(headers(page)).toHaveText(left)
  expect(await widthOf(page, 'Size')).toBe(size + 56)
  await app.clickMenu('resetColumns')
  await expect(headers(page)).toHaveText(['Name', 'Size', 'Uploaded', 'Recorded', 'Room', 'Platform'])
  await expect.poll(() => widthOf(page, 'Size')).toBe(size)
})

test('a folder is filtered as one types; a band and keys select in it', async ({ app }) => {
  const { page } = app
  await signIn(page)
  await row(page, '会议录像').dblclick()
  await expect(row(page, '预算讨论.mp4')).toBeVisible()
  const list = page.getByRole('grid', { name: 'Files' })
  const status = page.getByRole('group', { name: 'Status bar' })

  await page.keyboard.press('ControlOrMeta+Shift+f')
  const field = page.getByRole('searchbox', { name: 'Filter List' })
  await expect(field).toBeFocused()
  await page.keyboard.type('会')
  await expect(list).toHaveAttribute('aria-rowcount', '4')
  await expect(page.getByText('3 of 5')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Home')
  await expect(list.getByRole('row', { selected: true })).toHaveCount(1)
  await field.fill('nothing of the kind')
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(field).toHaveValue('')
  await expect(row(page, '预算讨论.mp4')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(field).toHaveCount(0)
  await expect(list).toBeFocused()
  // The button in the list's place ends it, too, and leaves the keyboard in the list.
  await page.keyboard.press('ControlOrMeta+Shift+f')
  await field.fill('nothing of the kind')
  await page.getByRole('button', { name: 'Clear Filter' }).press('Enter')
  await expect(field).toHaveCount(0)
  await expect(list).toBeFocused()

  await page.evaluate(() =>
    addEventListener('dragstart', () => document.documentElement.setAttribute('data-dragged', '')),
  )
  // Between the rows' texts: a name is what one drags.
  const sizeAt = (index: number) =>
    pointOf(list.locator('[data-key]').nth(index).getByRole('gridcell').nth(1))
  await drag(page, await sizeAt(1), await sizeAt(3))
  await page.mouse.up()
  await expect(status).toContainText('3 selected')
  await page.keyboard.down('ControlOrMeta')
  await drag(page, await sizeAt(4), await sizeAt(3))
  await page.mouse.up()
  await page.keyboard.up('ControlOrMeta')
  // The fourth row was selected and is no more, the fifth is now.
  await expect(status).toContainText('3 selected')
  await expect(list.locator('[data-key]').nth(3)).toHaveAttribute('aria-selected', 'false')
  await drag(page, await sizeAt(0), await sizeAt(4))
  await expect(status).toContainText('5 selected')
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expect(status).not.toContainText('5 selected')
  // The rows that were pressed, and are selected by that, were never dragged.
  await expect(page.locator('html')).not.toHaveAttribute('data-dragged')

  // The keyboard goes on by itself; Ctrl+Space selects where it is, Shift+Space as far as it has gone.
  const rows = list.locator('[data-key]')
  const isSelected = () =>
    rows.evaluateAll((drawn) => drawn.map((one) => one.getAttribute('aria-selected') === 'true'))
  const keyboardIsOn = (index: number) =>
    expect(list).toHaveAttribute('aria-activedescendant', `entry-${index}`)
  await list.focus()
  await page.keyboard.press('PageDown')
  await page.keyboard.press('PageUp')
  await keyboardIsOn(0)
  // Finder has no such keys.
  if (process.platform === 'darwin') return
  await page.keyboard.press('Control+ArrowDown')
  await page.keyboard.press('Control+ArrowDown')
  await keyboardIsOn(2)
  expect(await isSelected()).toEqual([true, false, false, false, false])
  await page.keyboard.press('Control+Space')
  expect(await isSelected()).toEqual([true, false, true, false, false])
  await page.keyboard.press('Control+End')
  await keyboardIsOn(4)
  await page.keyboard.press('Shift+Space')
  expect(await isSelected()).toEqual([false, false, true, true, true])
  await page.keyboard.press('Shift+PageUp')
  expect(await isSelected()).toEqual([true, true, true, false, false])
})
