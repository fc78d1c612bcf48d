import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { contextItem } from './context-menu.ts'
import { expect, makeMp4, row, signIn, test, transferRow } from './fixture.ts'

/** Slow enough that what is downloaded is still under way at the end of a test. */
const slowly = 'bandwidth=200@download'

const panelOf = (page: Page): Locator => page.getByRole('region', { name: 'Transfers' })
const listOf = (page: Page): Locator => page.getByRole('grid', { name: 'Transfers' })
const statusOf = (page: Page): Locator => page.getByRole('group', { name: 'Status bar' })
const show = (page: Page, filter: RegExp): Promise<void> =>
  panelOf(page).getByRole('radio', { name: filter }).check({ force: true })
/** The panel's rows, from top to bottom. */
const namesOf = (page: Page): Promise<string[]> =>
  listOf(page)
    .getByRole('row')
    .locator('.name')
    .evaluateAll((names) => names.map((name) => name.getAttribute('title') ?? ''))

/** Downloads everything in a folder of the demo. */
async function downloadFolderOf(page: Page, folder: string, count: number): Promise<void> {
  await row(page, folder).dblclick()
  await expect(statusOf(page)).toContainText(`${count} recordings`)
  await page.getByRole('grid', { name: 'Files' }).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('ControlOrMeta+d')
  await expect(panelOf(page)).toBeVisible()
}

