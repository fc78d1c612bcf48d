import { expect, type ElectronApplication } from '@playwright/test'
import type { ContextItem, ContextMenu } from './app-driver.ts'
import type { DriverGlobal } from './electron-recorder.ts'

/** The context menu that Electron would have shown: no test can get at the system's own. */
export function recordedMenu(app: () => ElectronApplication): ContextMenu {
  const items = (): Promise<readonly ContextItem[] | null> =>
    app().evaluate(() => (globalThis as unknown as DriverGlobal).cloudroomDriver.contextItems())
  return {
    items,
    async choose(label) {
      await expect.poll(async () => (await items())?.find((item) => item.label === label)?.enabled).toBe(true)
      await app().evaluate((_electronApi, wanted) => {
        ;(globalThis as unknown as DriverGlobal).cloudroomDriver.clickMenu(wanted)
      }, label)
    },
    async close() {
      await expect.poll(items).not.toBeNull()
      await app().evaluate(() => {
        ;(globalThis as unknown as DriverGlobal).cloudroomDriver.closeContextMenu()
      })
    },
  }
}
