import type { CDPSession } from '@playwright/test'
import { expect, keys, row, signIn, test } from './fixture.ts'

/** Opened and closed so often. */
const times = 8

interface Counts {
  readonly nodes: number
  readonly listeners: number
}

/** What the page holds on to once everything that can be collected was. */
async function countsOf(session: CDPSession): Promise<Counts> {
  // Finalizers run after a collection, and what they let go is collected by the next.
  for (let pass = 0; pass < 4; pass++) await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  const count = (wanted: string): number => metrics.find(({ name }) => name === wanted)?.value ?? NaN
  return { nodes: count('Nodes'), listeners: count('JSEventListeners') }
}

test.use({ serverOptions: { seed: 'demo' } })

// The app stays open all day.
test('what was shown and closed leaves neither elements nor listeners behind', async ({ app }) => {
  const { page } = app
  await signIn(page)
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const dialog = page.getByRole('dialog')
  const size = page.getByRole('columnheader', { name: 'Size' })

  const acts: Readonly<Record<string, () => Promise<void>>> = {
    async folder() {
      await row(page, '2021-09-24').dblclick()
      await expect(row(page, '2021-09-24_13-47-41_Win32_73542046.mp4')).toBeVisible()
      await page.keyboard.press(keys.up)
      await expect(row(page, '2021-09-24')).toBeVisible()
    },
    async tiles() {
      await page.keyboard.press('ControlOrMeta+2')
      await expect(size).toHaveCount(0)
      await page.keyboard.press('ControlOrMeta+1')
      await expect(size).toBeVisible()
    },
    async search() {
      await page.keyboard.press('ControlOrMeta+f')
      await page.keyboard.type('welcome')
      await expect(page.getByText(/^1 result/u).first()).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(row(page, '2021-09-24')).toBeVisible()
    },
    async settings() {
      await page.keyboard.press('ControlOrMeta+,')
      await expect(dialog).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(dialog).toHaveCount(0)
    },
    async player() {
      await row(page, 'welcome.mp4').dblclick()
      await expect
        .poll(() => page.locator('video').evaluate((video: HTMLVideoElement) => video.videoWidth))
        .toBeGreaterThan(0)
      await page.keyboard.press('Escape')
      await expect(dialog).toHaveCount(0)
    },
    async 'quick look'() {
      await row(page, 'welcome.mp4').click()
      await page.keyboard.press('Space')
      await expect(dialog).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(dialog).toHaveCount(0)
    },
    async details() {
      const details = page.getByRole('complementary', { name: 'Details' })
      await page.getByRole('button', { name: 'Details' }).click()
      await expect(details).toBeVisible()
      await page.getByRole('button', { name: 'Details' }).click()
      await expect(details).toHaveCount(0)
    },
    async transfers() {
      const panel = page.getByRole('region', { name: 'Transfers' })
      await page.getByRole('button', { name: 'Transfers' }).first().click()
      await expect(panel).toBeVisible()
      await panel.getByRole('button', { name: 'Hide transfers' }).click()
      await expect(panel).toHaveCount(0)
    },
  }
  for (const [name, act] of Object.entries(acts)) {
    // What is made once, and kept.
    for (let warmup = 0; warmup < 2; warmup++) await act()
    const before = await countsOf(session)
    for (let time = 0; time < times; time++) await act()
    const left = async (): Promise<Counts> => {
      const { nodes, listeners } = await countsOf(session)
      return {
        nodes: Math.round((nodes - before.nodes) / times),
        listeners: Math.round((listeners - before.listeners) / times),
      }
    }
    await expect(async () => {
      const { nodes, listeners } = await left()
      // What was typed can be undone, which a field keeps a node for.
      expect(nodes, `nodes of ${name}`).toBeLessThan(3)
      expect(listeners, `listeners of ${name}`).toBeLessThan(1)
    }).toPass()
  }
})
