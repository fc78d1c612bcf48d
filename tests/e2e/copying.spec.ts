import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator } from '@playwright/test'
import { contextItem } from './context-menu.ts'
import { clipboardOf, expect, row, signIn, test } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

test('names and paths are copied by key and from the menu', async ({ app }) => {
  const { page } = app
  await signIn(page)
  await row(page, 'demo.mp4').click()
  await row(page, 'welcome.mp4').click({ modifiers: ['ControlOrMeta'] })
  await page.keyboard.press('ControlOrMeta+c')
  await expect(page.getByText('Copied 2 lines').first()).toBeVisible()
  expect((await clipboardOf(page)).split('\n').toSorted()).toEqual(['demo.mp4', 'welcome.mp4'])
  await page.keyboard.press('ControlOrMeta+Shift+c')
  await expect
    .poll(async () => (await clipboardOf(page)).split('\n').toSorted())
    .toEqual(['/demo.mp4', '/welcome.mp4'])

  await row(page, 'Projects').click({ button: 'right' })
  await app.contextMenu.choose('Copy Path')
  await expect.poll(() => clipboardOf(page)).toBe('/Projects/')
  await row(page, 'Projects').click({ button: 'right' })
  await expect
    .poll(() => contextItem(app, 'Copy Download Link…'))
    .toMatchObject({ enabled: false, reason: expect.stringContaining('no download link') })
})

test('names that turn text round, and names in Hebrew, are drawn in order, and are copied and sent as they are', async ({
  app,
  server,
}) => {
  const { page } = app
  const turned = '/ab\u202Ecd.mp4'
  const hebrew = '/ישיבה שבועית.mp4'
  for (const file of [turned, hebrew]) server.addFile(file, 300_000)
  server.addFolder('/x\u202Ey/')
  await signIn(page)
  const rowOf = (key: string) => page.locator(`[data-key="${key}"]`)
  const deletions = page.getByRole('region', { name: 'Deletions' })

  expect(await drawnOrder(rowOf(turned).locator('.head'), ['a', 'b', 'c', 'd', '.', 'm'])).toBe(true)
  expect(await drawnOrder(rowOf(hebrew).locator('.head'), ['m', '.', 'ת', 'ע', 'ש', 'י'])).toBe(true)
  await expect(rowOf(turned).getByRole('gridcell', { name: 'abcd.mp4', exact: true })).toHaveCount(1)
  await expect(page.getByRole('treeitem', { name: 'xy', exact: true })).toHaveCount(1)

  await rowOf(turned).click()
  await page.keyboard.press('ControlOrMeta+c')
  await expect.poll(() => clipboardOf(page)).toBe(turned.slice(1))
  await page.keyboard.press('Delete')
  const sentence = deletions.locator('.text')
  await expect(sentence).toContainText('Deleting “abcd.mp4” from the server')
  expect(await drawnOrder(sentence, ['Deleting', 'abcd', 'from', 'server'])).toBe(true)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(deletions).toHaveCount(0)

  await rowOf(hebrew).click()
  await page.keyboard.press('Delete')
  await expect(sentence).toBeVisible()
  expect(await drawnOrder(sentence, ['Deleting', '.mp4', 'שבועית', 'ישיבה', '”', 'from'])).toBe(true)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(deletions).toHaveCount(0)

  await rowOf('/x\u202Ey/').dblclick()
  const here = page.getByRole('navigation', { name: 'Current location' })
  await expect(here.getByRole('button', { name: 'xy', exact: true })).toHaveAttribute('aria-current', 'page')
  await expect.poll(() => JSON.stringify(server.state().log)).toContain('x\u202Ey')
})

/** Whether these parts of a text are drawn from left to right in this order. */
const drawnOrder = (target: Locator, parts: readonly string[]): Promise<boolean> =>
  target.evaluate((element, wanted) => {
    const text = [...element.childNodes].find((node): node is Text => (node as Text).data !== '') as Text
    const lefts = wanted.map((part) => {
      const range = document.createRange()
      range.setStart(text, text.data.indexOf(part))
      range.setEnd(text, text.data.indexOf(part) + part.length)
      return range.getBoundingClientRect().left
    })
    return lefts.every((left, place) => place === 0 || left > (lefts[place - 1] ?? 0))
  }, parts)

test('a download link is copied after a warning, which can be switched off for good', async ({
  app,
  server,
}) => {
  const { page } = app
  const copyLink = async () => {
    await row(page, 'welcome.mp4').click({ button: 'right' })
    await app.contextMenu.choose('Copy Download Link…')
  }
  await signIn(page)
  await copyLink()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText('anyone who has it')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect(await app.recorded('clipboard')).toEqual([])

  await copyLink()
  await dialog.getByRole('checkbox', { name: 'Don’t warn me again' }).check()
  await dialog.getByRole('button', { name: 'Copy Link' }).click()
  await expect.poll(async () => (await app.recorded('clipboard')).length).toBe(1)
  await app.relaunch()
  await expect(row(app.page, 'welcome.mp4')).toBeVisible({ timeout: 15_000 })
  await row(app.page, 'welcome.mp4').click({ button: 'right' })
  await app.contextMenu.choose('Copy Download Link…')
  await expect.poll(async () => (await app.recorded('clipboard')).length).toBe(1)
  const [call] = await app.recorded('clipboard')
  const answer = await fetch(String(call?.details['text']))
  expect(answer.status).toBe(200)
  expect(Number(answer.headers.get('content-length'))).toBe((await server.stored('/welcome.mp4'))?.size)
  await answer.body?.cancel()
  // The page was never told where it is.
  expect(await app.page.content()).not.toContain(String(call?.details['text']))
})

test.describe('a long list', () => {
  test.use({ serverOptions: { seed: 'flat:6000' } })

  test('is exported whole, as a table that Excel reads; with a filter on, as the part that it is', async ({
    app,
    folder,
    server,
  }) => {
    const { page } = app
    const file = path.join(folder, 'list.csv')
    server.addFile('/all/=HYPERLINK(1), "x".mp4', 500_000)
    await signIn(page)
    await row(page, 'all').dblclick()
    await expect(page.getByRole('group', { name: 'Status bar' })).toContainText('6,001 recordings')
    await app.scriptDialog({ filePath: file })
    await app.clickMenu('exportList')
    await expect(page.getByText('Exported 6,001 recordings').first()).toBeVisible()
    const text = await readFile(file, 'utf8')
    expect(text.startsWith('\uFEFFName,Folder,Size (bytes),')).toBe(true)
    const lines = text.trimEnd().split('\r\n')
    expect(lines).toHaveLength(6002)
    expect(text).toContain('"\'=HYPERLINK(1), ""x"".mp4",/all/,500000,')
    const [dialog] = await app.recorded('saveDialog')
    expect(dialog?.details['defaultPath']).toMatch(/all\.csv$/u)

    await page.keyboard.press('ControlOrMeta+Shift+f')
    await page.keyboard.type('hyper')
    await expect(page.getByRole('search', { name: 'Filter List' }).getByRole('status')).toContainText('1 of')
    const part = path.join(folder, 'part.csv')
    await app.scriptDialog({ filePath: part })
    await app.clickMenu('exportList')
    const words = 'Exported 1 of 6,001 recordings: those that the filter shows'
    await expect(page.getByText(words).first()).toBeVisible()
    expect((await readFile(part, 'utf8')).trimEnd().split('\r\n')).toHaveLength(2)
    const [, filtered] = await app.recorded('saveDialog')
    expect(filtered?.details['defaultPath']).toMatch(/[/\\]all - hyper\.csv$/u)
  })
})
