import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { expect, keys, row, signIn, test, words } from './fixture.ts'

const field = (page: Page) => page.getByRole('searchbox', { name: 'Search all folders' })
const results = (page: Page) => page.getByRole('grid', { name: 'Search results' })
const status = (page: Page) => page.getByRole('group', { name: 'Status bar' })

test.describe('search', () => {
  test.use({ serverOptions: { seed: 'demo' } })

  test('finds what is known as one types, and leads back to where one was', async ({ app, folder }) => {
    test.slow()
    const { page } = app
    await signIn(page)
    await row(page, 'Projects').dblclick()
    await row(page, 'kick-off.mp4').click()
    await page.keyboard.press(keys.up)
    await row(page, 'welcome.mp4').click()

    await page.keyboard.press('ControlOrMeta+f')
    await expect(field(page)).toBeFocused()
    await page.keyboard.type('off')
    await expect(row(page, 'kick-off.mp4')).toBeVisible()
    await expect(results(page).getByRole('row')).toHaveCount(3)
    await expect(status(page)).toContainText('1 result in 1 folder')
    await expect(row(page, 'welcome.mp4')).toHaveCount(0)
    await expect(page.getByText('Searched 4 recordings in 2 folders.')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(field(page)).toHaveValue('')
    await expect(page.getByRole('grid', { name: 'Files' })).toBeFocused()
    await expect(row(page, 'welcome.mp4')).toHaveAttribute('aria-selected', 'true')

    // By keyboard into the results, which it is in before there are any, and from there into the folder.
    await app.clickMenu('search')
    await expect(field(page)).toBeFocused()
    await page.keyboard.type('kick')
    await page.keyboard.press('Enter')
    await expect(results(page)).toBeFocused()
    await expect(row(page, 'kick-off.mp4')).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('ControlOrMeta+Enter')
    await expect(results(page)).toHaveCount(0)
    const place = page.getByRole('navigation', { name: 'Current location' })
    await expect(place.getByRole('button', { name: 'Projects' })).toBeVisible()
    await expect(row(page, 'kick-off.mp4')).toHaveAttribute('aria-selected', 'true')

    // Filters, one of them the folder that one is in; then what can be done with results.
    await field(page).fill('mp4')
    await expect(status(page)).toContainText('4 results')
    await page.getByRole('radio', { name: 'In “Projects”' }).check({ force: true })
    await expect(status(page)).toContainText('1 result in 1 folder')
    // Keys on a choice do nothing to what is selected.
    await row(page, 'kick-off.mp4').click()
    const size = page.getByRole('combobox', { name: 'Size' })
    await size.press('Delete')
    await size.press('Shift+Enter')
    await size.selectOption('Over 500 MB')
    await expect(page.getByRole('region', { name: 'Deletions' })).toHaveCount(0)
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByRole('heading', { name: 'Nothing found for “mp4”' })).toBeVisible()
    await page.getByRole('button', { name: 'Remove Filters' }).press('Enter')
    await expect(status(page)).toContainText('4 results')
    await expect(results(page)).toBeFocused()
    await page.getByRole('combobox', { name: 'Date' }).selectOption('Date Range')
    await page.getByLabel('From', { exact: true }).fill('2022-01-01')
    await expect(page.getByRole('heading', { name: 'Nothing found for “mp4”' })).toBeVisible()
    await page.getByLabel('From', { exact: true }).fill('2020-01-01')
    await expect(status(page)).toContainText('4 results')

    // What was found is marked, in names and in folders; sorted under folders, then as one list.
    await expect(row(page, 'kick-off.mp4').locator('mark')).toHaveText('mp4')
    await field(page).fill('ＰＲＯＪ mp4')
    await expect(status(page)).toContainText('1 result in 1 folder')
    const projects = page.getByRole('button', { name: 'Show folder “Projects”' })
    await expect(projects.locator('mark')).toHaveText('Proj')
    await field(page).fill('mp4')
    await expect(status(page)).toContainText('4 results')
    const names = () =>
      results(page)
        .getByRole('gridcell', { name: /\.mp4$/u })
        .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')))
    const nameHeader = page.getByRole('columnheader', { name: 'Name' })
    await expect(nameHeader).toHaveAttribute('aria-sort', 'none')
    const grouping = page.getByRole('checkbox', { name: 'Group by Folder' })
    await grouping.uncheck()
    await expect(results(page).getByRole('row')).toHaveCount(5)
    const folderHeader = page.getByRole('columnheader', { name: 'Folder' })
    await expect(row(page, 'kick-off.mp4').getByRole('gridcell').nth(1)).toHaveText('Projects')
    await nameHeader.getByRole('button').click()
    await expect(nameHeader).toHaveAttribute('aria-sort', 'ascending')
    await expect.poll(names).toEqual(['使用说明.mp4', 'demo.mp4', 'kick-off.mp4', 'welcome.mp4'])
    await app.clickMenu('sort.size')
    await expect(nameHeader).toHaveAttribute('aria-sort', 'none')
    await expect.poll(async () => (await names()).at(-1)).toBe('使用说明.mp4')
    await folderHeader.getByRole('button').focus()
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await names()).at(-1)).toBe('kick-off.mp4')
    await app.clickMenu('groupResults')
    await expect(grouping).toBeChecked()
    await expect(projects).toBeVisible()
    await app.clickMenu('sort.best')

    // A band from one folder's line to below another's has their results; Esc takes it back.
    await expect.poll(names).toEqual(['使用说明.mp4', 'welcome.mp4', 'demo.mp4', 'kick-off.mp4'])
    const bottom = await row(page, 'kick-off.mp4').boundingBox()
    const folders = results(page).getByRole('row', { name: 'Show folder' })
    const top = await folders.first().boundingBox()
    if (top === null || bottom === null) throw new Error('They are not drawn')
    const x = top.x + top.width - 20
    await page.mouse.move(x, top.y + 15)
    await page.mouse.down()
    await page.mouse.move(x, bottom.y + 15, { steps: 5 })
    await expect(status(page)).toContainText('4 selected')
    await page.keyboard.press('Escape')
    await page.mouse.up()
    await expect(status(page)).not.toContainText('4 selected')
    await expect(results(page)).toBeVisible()

    // A quick look, at one after the other.
    await row(page, 'demo.mp4').click()
    await page.keyboard.press('Space')
    await expect(page.getByRole('dialog', { name: 'Player: demo.mp4' })).toBeVisible()
    await page.keyboard.press('Space')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(results(page)).toBeFocused()
    await expect(row(page, 'demo.mp4')).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('Delete')
    await expect(row(page, 'demo.mp4')).toHaveCount(0)
    await page.keyboard.press('ControlOrMeta+z')
    await expect(row(page, 'demo.mp4')).toBeVisible()
    await row(page, 'kick-off.mp4').click({ button: 'right' })
    await app.contextMenu.choose('Download')
    await expect(page.getByRole('region', { name: 'Transfers' })).toContainText('kick-off.mp4')
    await results(page).focus()
    await page.keyboard.press('ControlOrMeta+a')
    await expect(status(page)).toContainText('4 selected')
    await page.keyboard.press('ControlOrMeta+c')
    await expect(page.getByText('Copied 4 lines').first()).toBeVisible()
    const file = path.join(folder, 'found.csv')
    await app.scriptDialog({ filePath: file })
    await app.clickMenu('exportList')
    await expect(page.getByText('Exported 4 recordings').first()).toBeVisible()
    expect((await readFile(file, 'utf8')).trimEnd().split('\r\n')).toHaveLength(5)

    // A folder's name leads there.
    await page.getByRole('button', { name: 'Show folder “All Recordings”' }).click()
    await expect(results(page)).toHaveCount(0)
    await expect(field(page)).toHaveValue('')
    await expect(row(page, 'welcome.mp4')).toBeVisible()
  })

  test('says how much it knows, and shows what the crawl finds meanwhile', async ({ app }) => {
    test.slow()
    const { page } = app
    await signIn(page)
    await expect(row(page, 'welcome.mp4')).toBeVisible()
    await field(page).fill('kick-off')
    await expect(page.getByRole('heading', { name: 'Nothing found for “kick-off”' })).toBeVisible()
    await expect(
      page.getByText(/never opened, and looking through folders is turned off/u).first(),
    ).toBeVisible()
    await page.getByRole('button', { name: 'Settings…' }).click()
    await page.getByRole('checkbox', { name: 'Look through all folders in the background' }).check()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('progressbar', { name: /Looking through \d+ more folders/u })).toBeVisible({
      timeout: 15_000,
    })
    await expect(row(page, 'kick-off.mp4')).toBeVisible({ timeout: 60_000 })
  })
})

