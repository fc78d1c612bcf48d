import { expect, type Locator, type Page } from '@playwright/test'
import type { ContextItem, ContextMenu } from './app-driver.ts'

const itemsOf = (menu: Locator): Promise<ContextItem[]> =>
  menu.locator('[role^="menuitem"]').evaluateAll((items) =>
    items.map((item) => ({
      label: item.querySelector('.label')?.textContent ?? '',
      keys: item.querySelector('.keys')?.textContent ?? '',
      enabled: item.ariaDisabled !== 'true',
      checked: item.ariaChecked === 'true',
      isChoice: item.ariaChecked !== null,
      reason: item.getAttribute('title') ?? '',
    })),
  )

/** The context menu that the Chromium runtime draws over the page. */
export function drawnMenu(page: () => Page): ContextMenu {
  const menu = (): Locator => page().locator('context-menu').getByRole('menu')
  return {
    async items() {
      const items = await itemsOf(menu())
      return items.length === 0 ? null : items
    },
    async choose(label) {
      const items = menu().locator('[role^="menuitem"]:not([aria-disabled])')
      await items.filter({ has: page().getByText(label, { exact: true }) }).click()
    },
    async close() {
      await expect(menu()).toBeVisible()
      await page().keyboard.press('Escape')
      await expect(menu()).toHaveCount(0)
    },
  }
}
