import type { Page } from '@playwright/test'
import type { AppDriver } from './driver/launch.ts'
import { expect, keys, makeMp4, row, signIn, test } from './fixture.ts'

test.use({ serverOptions: { seed: 'demo' } })

const controls = 'button, input, select, [role^="menuitem"], [role="tab"], [role="option"]'

/** The controls within an element that cannot be brought into the window whole, or that something lies upon. */
async function unreachable(page: Page, within = 'body'): Promise<readonly string[]> {
  return await page
    .locator(within)
    .last()
    .evaluate((root, selector) => {
      const isDrawn = (element: Element): boolean =>
        element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
        element.closest('[aria-hidden="true"], .visually-hidden, .row') === null
      const problems: string[] = []
      for (const element of root.querySelectorAll<HTMLElement>(selector)) {
        if (!isDrawn(element)) continue
        // What stands for a hidden radio button or checkbox is its label.
        const drawn = element.matches('input[type="radio"]') ? (element.closest('label') ?? element) : element
        drawn.scrollIntoView({ block: 'nearest', inline: 'nearest' })
        const { left, top, right, bottom, width, height } = drawn.getBoundingClientRect()
        const isInside = left >= -1 && top >= -1 && right <= innerWidth + 1 && bottom <= innerHeight + 1
        const hit = document.elementFromPoint(left + width / 2, top + height / 2)
        const isFree = hit !== null && (drawn.contains(hit) || hit.contains(drawn))
        if (width > 0 && (!isInside || !isFree))
          problems.push(
            `${element.getAttribute('aria-label') ?? element.textContent.trim()} <${element.tagName}> ${[left, top, right, bottom].map(Math.round).join(' ')} of ${innerWidth}×${innerHeight}, hit ${hit?.outerHTML.slice(0, 80) ?? 'nothing'}`,
          )
      }
      return problems
    }, controls)
}

/** By the menu, half a level at a time as Electron does it; a level is a fifth more. 207 % */
async function toTwiceTheSize(app: AppDriver, width: number): Promise<void> {
  for (let times = 0; times < 8; times++) await app.clickMenu('zoomin')
  await expect.poll(() => app.page.evaluate(() => innerWidth / 10)).toBeCloseTo(width / 1.2 ** 4 / 10, 0)
}

