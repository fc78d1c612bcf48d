import type { Locator } from '@playwright/test'
import { en } from '../../src/renderer/i18n/en.ts'
import { zhCN } from '../../src/renderer/i18n/zh-CN.ts'
import { violations } from './axe-scan.ts'
import { clipboardOf, expect, keys, makeMp4, row, signIn as signInAs, test, words } from './fixture.ts'

const languages = [
  { locale: 'en-US', colorScheme: 'light', text: en, signInWords: words.en },
  { locale: 'zh-CN', colorScheme: 'dark', text: zhCN, signInWords: words.zh },
] as const

/** What a text says before its first parameter. */
const startOf = (text: string): string => (text.split('{')[0] ?? '').trim()

/** It is drawn whole, above everything else, and no word of it is cut off. */
async function expectWhole(target: Locator): Promise<void> {
  await expect(target).toBeInViewport({ ratio: 1 })
  const looks = await target.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    const drawn = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 10))
    const isAsked = getComputedStyle(element).pointerEvents !== 'none'
    return {
      isOnTop: !isAsked || (drawn !== null && (element.contains(drawn) || drawn.contains(element))),
      isCut:
        element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflow !== 'visible',
    }
  })
  expect(looks).toEqual({ isOnTop: true, isCut: false })
}

for (const { locale, colorScheme, text, signInWords } of languages) {
  test.describe(locale, () => {
    test.use({
      serverOptions: { seed: 'demo' },
      appOptions: { locale, colorScheme, viewport: { width: 900, height: 600 } },
    })

    test('loading, failed, offline, empty and signed out: each looks and reads as what it is', async ({
      app,
      server,
      folder,
    }) => {
      test.slow()
      const { page } = app
      const status = page.getByRole('group', { name: text.explorer.statusBar })
      const place = page.getByRole('navigation', { name: text.explorer.path })
      const up = (): Promise<void> => page.keyboard.press(keys.up)
      await signInAs(page, {}, signInWords)

      // Loading: skeleton rows in the place of rows, read as one word.
      server.setFaults('stall@query')
      await row(page, 'Projects').dblclick()
      const skeleton = page.getByRole('status', { name: text.explorer.loading })
      await expectWhole(skeleton)
      expect(await skeleton.locator('.line').count()).toBeGreaterThan(5)
      const heading = await page.getByRole('columnheader', { name: text.explorer.size }).boundingBox()
      expect(await skeleton.locator('.cell.size').first().boundingBox()).toMatchObject({
        x: heading?.x,
        width: heading?.width,
      })
      await expect(page.getByRole('grid', { name: text.explorer.files })).toHaveAttribute('aria-busy', 'true')
      expect(await violations(page)).toEqual([])
      // Tiles in the place of tiles.
      await page.keyboard.press('ControlOrMeta+2')
      await expectWhole(skeleton)
      expect(await skeleton.locator('.tile').count()).toBeGreaterThan(5)
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('ControlOrMeta+1')
      server.clearFaults()
      await expect(row(page, 'kick-off.mp4')).toBeVisible()
      await expect(skeleton).toHaveCount(0)
      await up()

      // Failed in a way that is not tried again by itself: why, a way on, and details for who helps; nothing secret in them.
      server.setFaults('status=403@query')
      await row(page, '2021-09-15').dblclick()
      const alert = page.getByRole('alert')
      await expect(alert.getByRole('heading')).toHaveText(text.explorer.failedTitle)
      await expectWhole(alert)
      expect(await violations(page)).toEqual([])
      await alert.getByRole('button', { name: text.common.copyDetails }).click()
      await expect(page.getByText(text.common.copied).first()).toBeVisible()
      const details = await clipboardOf(page)
      expect(details).toMatch(/^CloudRoom Drive \d.*\ncode: \S+\nparams: .*\npath: \/2021-09-15\/\ntime: \d/u)
      expect(details).toContain(await alert.locator('.code').innerText())
      await up()

      // Offline: what is known is there, with its age; the rest says why it is not; nothing can be dropped.
      server.setFaults('drop@query')
      await app.setOnline(false)
      await expectWhole(status.getByText(text.transfers.offline))
      await row(page, 'Projects').dblclick()
      await expect(row(page, 'kick-off.mp4')).toBeVisible()
      await expectWhole(page.getByText(startOf(text.explorer.staleListOf)))
      expect(await violations(page)).toEqual([])
      await expect(status).toContainText(startOf(text.explorer.asOf))
      const notice = page.getByRole('status').filter({ hasText: startOf(text.explorer.staleListOf) })
      await notice.getByRole('button', { name: text.common.copyDetails }).click()
      await expect
        .poll(() => clipboardOf(page))
        .toMatch(/^CloudRoom Drive \d.*\ncode: network\.\S+\nparams: .*\npath: \/Projects\/\ntime: \d/u)
      await app.dragFilesOver(place, [await makeMp4(folder, 'later.mp4', 100_000)])
      await expectWhole(page.getByRole('status').filter({ hasText: text.explorer.uploadOffline }))
      expect(await violations(page)).toEqual([])
      await up()
      await row(page, '2021-09-16').dblclick()
      await expect(alert).toBeVisible()
      server.clearFaults()
      // Of itself.
      await app.setOnline(true)
      await expect(alert).toHaveCount(0)
      await up()

      // Empty: a folder says what to do, a search of how much it knows.
      await row(page, 'Empty folder').dblclick()
      await expectWhole(page.getByRole('heading', { name: text.explorer.emptyTitle }))
      await expectWhole(page.getByText(text.explorer.emptyHint))
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('ControlOrMeta+f')
      await page.keyboard.type('nothing of the kind')
      await expectWhole(page.getByRole('heading', { name: startOf(text.search.nothingFor) }))
      await expectWhole(page.getByText(startOf(text.search.searched)))
      await page.keyboard.press('Escape')

      // Signed out: nothing of the account is left in the window.
      await app.clickMenu('signOut')
      await expect(page.getByRole('alertdialog')).toBeVisible()
      expect(await violations(page)).toEqual([])
      await page.getByRole('alertdialog').getByRole('button', { name: text.account.signOutConfirm }).click()
      await expectWhole(page.getByRole('textbox', { name: 'CompID' }))
      await expect(page.getByRole('grid')).toHaveCount(0)
    })
  })
}

test.describe('a folder that loads as tiles', () => {
  test.use({ serverOptions: { seed: 'demo' }, appOptions: { viewport: { width: 900, height: 600 } } })

  test('has skeletons where its tiles will be', async ({ app, server }) => {
    const { page } = app
    await signInAs(page)
    await page.keyboard.press('ControlOrMeta+2')
    const placesOf = (tiles: Locator): Promise<number[][]> =>
      tiles.evaluateAll((elements) =>
        elements.slice(0, 12).map((element) => {
          const { left, top, width } = element.getBoundingClientRect()
          return [Math.round(left + width / 2), Math.round(top)]
        }),
      )
    await expect(page.getByRole('option').nth(11)).toBeVisible()
    const tiles = await placesOf(page.getByRole('option').locator('.picture svg'))
    server.setFaults('stall@query')
    await page.getByRole('option').filter({ hasText: 'Projects' }).dblclick()
    const skeleton = page.getByRole('status', { name: en.explorer.loading })
    await expect(skeleton).toBeVisible()
    if ((await skeleton.locator('.tile').count()) === 0) await page.keyboard.press('ControlOrMeta+2')
    await expect(skeleton.locator('.picture').nth(11)).toBeVisible()
    expect(await placesOf(skeleton.locator('.picture'))).toEqual(tiles)
  })
})
