import { expect, keys, row, signIn, test } from './fixture.ts'

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
  server.setFaults('status=403@query')
  await item('Empty folder').locator('.arrow').click()
  await expect(page.locator('.n-message')).toBeVisible()
  await expect(item('Empty folder')).toHaveAttribute('aria-expanded', 'false')
  server.clearFaults()

  await item('Projects').click({ button: 'right' })
  await app.contextMenu.choose('Open')
  await expect(place.getByRole('button', { name: 'Projects' })).toHaveAttribute('aria-current', 'page')

  const edge = page.getByRole('separator', { name: 'Width of the sidebar' })
  const before = Number(await edge.getAttribute('aria-valuenow'))
  await edge.focus()
  await page.keyboard.press('ArrowRight')
  await expect(edge).toHaveAttribute('aria-valuenow', String(before + 16))

  // By mouse, the details too, which grow the other way.
  const drag = async (of: typeof edge, by: number) => {
    const box = await of.boundingBox()
    if (box === null) throw new Error('It is not drawn')
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + by, y, { steps: 4 })
    await page.mouse.up()
  }
  await drag(edge, 30)
  await expect(edge).toHaveAttribute('aria-valuenow', String(before + 46))
  await drag(edge, -30)
  await expect(edge).toHaveAttribute('aria-valuenow', String(before + 16))
  await page.keyboard.press('ControlOrMeta+i')
  const detailsEdge = page.getByRole('separator', { name: 'Width of the details' })
  const wide = Number(await detailsEdge.getAttribute('aria-valuenow'))
  await drag(detailsEdge, -30)
  await expect(detailsEdge).toHaveAttribute('aria-valuenow', String(wide + 30))
  await page.keyboard.press('ControlOrMeta+i')
  await expect(detailsEdge).toHaveCount(0)
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
  // Completed in whatever way it is written that Enter takes.
  const suggested = () =>
    page
      .locator('datalist option')
      .evaluateAll((options) => options.map((option) => option.getAttribute('value')))
  for (const [typed, completed] of [
    ['/Proj', '/Projects/'],
    ['proj', 'Projects/'],
    ['\\PROJ', '\\Projects/'],
  ] as const) {
    await field.fill(typed)
    await expect.poll(suggested).toEqual([completed])
  }
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
  // Beside the crumbs, as in Explorer.
  const crumbs = (await place.getByRole('list').boundingBox()) ?? { width: 0 }
  await place.getByRole('list').click({ position: { x: crumbs.width - 6, y: 6 } })
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

test('a typed place that was left before there was an answer is not gone to later', async ({
  app,
  server,
}) => {
  const { page } = app
  server.addFolder('/Projects/Deep/')
  await signIn(page)
  await expect(row(page, 'welcome.mp4')).toBeVisible()
  const field = page.getByRole('combobox', { name: 'Go to folder' })
  const place = page.getByRole('navigation', { name: 'Current location' })
  /** Asks for a folder whose way there the server does not answer yet. */
  async function type(): Promise<void> {
    server.setFaults({ name: 'stall', endpoint: 'query', path: '/Projects/' })
    await page.keyboard.press('ControlOrMeta+l')
    await field.fill('/Projects/Deep/')
    await field.press('Enter')
    await expect(field).toHaveAttribute('aria-busy', 'true')
    await expect.poll(() => server.state().concurrent.query.current).toBe(1)
  }
  /** The server has answered that, and a question that was asked after it, too. */
  async function answer(): Promise<void> {
    server.clearFaults()
    await expect.poll(() => server.state().concurrent.query.current).toBe(0)
    const before = server.state().requests.query
    await page.keyboard.press('F5')
    await expect.poll(() => server.state().requests.query).toBe(before + 1)
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  }

  // For another part of the window, which then has the keyboard.
  await type()
  const search = page.getByRole('searchbox', { name: 'Search all folders' })
  await search.click()
  await expect(field).toHaveCount(0)
  await expect(search).toBeFocused()
  // By Esc.
  await type()
  await field.press('Escape')
  await expect(page.getByRole('grid', { name: 'Files' })).toBeFocused()
  await answer()
  await expect(place.getByRole('button', { name: 'All Recordings' })).toHaveAttribute('aria-current', 'page')
})

test('a folder as tiles: keyboard, rubber band; each folder is as it was left, also after a restart', async ({
  app,
}) => {
  let { page } = app
  await signIn(page)
  await page.keyboard.press('ControlOrMeta+2')
  const tiles = () => page.getByRole('listbox', { name: 'Files' })
  const tile = (name: string) => tiles().getByRole('option', { name })
  await expect(tile('2021-09-15')).toBeVisible()
  await tiles().focus()
  await page.keyboard.press('Home')
  await expect(tile('2021-09-15')).toHaveAttribute('aria-selected', 'true')
  const first = await tile('2021-09-15').boundingBox()
  await page.keyboard.press('ArrowDown')
  const below = await tiles().locator('[aria-selected="true"]').boundingBox()
  expect(below?.x).toBe(first?.x)
  expect(below?.y).toBeGreaterThan(first?.y ?? 0)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  const status = page.getByRole('group', { name: 'Status bar' })
  await expect(status).toContainText('2 selected')
  // A band from the corner takes what it touches, in both directions.
  const box = (await tile('2021-09-16').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  await page.keyboard.press('Escape')
  await page.mouse.move(box.x + box.width - 3, box.y + box.height - 3)
  await page.mouse.down()
  await page.mouse.move(box.x - 20, box.y + 10, { steps: 4 })
  await page.mouse.up()
  await expect(status).toContainText('2 selected')
  await page.keyboard.type('wel')
  await expect(tile('welcome.mp4')).toBeInViewport()
  await tile('Projects').dblclick()
  const place = page.getByRole('navigation', { name: 'Current location' })
  await expect(place.getByRole('button', { name: 'Projects' })).toBeVisible()
  await expect(row(page, 'kick-off.mp4')).toBeVisible()
  const size = () => page.getByRole('columnheader', { name: 'Size' })
  await size().getByRole('button').click()
  await expect(size()).toHaveAttribute('aria-sort', 'descending')
  await app.relaunch()
  page = app.page
  await expect(row(page, 'kick-off.mp4')).toBeVisible()
  await expect(size()).toHaveAttribute('aria-sort', 'descending')
  await page.keyboard.press(keys.up)
  await expect(tile('Projects')).toBeVisible()
  await app.clickMenu('useLookForAll')
  await expect(page.getByText('All folders are shown like this now').first()).toBeVisible()
  await tile('Projects').dblclick()
  await expect(tile('kick-off.mp4')).toBeVisible()

  // Two lines of name are the most that a tile has; it is whole all the same.
  await page.keyboard.press(keys.up)
  await tile('2021-09-24').dblclick()
  const long = tiles()
    .getByRole('option', { name: /^2021-09-24_.*mp4/u })
    .first()
  await expect(long).toBeVisible()
  const bottoms = await long.evaluate((element) =>
    [element, element.parentElement].map((box) => box?.getBoundingClientRect().bottom ?? NaN),
  )
  expect(bottoms[0]).toBeLessThanOrEqual(bottoms[1] ?? 0)
})