async function chooseFromMenu(page: Page, item: string): Promise<void> {
  await panelOf(page).getByRole('button', { name: 'More commands' }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

test.describe('the transfers panel', () => {
  test.use({ serverOptions: { seed: 'demo' } })

  test('tells by section, direction and words what is going on', async ({ app, server, folder }) => {
    const { page } = app
    await signIn(page)
    await app.dropFiles(statusOf(page), [await makeMp4(folder, 'board meeting.mp4', 300_000)])
    await expect(transferRow(page, 'board meeting.mp4')).toContainText('Uploaded')
    server.setFaults('rsp-code=10@upload')
    await app.dropFiles(statusOf(page), [await makeMp4(folder, 'too much.mp4', 300_000)])
    await expect(transferRow(page, 'too much.mp4')).toContainText('Failed: The netDisk is full')
    server.setFaults(slowly)
    await downloadFolderOf(page, '2021-09-23', 9)

    const radio = (name: string): Locator => panelOf(page).getByRole('radio', { name, exact: true })
    await expect(radio('All 11')).toBeChecked()
    for (const name of ['Active 3', 'Waiting 6', 'Failed 1', 'Done 1'])
      await expect(radio(name)).toHaveCount(1)
    await show(page, /^Failed/u)
    expect(await namesOf(page)).toEqual(['too much.mp4'])
    await show(page, /^Waiting/u)
    await expect(listOf(page)).toHaveAttribute('aria-rowcount', '6')

    await show(page, /^All/u)
    await show(page, /^Uploads/u)
    expect(await namesOf(page)).toEqual(['too much.mp4', 'board meeting.mp4'])
    await show(page, /^Both/u)
    const search = panelOf(page).getByRole('searchbox')
    await search.fill('meeting BOARD')
    expect(await namesOf(page)).toEqual(['board meeting.mp4'])
    await search.fill('/2021-09-23/')
    await expect(listOf(page)).toHaveAttribute('aria-rowcount', '9')
    await search.fill('no such thing')
    await expect(panelOf(page)).toContainText('No transfer matches')
    await panelOf(page).getByRole('button', { name: 'Show All Transfers' }).click()
    await expect(listOf(page)).toBeFocused()
    await expect(radio('All 11')).toBeChecked()

    await show(page, /^Failed/u)
    // What helps with this failure is to see what fills the netDisk.
    await transferRow(page, 'too much.mp4').getByRole('button', { name: 'Show on Server' }).click()
    await expect(row(page, '2021-09-23')).toBeVisible()
  })

  test('a search waits for the end of what an input method composes', async ({ app, folder }) => {
    const { page } = app
    await signIn(page)
    await app.dropFiles(statusOf(page), [
      await makeMp4(folder, '周会.mp4', 200_000),
      await makeMp4(folder, 'other.mp4', 200_000),
    ])
    await expect(listOf(page)).toHaveAttribute('aria-rowcount', '2')
    const search = panelOf(page).getByRole('searchbox')
    await search.focus()
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Input.imeSetComposition', { text: 'zhou', selectionStart: 4, selectionEnd: 4 })
    await expect(search).toHaveValue('zhou')
    await expect(listOf(page)).toHaveAttribute('aria-rowcount', '2')
    await devtools.send('Input.insertText', { text: '周' })
    await expect(search).toHaveValue('周')
    await expect(listOf(page)).toHaveAttribute('aria-rowcount', '1')
    await page.keyboard.press('Escape')
    await expect(search).toHaveValue('')
    await expect(listOf(page)).toHaveAttribute('aria-rowcount', '2')
  })

  test('everything goes by keys', async ({ app, server, folder }) => {
    const { page } = app
    await signIn(page)
    await app.dropFiles(statusOf(page), [
      await makeMp4(folder, 'first.mp4', 200_000),
      await makeMp4(folder, 'second.mp4', 200_000),
    ])
    await expect(panelOf(page).getByRole('radio', { name: 'Done 2' })).toHaveCount(1)
    server.setFaults(slowly)
    await downloadFolderOf(page, '2021-09-23', 9)
    await page.getByRole('grid', { name: 'Files' }).focus()
    await page.keyboard.press('ControlOrMeta+j')
    await expect(panelOf(page)).toBeHidden()
    await page.keyboard.press('ControlOrMeta+j')
    await expect(listOf(page)).toBeFocused()

    // Waiting jobs change places, and the selection goes along.
    await show(page, /^Waiting/u)
    await expect.poll(async () => (await namesOf(page)).length).toBe(6)
    const before = await namesOf(page)
    await listOf(page).focus()
    await page.keyboard.press('End')
    await expect(listOf(page).getByRole('row', { selected: true })).toHaveAttribute('aria-rowindex', '6')
    await page.keyboard.press('Alt+Home')
    await expect.poll(() => namesOf(page)).toEqual([before.at(-1), ...before.slice(0, -1)])
    await page.keyboard.press('Alt+ArrowDown')
    await expect.poll(() => namesOf(page)).toEqual([before[0], before.at(-1), ...before.slice(1, -1)])
    await expect(listOf(page).getByRole('row', { selected: true })).toHaveAttribute('aria-rowindex', '2')

    // Space pauses and resumes what is selected.
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Space')
    await expect(listOf(page).getByText('Paused', { exact: true })).toHaveCount(2)
    await page.keyboard.press('Space')
    await expect(listOf(page).getByText('Paused', { exact: true })).toHaveCount(0)

    // Delete takes finished ones off the list, and asks before it cancels.
    await page.keyboard.press('Delete')
    await expect(page.getByRole('alertdialog', { name: 'Cancel 2 transfers?' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(listOf(page)).toBeFocused()
    await show(page, /^Done/u)
    await listOf(page).focus()
    // The native menu means the list that has the keyboard.
    await app.clickMenu('selectAll')
    await expect(panelOf(page)).toContainText('2 selected')
    await page.keyboard.press('Delete')
    await expect(panelOf(page).getByRole('radio', { name: 'Done 0' })).toHaveCount(1)
    await expect(page.getByRole('alertdialog')).toHaveCount(0)
    await show(page, /^All/u)
    await page.keyboard.press('ControlOrMeta+f')
    await expect(panelOf(page).getByRole('searchbox')).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(listOf(page)).toBeFocused()

    // The buttons of the row with the keyboard are one Tab away; the menu key opens its menu.
    await listOf(page).focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Tab')
    await expect(
      panelOf(page)
        .getByRole('button', { name: /^Pause “/u })
        .first(),
    ).toBeFocused()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+F10')
    await expect.poll(() => contextItem(app, 'Pause')).toMatchObject({ enabled: true, keys: 'Space' })
    await app.contextMenu.close()
    await expect(listOf(page)).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(panelOf(page)).toBeHidden()
    await expect(page.getByRole('grid', { name: 'Files' })).toBeFocused()
  })

  test('the keyboard stays on a row that moves', async ({ app, server }) => {
    const { page } = app
    await signIn(page)
    server.setFaults(slowly)
    await row(page, 'welcome.mp4').click()
    await page.keyboard.press('ControlOrMeta+d')
    const transfer = transferRow(page, 'welcome.mp4')
    await transfer.getByRole('button', { name: 'Pause “welcome.mp4”' }).focus()
    await page.keyboard.press('Space')
    const resume = transfer.getByRole('button', { name: 'Resume “welcome.mp4”' })
    await expect(resume).toBeFocused()
    await expect(panelOf(page).getByRole('radio', { name: 'Waiting 1' })).toHaveCount(1)
    server.clearFaults()
    await page.keyboard.press('Space')
    await expect(transfer).toContainText('Downloaded')
    // Its button is gone or does something else by now, but the keyboard is still in the panel.
    await expect(panelOf(page).locator(':focus')).toHaveCount(1)
    await transfer.getByRole('button', { name: 'Remove “welcome.mp4” from the list' }).focus()
    await page.keyboard.press('Enter')
    await expect(panelOf(page)).toContainText('No transfers')
    await expect(panelOf(page)).toBeFocused()
  })

  test('all are paused, resumed, cancelled, retried and cleared at once', async ({ app, server, folder }) => {
    const { page } = app
    await signIn(page)
    server.setFaults('rsp-code=10@upload')
    await app.dropFiles(statusOf(page), [
      await makeMp4(folder, 'one.mp4', 200_000),
      await makeMp4(folder, 'two.mp4', 200_000),
    ])
    const radio = (name: string): Locator => panelOf(page).getByRole('radio', { name, exact: true })
    await expect(radio('Failed 2')).toHaveCount(1)
    server.setFaults(slowly)
    await downloadFolderOf(page, '2021-09-23', 9)

    await panelOf(page).getByRole('button', { name: 'Pause All' }).click()
    await expect(radio('Active 0')).toHaveCount(1)
    await expect(radio('Waiting 9')).toHaveCount(1)
    await panelOf(page).getByRole('button', { name: 'Resume All' }).click()
    await expect(radio('Active 3')).toHaveCount(1)

    // From the menu bar: what is selected, while one sees it, and all of them at any time.
    const applies = (id: string) => async () => (await app.menuItem(id))?.enabled
    await expect.poll(applies('allTransfers.pause')).toBe(true)
    expect(await applies('transfer.pause')()).toBe(false)
    await listOf(page).focus()
    await page.keyboard.press('Home')
    await expect.poll(applies('transfer.pause')).toBe(true)
    expect(await applies('transfer.resume')()).toBe(false)
    await app.clickMenu('transfer.pause')
    await expect(listOf(page).getByText('Paused', { exact: true })).toHaveCount(1)
    await expect.poll(applies('transfer.last')).toBe(true)
    await app.clickMenu('transfer.last')
    const selected = listOf(page).getByRole('row', { selected: true })
    await expect(selected).toHaveAttribute('aria-rowindex', '9')
    await app.clickMenu('transfer.cancel')
    await expect(page.getByRole('alertdialog', { name: 'Cancel 1 transfer?' })).toBeVisible()
    await expect.poll(applies('allTransfers.pause')).toBe(false)
    await page.keyboard.press('Escape')
    await expect.poll(applies('transfer.resume')).toBe(true)
    await app.clickMenu('transfer.resume')
    await expect(listOf(page).getByText('Paused', { exact: true })).toHaveCount(0)
    await panelOf(page).getByRole('button', { name: 'Hide transfers' }).click()
    await expect.poll(applies('transfer.pause')).toBe(false)
    await app.clickMenu('allTransfers.pause')
    await expect(statusOf(page)).toContainText('9 paused')
    await expect.poll(applies('allTransfers.pause')).toBe(false)
    await app.clickMenu('allTransfers.resume')
    await app.clickMenu('allTransfers.limits')
    await expect(page.getByRole('dialog', { name: 'Limits' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(radio('Active 3')).toHaveCount(1)

    // Under a direction the commands are about that direction, and say so.
    await show(page, /^Uploads/u)
    // For another reason, so that one sees that they have failed again.
    server.setFaults(slowly, 'status=403@upload')
    await panelOf(page).getByRole('button', { name: 'Retry Failed Uploads' }).click()
    for (const name of ['one.mp4', 'two.mp4']) await expect(transferRow(page, name)).toContainText('403')
    await panelOf(page).getByRole('button', { name: 'Clear Finished Uploads' }).click()
    await expect(panelOf(page)).toContainText('No transfer matches')
    await panelOf(page).getByRole('button', { name: 'Show All Transfers' }).click()
    await expect(radio('All 9')).toHaveCount(1)

    await chooseFromMenu(page, 'Cancel All…')
    const question = page.getByRole('alertdialog', { name: 'Cancel 9 transfers?' })
    await expect(question.getByRole('button', { name: 'Keep Transferring' })).toBeFocused()
    await question.getByRole('button', { name: 'Keep Transferring' }).click()
    await expect(radio('Active 3')).toHaveCount(1)
    await chooseFromMenu(page, 'Cancel All…')
    await question.getByRole('button', { name: 'Cancel Transfers' }).click()
    await expect(radio('Done 9')).toHaveCount(1)
    await expect(listOf(page).getByText('Cancelled', { exact: true }).first()).toBeVisible()
    await panelOf(page).getByRole('button', { name: 'Clear Finished' }).click()
    await expect(panelOf(page)).toContainText('No transfers')
  })

  test('limits hold at once and are kept; what makes no sense is explained', async ({ app, server }) => {
    const { page } = app
    await signIn(page)
    server.setFaults(slowly)
    await downloadFolderOf(page, '2021-09-23', 9)
    await expect(panelOf(page).getByRole('radio', { name: 'Active 3' })).toHaveCount(1)
    await panelOf(page).getByRole('button', { name: 'Limits…' }).click()
    const limits = page.getByRole('dialog', { name: 'Limits' })
    await expect(limits.getByRole('combobox', { name: 'Uploads at once' })).toBeFocused()
    await limits.getByRole('combobox', { name: 'Downloads at once' }).selectOption('5')
    await expect(panelOf(page).getByRole('radio', { name: 'Active 5' })).toHaveCount(1)

    const speed = limits.getByRole('textbox', { name: 'Download speed limit' })
    await speed.fill('fast')
    await speed.press('Enter')
    await expect(limits.getByRole('alert')).toContainText('Enter a number')
    await expect(speed).toHaveAttribute('aria-invalid', 'true')
    await limits.getByRole('combobox', { name: 'Unit of the download speed limit' }).selectOption('KB')
    await speed.fill('3')
    await speed.press('Enter')
    // macOS counts a kilobyte as a thousand bytes.
    const kilo = process.platform === 'darwin' ? 1000 : 1024
    await expect(limits.getByRole('alert')).toContainText(`At least ${Math.ceil(16_384 / kilo)} KB/s`)
    await speed.fill('1,500')
    await speed.press('Enter')
    await expect(limits.getByRole('alert')).toHaveCount(0)
    await limits.getByRole('textbox', { name: 'Upload speed limit' }).fill('2.5')
    // A click elsewhere closes it and keeps what was typed.
    await panelOf(page).getByRole('heading', { name: 'Transfers' }).click()
    await expect(limits).toBeHidden()
    const settings = async (): Promise<unknown> =>
      (
        JSON.parse(await readFile(path.join(app.userDataDir, 'settings.json'), 'utf8')) as {
          transferLimits: unknown
        }
      ).transferLimits
    await expect.poll(settings).toEqual({
      uploads: 2,
      downloads: 5,
      uploadBytesPerSecond: 2.5 * kilo ** 2,
      downloadBytesPerSecond: 1500 * kilo,
    })

    await app.relaunch()
    // Keys go nowhere before it has signed in again.
    await expect(app.page.getByRole('grid', { name: 'Files' })).toBeVisible({ timeout: 15_000 })
    await app.page.keyboard.press('ControlOrMeta+j')
    await panelOf(app.page).getByRole('button', { name: 'Limits…' }).click()
    await expect(app.page.getByRole('textbox', { name: 'Download speed limit' })).toHaveValue(
      kilo === 1000 ? '1.5' : '1.465',
    )
    await expect(app.page.getByRole('combobox', { name: 'Downloads at once' })).toHaveValue('5')
    await app.page.getByRole('textbox', { name: 'Download speed limit' }).fill('')
    await app.page.keyboard.press('Escape')
    await expect(app.page.getByRole('dialog', { name: 'Limits' })).toBeHidden()
    await expect(panelOf(app.page).getByRole('button', { name: 'Limits…' })).toBeFocused()
  })

  test('closed, the status bar tells what matters and opens it', async ({ app, server, folder }) => {
    const { page } = app
    await signIn(page)
    server.setFaults('rsp-code=10@upload')
    await app.dropFiles(statusOf(page), [await makeMp4(folder, 'too much.mp4', 200_000)])
    await expect(transferRow(page, 'too much.mp4')).toContainText('Failed')
    server.setFaults(slowly)
    await downloadFolderOf(page, '2021-09-23', 9)
    await panelOf(page).getByRole('button', { name: 'Hide transfers' }).click()
    const status = statusOf(page).getByRole('button', { name: /^Show or hide transfers/u })
    await expect(status).toContainText(/3 active · [\d.,]+ [KM]B\/s · \d+ (s|min|h) left · 1 failed/u)

    await app.setOnline(false)
    await expect(statusOf(page)).toContainText('Offline')
    await expect(page.getByTitle(/Transfers go on by themselves once it is back/u)).toBeVisible()
    await app.setOnline(true)
    await expect(statusOf(page)).not.toContainText('Offline')

    await status.focus()
    await page.keyboard.press('Enter')
    await expect(listOf(page)).toBeFocused()
    await expect(status).toBeHidden()
  })
})

test.describe('10,000 transfers', () => {
  test.use({ serverOptions: { seed: 'flat:10000' } })

  test('are scrolled, selected and paused as few are', async ({ app, server }) => {
    test.setTimeout(180_000)
    const { page } = app
    await signIn(page)
    await row(page, 'all').dblclick()
    await expect(statusOf(page)).toContainText('10,000 recordings', { timeout: 60_000 })
    server.setFaults(slowly)
    await page.getByRole('grid', { name: 'Files' }).focus()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('ControlOrMeta+d')
    const list = listOf(page)
    await expect(list).toHaveAttribute('aria-rowcount', '10000', { timeout: 60_000 })
    const radio = (name: string): Locator => panelOf(page).getByRole('radio', { name, exact: true })
    await expect(radio('Active 3')).toHaveCount(1)
    await expect(radio('Waiting 9,997')).toHaveCount(1)
    const drawnRows = (): Promise<number> => list.getByRole('row').count()
    expect(await drawnRows()).toBeLessThan(40)

    await list.focus()
    await page.keyboard.press('End')
    await expect(list.getByRole('row', { selected: true })).toHaveAttribute('aria-rowindex', '10000')
    await expect(list.getByRole('row', { selected: true })).toBeInViewport({ ratio: 0.9 })
    await page.keyboard.press('PageUp')
    await expect(list.getByRole('row', { selected: true })).toBeInViewport({ ratio: 0.9 })
    expect(await drawnRows()).toBeLessThan(40)
    for (const share of [0.25, 0.5, 0.75]) {
      await list.evaluate((grid, to) => (grid.scrollTop = grid.scrollHeight * to), share)
      const index = Math.round(10_000 * share)
      await expect(list.locator(`[aria-rowindex="${index}"]`)).toBeInViewport()
    }
    await page.keyboard.press('ControlOrMeta+a')
    await expect(panelOf(page)).toContainText('10,000 selected')

    await panelOf(page).getByRole('searchbox').fill('18-30')
    await expect(list).toHaveAttribute('aria-rowcount', /^\d{1,2}$/u)
    await panelOf(page).getByRole('searchbox').fill('')
    await panelOf(page).getByRole('button', { name: 'Pause All' }).click()
    await expect(radio('Waiting 10,000')).toHaveCount(1, { timeout: 30_000 })
    await panelOf(page).getByRole('button', { name: 'Hide transfers' }).click()
    await expect(statusOf(page)).toContainText('10,000 paused')
    await page.keyboard.press('ControlOrMeta+j')
    await chooseFromMenu(page, 'Cancel All…')
    const question = page.getByRole('alertdialog', { name: 'Cancel 10,000 transfers?' })
    await question.getByRole('button', { name: 'Cancel Transfers' }).click()
    await expect(radio('Done 10,000')).toHaveCount(1, { timeout: 60_000 })
    expect(await drawnRows()).toBeLessThan(40)
  })
})
