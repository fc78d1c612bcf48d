import { expect, keys, row, signIn, test, words } from './fixture.ts'

test.describe('browsing', () => {
  test.use({ serverOptions: { seed: 'demo' } })

  test('folders open by double-click and keyboard, and history leads back', async ({ app }) => {
    const { page } = app
    await signIn(page)
    await row(page, 'Projects').dblclick()
    const place = page.getByRole('navigation', { name: 'Current location' })
    await expect(place.getByRole('button', { name: 'Projects' })).toBeVisible()
    await page.getByRole('button', { name: 'Back', exact: true }).click()
    await expect(row(page, 'welcome.mp4')).toBeVisible()
    await page.getByRole('button', { name: 'Forward', exact: true }).click()
    await expect(place.getByRole('button', { name: 'Projects' })).toBeVisible()
    await page.getByRole('button', { name: 'Enclosing folder' }).click()
    await expect(row(page, 'welcome.mp4')).toBeVisible()

    await page.getByRole('grid', { name: 'Files' }).focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await expect(place.getByRole('button', { name: '2021-09-15' })).toBeVisible()
    await page.keyboard.press(keys.up)
    await expect(row(page, 'welcome.mp4')).toBeVisible()

    // History by key and by the thumb buttons of a mouse, there and back.
    const here = (name: string) =>
      expect(place.getByRole('button', { name })).toHaveAttribute('aria-current', 'page')
    const press = async (button: 'back' | 'forward') => {
      const devtools = await page.context().newCDPSession(page)
      for (const type of ['mousePressed', 'mouseReleased'] as const)
        await devtools.send('Input.dispatchMouseEvent', { type, x: 400, y: 300, button, clickCount: 1 })
      await devtools.detach()
    }
    await page.keyboard.press(keys.back)
    await here('2021-09-15')
    await page.keyboard.press(keys.forward)
    await here('All Recordings')
    await press('back')
    await here('2021-09-15')
    await press('forward')
    await here('All Recordings')
  })

  test('columns sort, and the sort is announced', async ({ app }) => {
    const { page } = app
    await signIn(page)
    const size = page.getByRole('columnheader', { name: 'Size' })
    await size.getByRole('button').click()
    // Largest first is what one looks for by size.
    await expect(size).toHaveAttribute('aria-sort', 'descending')
    const names = page.getByRole('gridcell', { name: /\.mp4$/u })
    await expect(names.first()).toHaveAttribute('aria-label', 'demo.mp4')
    await size.getByRole('button').click()
    await expect(size).toHaveAttribute('aria-sort', 'ascending')
    await expect(names.first()).toHaveAttribute('aria-label', '使用说明.mp4')

    // By keyboard, which stays on the header.
    await size.getByRole('button').focus()
    await page.keyboard.press('Enter')
    await expect(size).toHaveAttribute('aria-sort', 'descending')
    await expect(names.first()).toHaveAttribute('aria-label', 'demo.mp4')
    await page.keyboard.press('Space')
    await expect(size).toHaveAttribute('aria-sort', 'ascending')
    await expect(names.first()).toHaveAttribute('aria-label', '使用说明.mp4')
    await expect(size.getByRole('button')).toBeFocused()
  })

  test('several rows are selected by keyboard, mouse and the native menu, and their count is shown', async ({
    app,
  }) => {
    const { page } = app
    await signIn(page)
    await row(page, 'demo.mp4').click()
    await row(page, 'welcome.mp4').click({ modifiers: ['ControlOrMeta'] })
    const status = page.getByRole('group', { name: 'Status bar' })
    await expect(status).toContainText('2 selected')
    await page.keyboard.press('ControlOrMeta+a')
    await expect(status).toContainText('19 selected')
    await page.keyboard.press('Escape')
    await expect(status).not.toContainText('selected')
    await app.clickMenu('selectAll')
    await expect(status).toContainText('19 selected')
    await page.keyboard.press('Escape')
    await expect(status).not.toContainText('selected')
    await page.keyboard.type('wel')
    await expect(row(page, 'welcome.mp4')).toHaveAttribute('aria-selected', 'true')

    // Shift has all from where one was to there, whichever way, and as much of it as the last click says.
    const rows = page.getByRole('grid', { name: 'Files' }).locator('[data-key]')
    const isSelected = () =>
      rows.evaluateAll((all) => all.slice(0, 7).map((each) => each.getAttribute('aria-selected') === 'true'))
    await rows.nth(3).click()
    await rows.nth(6).click({ modifiers: ['Shift'] })
    await expect.poll(isSelected).toEqual([false, false, false, true, true, true, true])
    await rows.nth(1).click({ modifiers: ['Shift'] })
    await expect.poll(isSelected).toEqual([false, true, true, true, false, false, false])
    await expect(status).toContainText('3 selected')
  })

  test('an empty folder says what to do, one that cannot be opened can be tried again, refresh shows what has changed', async ({
    app,
    server,
  }) => {
    const { page } = app
    const up = (): Promise<void> => page.keyboard.press(keys.up)
    await signIn(page)
    await row(page, 'Empty folder').dblclick()
    await expect(page.getByRole('heading', { name: 'No recordings here yet' })).toBeVisible()
    await up()

    server.setFaults('status=502@query')
    await row(page, 'Projects').dblclick()
    await expect(page.getByRole('alert')).toContainText('This folder can’t be opened')
    server.clearFaults()
    // By key, which is in the list once there is one again.
    await page.getByRole('alert').getByRole('button', { name: 'Retry' }).press('Enter')
    await expect(
      page.getByRole('navigation', { name: 'Current location' }).getByRole('button', { name: 'Projects' }),
    ).toBeVisible()
    await expect(page.getByRole('alert')).toHaveCount(0)
    await expect(page.getByRole('grid', { name: 'Files' })).toBeFocused()
    await up()

    await expect(row(page, 'welcome.mp4')).toBeVisible()
    await expect(page.getByRole('grid', { name: 'Files' })).toHaveAttribute('aria-busy', 'false')
    server.addFile('/added behind the back.mp4', 400_000)
    await page.getByRole('button', { name: 'Refresh', exact: true }).click()
    await expect(row(page, 'added behind the back.mp4')).toBeVisible()
    await server.removeFile('/added behind the back.mp4')
    await page.keyboard.press('F5')
    await expect(row(page, 'added behind the back.mp4')).toHaveCount(0)
    server.addFile('/added once more.mp4', 400_000)
    await page.keyboard.press('ControlOrMeta+r')
    await expect(row(page, 'added once more.mp4')).toBeVisible()
  })

  test('totals are those of all that is listed, in bytes', async ({ app, server }) => {
    const { page } = app
    for (const name of ['one', 'two', 'three']) server.addFile(`/Sizes/${name}.mp4`, 500_000)
    server.addFile('/Sizes/four.mp4', 2_000_000)
    await signIn(page)
    await row(page, 'Sizes').dblclick()
    const status = page.getByRole('group', { name: 'Status bar' })
    await expect(status).toContainText(/4 recordings, (≈ ?|about )?3\.[345]\d* MB/u)
    await row(page, 'four.mp4').click()
    await row(page, 'one.mp4').click({ modifiers: ['ControlOrMeta'] })
    await expect(status).toContainText(/2 selected, (≈ ?|about )?2\.[345]\d* MB/u)
  })
})