test.describe('rooms, days and sizes', () => {
  test('are found by what is in a name, and narrowed to a span of days and to a size', async ({
    app,
    server,
  }) => {
    const { page } = app
    const add = (name: string, size: number) =>
      server.addFile(`/Rooms/${name}`, size, Date.parse(`${name.slice(0, 10)}T12:00:00+08:00`))
    add('2021-09-24_13-47-41_Win32_73542046.mp4', 300_000)
    add('2021-10-05_09-00-00_Android_73542046.mp4', 150_000_000)
    add('2021-10-20_09-00-00_iOS_11110000.mp4', 300_000)
    await signIn(page)
    await row(page, 'Rooms').dblclick()
    await expect(status(page)).toContainText('3 recordings')
    const found = (...days: string[]) =>
      expect
        .poll(() =>
          results(page)
            .getByRole('gridcell', { name: /\.mp4$/u })
            .evaluateAll((cells) =>
              cells.map((cell) => cell.getAttribute('aria-label')?.slice(0, 10)).toSorted(),
            ),
        )
        .toEqual(days)

    await field(page).fill('73542046')
    await found('2021-09-24', '2021-10-05')
    await field(page).fill('2021-10-20')
    await found('2021-10-20')
    await field(page).fill('20211005')
    await found('2021-10-05')
    await field(page).fill('mp4')
    await found('2021-09-24', '2021-10-05', '2021-10-20')
    await page.getByRole('combobox', { name: 'Date' }).selectOption('Date Range')
    await page.getByLabel('From', { exact: true }).fill('2021-10-01')
    await found('2021-10-05', '2021-10-20')
    await page.getByLabel('To', { exact: true }).fill('2021-10-10')
    await found('2021-10-05')
    await page.getByLabel('From', { exact: true }).fill('2021-09-01')
    await found('2021-09-24', '2021-10-05')
    await page.getByRole('combobox', { name: 'Size' }).selectOption({ label: 'Under 10 MB' })
    await found('2021-09-24')
  })
})

