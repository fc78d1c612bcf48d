import type { Locator, Page } from '@playwright/test'
import { expect, makeMp4, row, signIn, test } from './fixture.ts'

const count = 3000
test.use({ serverOptions: { seed: `flat:${count}` } })

const bar = (page: Page) => page.getByRole('scrollbar')
const topOf = (list: Locator) => list.evaluate((element) => element.scrollTop)
/** Numbers of the rows that can be read, the heading's not among them. */
const seen = (list: Locator) =>
  list.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect()
    return [...element.querySelectorAll('[role="row"][data-key]')]
      .filter((row) => {
        const box = row.getBoundingClientRect()
        return box.height > 0 && box.top >= top + 30 && box.bottom <= bottom
      })
      .map((row) => Number(row.getAttribute('aria-rowindex')) - 2)
      .toSorted((a, b) => a - b)
  })

/** It is where it was a second ago. */
const isAtRest = (list: Locator) =>
  list.evaluate(async (element) => {
    const top = element.scrollTop
    for (let frame = 0; frame < 60; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
    return element.scrollTop === top
  })

/** Notes for each frame how many px of the list are blank; -1 where something lies upon its headings. */
const watchBlank = (list: Locator, drawn: string) =>
  list.evaluateHandle((element, drawn) => {
    const frames: number[] = []
    const note = (): void => {
      const { top, bottom } = element.getBoundingClientRect()
      const boxes = [...element.querySelectorAll(drawn)]
        .map((box) => box.getBoundingClientRect())
        .filter(({ height }) => height > 0)
      const above = Math.min(...boxes.map((box) => box.top)) - top - 30
      const below = bottom - 8 - Math.max(...boxes.map((box) => box.bottom))
      const head = element.querySelector('[role="columnheader"] button')?.getBoundingClientRect()
      const hit = head && document.elementFromPoint(head.left + head.width / 2, head.top + head.height / 2)
      const isCovered = head !== undefined && hit?.closest('[role="columnheader"]') === null
      frames.push(isCovered ? -1 : Math.max(0, Math.round(Math.max(above, below))))
      requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
    return frames
  }, drawn)

async function thumbOf(
  page: Page,
  scrollbar = bar(page),
): Promise<{ readonly x: number; readonly y: number; readonly end: number }> {
  const track = await scrollbar.boundingBox()
  if (track === null) throw new Error('no scrollbar')
  return { x: track.x + 5, y: track.y + 10, end: track.y + track.height }
}

test('a long list is never blank while its thumb is dragged; the rest of its scrollbar is as on the desktop', async ({
  app,
}) => {
  const { page } = app
  await signIn(page)
  await row(page, 'all').dblclick()
  const list = page.getByRole('grid', { name: 'Files' })
  await expect(page.getByRole('group', { name: 'Status bar' })).toContainText('3,000 recordings')
  await expect.poll(async () => (await seen(list))[0]).toBe(0)
  const { x, y, end } = await thumbOf(page)
  const rows = (await seen(list)).length

  await test.step('dragged', async () => {
    const blank = await watchBlank(list, '[role="row"][data-key], .passing')
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x, end + 40, { steps: 40 })
    expect([...new Set(await blank.jsonValue())]).toEqual([0])
    await page.mouse.up()
    // At rest there are whole rows again, the last one among them.
    await expect.poll(async () => (await seen(list)).at(-1)).toBe(count - 1)
    await expect(bar(page)).toHaveAttribute('aria-valuenow', '100')
    // A mouse that is no longer held moves nothing.
    const top = await topOf(list)
    await page.mouse.move(x, y)
    expect(await topOf(list)).toBe(top)
  })

  await test.step('pressed beside the thumb', async () => {
    await list.press('Home')
    await expect.poll(() => topOf(list)).toBe(0)
    await page.mouse.click(x, (y + end) / 2)
    const onePage = await topOf(list)
    expect(onePage).toBeGreaterThan((rows - 1) * 30)
    expect(onePage).toBeLessThan((rows + 2) * 30)
    // Held, it goes on to where the mouse is, and no further.
    await page.mouse.down()
    await expect.poll(() => isAtRest(list), { timeout: 20_000 }).toBe(true)
    await expect(bar(page)).toHaveAttribute('aria-valuenow', /^(4[5-9]|5[0-5])$/u)
    await page.mouse.up()
  })

  await test.step('pressed with Shift', async () => {
    await page.mouse.move(x, y + (end - y) / 4)
    await page.keyboard.down('Shift')
    await page.mouse.down()
    await page.keyboard.up('Shift')
    await expect(bar(page)).toHaveAttribute('aria-valuenow', /^(2\d|30)$/u)
    await page.mouse.up()
  })

  await test.step('with the wheel over it, and the keyboard still in the list', async () => {
    const top = await topOf(list)
    await page.mouse.wheel(0, 300)
    await expect.poll(() => topOf(list)).toBe(top + 300)
    await expect(list).toBeFocused()
  })
})

test('tiles and results are not blank either, and a list that is all in sight has no scrollbar', async ({
  app,
}) => {
  const { page } = app
  await signIn(page)
  await expect(row(page, 'all')).toBeVisible()
  await expect(bar(page)).toBeHidden()
  await row(page, 'all').dblclick()
  await expect(page.getByRole('group', { name: 'Status bar' })).toContainText('3,000 recordings')

  await page.keyboard.press('ControlOrMeta+2')
  const tiles = page.getByRole('listbox', { name: 'Files' })
  await expect(tiles.getByRole('option').first()).toBeVisible()
  await dragThrough(page, tiles, '[role="option"], .passing')
  await expect(tiles.getByRole('option').last()).toHaveAttribute('aria-posinset', String(count))

  await page.keyboard.press('ControlOrMeta+f')
  await page.getByRole('searchbox', { name: 'Search all folders' }).fill('mp4')
  const results = page.getByRole('grid', { name: 'Search' })
  await expect.poll(async () => (await seen(results)).length).toBeGreaterThan(5)
  await dragThrough(page, results, '[role="row"], .passing')
})

test('the tree of folders and the sheet of an upload are not blank either', async ({
  app,
  server,
  folder,
}) => {
  const { page } = app
  for (let number = 0; number < 400; number++) server.addFolder(`/Folder ${String(number).padStart(3, '0')}/`)
  await signIn(page)
  const tree = page.getByRole('tree', { name: 'Folders' })
  await expect(tree.getByRole('treeitem', { name: 'Folder 000' })).toBeVisible()
  await dragThrough(
    page,
    tree,
    '[role="treeitem"]',
    page.locator('[role="scrollbar"][aria-controls="folders"]'),
  )
  await expect(tree.getByRole('treeitem', { name: 'Folder 399' })).toBeVisible()

  const files = await Promise.all(
    Array.from({ length: 60 }, (_, number) => makeMp4(folder, `${number}.mp4`, 1000)),
  )
  await app.dropFiles(page.getByRole('button', { name: 'All Recordings', exact: true }), [
    ...files,
    await makeMp4(folder, 'not a video.txt', 1000),
  ])
  const sheet = page.getByRole('grid', { name: 'Files to upload' })
  await expect(sheet.getByRole('row').first()).toBeVisible()
  await dragThrough(
    page,
    sheet,
    '[role="row"]',
    page.locator('[role="scrollbar"][aria-controls="upload-files"]'),
  )
})

test('the playlist is not blank either, and begins with what plays in sight', async ({ app }) => {
  const { page } = app
  await signIn(page)
  await row(page, 'all').dblclick()
  const list = page.getByRole('grid', { name: 'Files' })
  await expect(page.getByRole('group', { name: 'Status bar' })).toContainText('3,000 recordings')
  await list.focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Playlist' }).click()
  const playlist = page.getByRole('listbox', { name: 'Playlist' })
  const playing = playlist.getByRole('option', { selected: true })
  await expect(playing).toBeInViewport()
  await expect(playing).toHaveAttribute('aria-posinset', String(count))
  await expect(playlist).toBeFocused()
  await page.keyboard.press('Home')
  const first = playlist.getByRole('option').first()
  await expect(first).toHaveAttribute('aria-posinset', '1')
  await dragThrough(
    page,
    playlist,
    '[role="option"]',
    page.locator('[role="scrollbar"][aria-controls="playlist"]'),
  )
  await expect(playing).toBeInViewport()
})

async function dragThrough(page: Page, list: Locator, drawn: string, scrollbar = bar(page)): Promise<void> {
  const { x, y, end } = await thumbOf(page, scrollbar)
  const blank = await watchBlank(list, drawn)
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x, end, { steps: 40 })
  expect([...new Set(await blank.jsonValue())]).toEqual([0])
  await page.mouse.up()
}