test.describe('a large folder', () => {
  test.use({ serverOptions: { seed: 'flat:1000' } })

  test('is loaded whole, and says how far it is', async ({ app, server }) => {
    const { page } = app
    await signIn(page)
    // The first pages come, the others once the part has been seen.
    server.setFaults({ name: 'stall', endpoint: 'query', skip: 4 })
    await row(page, 'all').dblclick()
    const status = page.getByRole('group', { name: 'Status bar' })
    await expect(status).toContainText(/Loaded \d+ of 1,?000/u)
    server.clearFaults()
    await expect(status).toContainText(/1,?000 recordings/u)
    const list = page.getByRole('grid', { name: 'Files' })
    await expect(list).toHaveAttribute('aria-rowcount', '1001')

    // What comes at its top with a refresh moves nothing that one looks at.
    const shown = () =>
      list.evaluate((grid) => {
        const top = grid.getBoundingClientRect().top + 100
        const found = [...grid.querySelectorAll<HTMLElement>('[data-key]')].find(
          (each) => each.getBoundingClientRect().top > top,
        )
        return [found?.dataset['key'], Math.round(found?.getBoundingClientRect().top ?? 0)] as const
      })
    await list.focus()
    await list.evaluate((grid) => (grid.scrollTop = 9000))
    await expect.poll(async () => (await shown())[0]).toMatch(/\/all\//u)
    const before = await shown()
    for (const name of ['0-a', '0-b', '0-c']) server.addFile(`/all/${name}.mp4`, 300_000)
    await page.keyboard.press('F5')
    await expect(list).toHaveAttribute('aria-rowcount', '1004')
    await expect.poll(shown).toEqual(before)
    expect(await list.evaluate((grid) => grid.scrollTop)).toBe(9090)
  })

  test('a page that cannot be had is named, never hidden', async ({ app, server }) => {
    const { page } = app
    await signIn(page)
    server.setFaults({ name: 'rsp-code', arg: 5, endpoint: 'query', skip: 4 })
    await row(page, 'all').dblclick()
    await expect(page.getByText(/This list is incomplete/u)).toBeVisible()
    server.clearFaults()
    await page.getByRole('button', { name: 'Retry' }).press('Enter')
    await expect(page.getByRole('group', { name: 'Status bar' })).toContainText(/1,?000 recordings/u)
    await expect(page.getByRole('grid', { name: 'Files' })).toBeFocused()
  })
})

test.describe('in Chinese', () => {
  test.use({ serverOptions: { seed: 'demo' }, appOptions: { locale: 'zh-CN', colorScheme: 'dark' } })

  test('follows the system’s language and theme, and changes both at once', async ({ app }) => {
    const { page } = app
    await signIn(page, {}, words.zh)
    // Nothing in the toolbar lies on something else, also in the smallest window: Chinese words could be broken anywhere.
    await app.resize(900, 600)
    const search = await page.getByRole('searchbox').boundingBox()
    const trash = await page.getByRole('button', { name: '删除', exact: true }).boundingBox()
    expect((trash?.x ?? 0) + (trash?.width ?? 0)).toBeLessThanOrEqual(search?.x ?? 0)
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const dark = await background()
    await page.getByRole('button', { name: '账号与设置' }).click()
    await page.getByRole('menuitemradio', { name: '浅色' }).click()
    await expect.poll(background).not.toBe(dark)
    if (!(await page.getByRole('menu', { name: '账号菜单' }).isVisible())) {
      await page.getByRole('button', { name: '账号与设置' }).click()
    }
    await page.getByRole('menuitemradio', { name: 'English' }).click()
    await expect(page.getByRole('grid', { name: 'Files' })).toBeVisible()
    await app.relaunch()
    await expect(app.page.getByRole('grid', { name: 'Files' })).toBeVisible()
  })
})
