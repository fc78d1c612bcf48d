import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { vi } from 'vitest'
import { ChromiumDriver } from '../../e2e/driver/chromium-driver.ts'

const app = path.join(import.meta.dirname, 'fixture')

export interface Fixture {
  readonly driver: ChromiumDriver
  /** Evaluates an expression in the page's main world. */
  evaluate<Value>(expression: string): Promise<Value>
  /** `ipcRenderer.invoke` through the fixture's preload. */
  invoke<Value>(channel: string, ...args: unknown[]): Promise<Value>
  /** Waits for a line of the main process's log. */
  logged(line: string): Promise<void>
  /** A real file of the user's. */
  createFile(name: string): Promise<string>
  stop(): Promise<void>
}

/** Runs the fixture app in headless Chromium, with data of its own. */
export const launchFixture = async (args: readonly string[] = []): Promise<Fixture> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'runtime-fixture-'))
  const driver = await ChromiumDriver.launch({ app, userDataDir: path.join(folder, 'data'), args })
  return {
    driver,
    evaluate: (expression) => driver.page.evaluate(expression),
    invoke: (channel, ...values) =>
      driver.page.evaluate(
        ([name, list]) =>
          (
            window as unknown as { fixture: { invoke: (...all: unknown[]) => Promise<never> } }
          ).fixture.invoke(name, ...list),
        [channel, values] as const,
      ),
    logged: (line) =>
      vi.waitFor(
        () => {
          if (!driver.logs().includes(`fixture: ${line}`))
            throw new Error(`not logged: ${line}\n${driver.logs()}`)
        },
        { timeout: 10_000, interval: 20 },
      ),
    createFile: async (name) => {
      const file = path.join(folder, name)
      await writeFile(file, name)
      return file
    },
    stop: async () => {
      await driver.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
