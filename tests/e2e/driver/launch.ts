import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AppDriver, LaunchOptions } from './app-driver.ts'
import { electronBinary } from './app-paths.ts'
import { ChromiumDriver } from './chromium-driver.ts'
import { ElectronDriver } from './electron-driver.ts'

export type { AppDriver, ColorScheme, LaunchOptions, RecordedCall } from './app-driver.ts'

/** Starts the built app: on Electron when its binary is there, otherwise on the installed Chromium. */
export const launchApp = async (options: LaunchOptions = {}): Promise<AppDriver> => {
  const userDataDir = options.userDataDir ?? (await mkdtemp(path.join(tmpdir(), 'cloudroom-e2e-')))
  if (options.settings !== undefined) {
    await mkdir(userDataDir, { recursive: true })
    await writeFile(path.join(userDataDir, 'settings.json'), JSON.stringify(options.settings))
  }
  const executable = electronBinary()
  const launch = { ...options, userDataDir }
  const driver =
    executable === null
      ? await ChromiumDriver.launch(launch)
      : await ElectronDriver.launch({ ...launch, executable })
  if (options.userDataDir === undefined) removeAfterClose(driver)
  return driver
}

const removeAfterClose = (driver: AppDriver): void => {
  const close = driver.close.bind(driver)
  driver.close = async () => {
    await close()
    await rm(driver.userDataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}