test.describe('many results', () => {
  test.use({ serverOptions: { seed: 'flat:3000' } })

  test('are loaded page by page, and all of them when all are wanted', async ({ app }) => {
    const { page } = app
    await signIn(page)
    await row(page, 'all').dblclick()
    await expect(status(page)).toContainText('3,000 recordings', { timeout: 15_000 })
    await field(page).fill('mp4')
    await expect(results(page)).toHaveAttribute('aria-rowcount', '3002')
    expect(await results(page).getByRole('row').count()).toBeLessThan(100)
    await page.keyboard.press('Enter')
    await page.keyboard.press('End')
    await page.keyboard.press('End')
    const last = async () =>
      Number(await results(page).getByRole('row', { selected: true }).getAttribute('aria-rowindex'))
    await expect.poll(last).toBeGreaterThanOrEqual(302)
    await page.keyboard.press('ControlOrMeta+a')
    await expect(status(page)).toContainText('3,000 selected')
    await page.keyboard.press('End')
    await expect.poll(last).toBe(3002)

    // A page of rows at a time, one row staying in sight.
    await page.keyboard.press('Home')
    await expect.poll(last).toBe(3)
    await page.keyboard.press('PageDown')
    await page.keyboard.press('PageDown')
    const height = await results(page).evaluate((grid) => grid.clientHeight)
    const onPage = Math.floor((height - 30) / 30) - 1
    await expect.poll(last).toBe(3 + 2 * onPage)
    await page.keyboard.press('PageUp')
    await expect.poll(last).toBe(3 + onPage)

    // A band that leaves the list scrolls it; with Ctrl it turns over what was selected.
    await page.keyboard.press('Home')
    await expect.poll(last).toBe(3)
    const cell = await results(page).locator('[data-key]').nth(1).getByRole('gridcell').nth(1).boundingBox()
    const [x, y] = [(cell?.x ?? 0) + 20, (cell?.y ?? 0) + 10]
    await page.mouse.move(x, y)
    await page.keyboard.down('ControlOrMeta')
    await page.mouse.down()
    await page.mouse.move(x, (await page.evaluate(() => innerHeight)) - 2, { steps: 5 })
    await expect.poll(() => results(page).evaluate((grid) => grid.scrollTop)).toBeGreaterThan(90)
    await expect(status(page)).toContainText(/\d\d selected/u)
    await page.mouse.up()
    await page.keyboard.up('ControlOrMeta')
  })
})

test.describe('in Chinese', () => {
  test.use({ serverOptions: { seed: 'demo' }, appOptions: { locale: 'zh-CN', colorScheme: 'dark' } })

  test('waits for an input method, and works without the server', async ({ app, server }) => {
    const { page } = app
    await signIn(page, {}, words.zh)
    await row(page, '会议录像').dblclick()
    await expect(row(page, '预算讨论.mp4')).toBeVisible()
    server.setFaults('status=502@query')
    await page.keyboard.press('ControlOrMeta+f')
    const input = page.getByRole('searchbox', { name: '搜索全部文件夹' })
    await expect(input).toBeFocused()
    const keyboard = await page.context().newCDPSession(page)
    await keyboard.send('Input.imeSetComposition', { text: 'yu suan', selectionStart: 7, selectionEnd: 7 })
    await expect(input).toHaveValue('yu suan')
    await expect(page.getByRole('grid', { name: '搜索结果' })).toHaveCount(0)
    await keyboard.send('Input.insertText', { text: '预算' })
    await expect(input).toHaveValue('预算')
    await expect(page.getByRole('grid', { name: '搜索结果' })).toBeVisible()
    await expect(row(page, '预算讨论.mp4')).toBeVisible()
    await expect(page.getByRole('group', { name: '状态栏' })).toContainText('1 个结果')
  })
})
