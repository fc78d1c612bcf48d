import { expect, row, signIn, test } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

test('the sidebar leads through folders, by mouse and by keyboard', async ({ app, server }) => {
  const { page } = app
  server.addFolder('/Projects/Deep/Deeper/')
  await signIn(page)
  const tree = page.getByRole('tree', { name: 'Folders' })
  const item = (name: string) => tree.getByRole('treeitem', { name, exact: true })
  await expect(item('All Recordings')).toHaveAttribute('aria-selected', 'true')

  // Unfolding asks for what was never listed, and stays where it is.
  await item('Projects').locator('.arrow').click()
  await expect(item('Deep')).toBeVisible()
  await expect(row(page, 'welcome.mp4')).toBeVisible()
  await item('Deep').click()
  await expect(item('Deep')).toHaveAttribute('aria-selected', 'true')
  const place = page.getByRole('navigation', { name: 'Current location' })
  await expect(place.getByRole('button', { name: 'Deep' })).toBeVisible()
  await expect(row(page, 'Deeper')).toBeVisible()

  await tree.focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(item('Deep')).toHaveCount(0)
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(row(page, 'welcome.mp4')).toBeVisible()
  await expect(page.getByRole('grid', { name: 'Files' })).toBeFocused()

  // Refused, with the reason, and folded again.
  server.setFaults('status=502@query')
  await item('Empty folder').locator('.arrow').click()
  await expect(page.locator('.n-message')).toBeVisible()
  await expect(item('Empty folder')).toHaveAttribute('aria-expanded', 'false')
  server.clearFaults()

  const edge = page.getByRole('separator', { name: 'Width of the sidebar' })
  const before = Number(await edge.getAttribute('aria-valuenow'))
  await edge.focus()
  await page.keyboard.press('ArrowRight')
  await expect(edge).toHaveAttribute('aria-valuenow', String(before + 16))
  await page.keyboard.press('ControlOrMeta+b')
  await expect(tree).toHaveCount(0)
  await page.getByRole('button', { name: 'Sidebar' }).click()
  await expect(edge).toHaveAttribute('aria-valuenow', String(before + 16))
})

test('a place can be typed, and details tell of the selection', async ({ app }) => {
  const { page } = app
  await signIn(page)
  await expect(row(page, 'welcome.mp4')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+l')
  const field = page.getByRole('combobox', { name: 'Go to folder' })
  await field.fill('/projects/nowhere')
  await field.press('Enter')
  await expect(page.getByRole('alert')).toContainText('There is no folder “nowhere” in “Projects”')
  await field.fill('projects')
  await field.press('Enter')
  const place = page.getByRole('navigation', { name: 'Current location' })
  await expect(place.getByRole('button', { name: 'Projects' })).toBeVisible()
  // A recording's path, as "Copy Paths" gives it, leads to the recording.
  await page.keyboard.press('ControlOrMeta+l')
  await field.fill('/welcome.mp4')
  await field.press('Enter')
  await expect(row(page, 'welcome.mp4')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ControlOrMeta+l')
  await field.press('Escape')
  await expect(field).toHaveCount(0)
  await expect(page.getByRole('grid', { name: 'Files' })).toBeFocused()

  await page.keyboard.press('ControlOrMeta+i')
  const details = page.getByRole('complementary', { name: 'Details' })
  await expect(details.getByRole('heading')).toHaveText('welcome.mp4')
  await page.keyboard.press('ControlOrMeta+a')
  await expect(details.getByRole('heading')).toContainText('selected')
  await page.keyboard.press('Escape')
  await expect(details.getByRole('heading')).toHaveText('All Recordings')
})