test('at twice the size everything can be reached, in a small and in a large window', async ({
  app,
  folder,
}) => {
  test.slow()
  const { page } = app
  await app.resize(900, 600)
  await toTwiceTheSize(app, 900)
  expect(await unreachable(page)).toEqual([])
  await signIn(page)
  await page.evaluate(() =>
    (
      window as unknown as { cloudroom: { request(name: string, input: object): Promise<unknown> } }
    ).cloudroom.request('settings.update', { undoSeconds: 0 }),
  )
  const taken = await makeMp4(folder, 'welcome.mp4', 200_000)
  for (const [width, height] of [
    [900, 600],
    [1440, 900],
  ] as const) {
    if (width > 900) {
      await app.clickMenu('zoomout')
      await app.clickMenu('resetzoom')
      await app.resize(width, height)
      await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width)
      await toTwiceTheSize(app, width)
    }
    await page.getByRole('grid', { name: 'Files' }).focus()
    await page.keyboard.type('wel')
    await expect(row(page, 'welcome.mp4')).toBeInViewport()
    expect(await unreachable(page)).toEqual([])
    // No page is wider than the window.
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)

    // The system's menu opens at the row: its px are those of the window.
    const below = await row(page, 'welcome.mp4').evaluate((drawn) => drawn.getBoundingClientRect().bottom)
    await page.keyboard.press('Shift+F10')
    await app.contextMenu.close()
    const popup = (await app.recorded('menuPopup')).at(-1)
    expect(Number(popup?.details['y'])).toBeCloseTo(below * 1.2 ** 4, -1)
    await app.clickMenu('switchAccount')
    await expect(page.getByRole('menu')).toBeVisible()
    expect(await unreachable(page, '[role="menu"]')).toEqual([])
    await page.keyboard.press('Escape')

    await page.keyboard.press('ControlOrMeta+f')
    await page.keyboard.type('mp4')
    await expect(page.getByRole('grid', { name: 'Search results' })).toBeVisible()
    await expect(page.getByRole('group', { name: 'Status bar' })).toContainText('results')
    expect(await unreachable(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')

    await page.keyboard.press('ControlOrMeta+,')
    for (const name of ['General', 'Transfers', 'Accounts', 'Trusted Servers', 'Shortcuts', 'Diagnostics']) {
      await page.getByRole('tab', { name }).click()
      await expect(page.getByRole('tabpanel', { name })).toBeVisible()
      expect(await unreachable(page, 'dialog[open], [role="dialog"]')).toEqual([])
    }
    await page.keyboard.press('Escape')
    await page.keyboard.press(keys.help)
    await expect(page.getByRole('dialog', { name: 'User Guide' })).toBeVisible()
    expect(await unreachable(page, 'dialog[open], [role="dialog"]')).toEqual([])
    await page.keyboard.press('Escape')

    // Tiles, what there is to say of one, and the questions before it is deleted, given away or replaced.
    await page.keyboard.press('ControlOrMeta+2')
    await page.keyboard.press('ControlOrMeta+i')
    await page.getByRole('listbox', { name: 'Files' }).focus()
    await page.keyboard.type('wel')
    await expect(page.getByRole('option', { name: 'welcome.mp4' })).toBeInViewport()
    expect(await unreachable(page)).toEqual([])
    for (const command of ['delete', 'copyLinks']) {
      // The menu bar is told a moment after the question before it has gone.
      await expect.poll(async () => (await app.menuItem(command))?.enabled).toBe(true)
      await app.clickMenu(command)
      await expect(page.getByRole('alertdialog')).toBeVisible()
      expect(await unreachable(page, '[role="alertdialog"]')).toEqual([])
      await page.keyboard.press('Escape')
      await expect(page.getByRole('alertdialog')).toHaveCount(0)
    }
    await app.dropFiles(page.getByRole('group', { name: 'Status bar' }), [taken])
    const sheet = page.getByRole('dialog', { name: 'Upload to' })
    await expect(sheet.getByRole('radio', { name: 'Replace' }).first()).toBeVisible()
    expect(await unreachable(page, 'dialog[open], [role="dialog"]')).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('ControlOrMeta+i')
    await page.keyboard.press('ControlOrMeta+1')

    await page.keyboard.press('ControlOrMeta+j')
    await expect(page.getByRole('region', { name: 'Transfers' })).toBeVisible()
    expect(await unreachable(page)).toEqual([])
    await page.keyboard.press('ControlOrMeta+j')
    await page.getByRole('grid', { name: 'Files' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog').locator('video')).toBeVisible()
    await page.mouse.move(200, 100)
    expect(await unreachable(page, 'dialog[open], [role="dialog"]')).toEqual([])
    await page.keyboard.press('Escape')
  }
})

test.describe('who wants less motion', () => {
  test('gets no animation that lasts', async ({ app }) => {
    const { page } = app
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await signIn(page)
    const longest = () =>
      page.evaluate(() => {
        const times = [...document.querySelectorAll('*')].flatMap((element) => {
          const { animationDuration, transitionDuration } = getComputedStyle(element)
          return `${animationDuration}, ${transitionDuration}`.split(', ')
        })
        return Math.max(...times.map((time) => parseFloat(time) * (time.endsWith('ms') ? 1 : 1000)))
      })
    expect(await longest()).toBeLessThan(1)
    await page.keyboard.press('ControlOrMeta+,')
    await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
    expect(await longest()).toBeLessThan(1)
    await page.keyboard.press('Escape')
    await row(page, 'welcome.mp4').click()
    await page.keyboard.press('Delete')
    await expect(page.getByRole('region', { name: 'Deletions' })).toBeVisible()
    expect(await longest()).toBeLessThan(1)
    await page.keyboard.press('ControlOrMeta+z')
  })
})
