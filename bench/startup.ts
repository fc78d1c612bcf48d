import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from '@playwright/test'
import type { ServerAddress } from '#shared/models/account.ts'
import { startKeyring, type Keyring } from '../tests/e2e/driver/keyring.ts'
import { launchApp, type AppDriver, type LaunchOptions } from '../tests/e2e/driver/launch.ts'
import { submitSignIn } from '../tests/e2e/fixture.ts'
import { withEmulator } from './lib/emulator-process.ts'
import { compare, type Row } from './lib/row.ts'

/** ours ÷ an empty window */
const goal = 1.5
const folder = '2021-09-24'
const emptyWindow = path.join(import.meta.dirname, 'empty-window')

/** From launch to the rows of the folder that was open last, against the same runtime with an empty window. Medians, ms. */
export async function startup(runs: number): Promise<Row[]> {
  return await withEmulator(['--seed', 'demo'], async (server) => {
    const keyring = await startKeyring('unlocked')
    const data = await mkdtemp(path.join(tmpdir(), 'cloudroom-bench-startup-'))
    try {
      const launch = await leaveIn(folder, server, keyring, path.join(data, 'ours'))
      const ours: number[] = []
      const empty: number[] = []
      // One of each to warm the disk's cache, then in turns.
      for (let run = -1; run < runs; run++) {
        const one = await timeOf(launch, rowsPainted)
        const other = await timeOf({ app: emptyWindow, userDataDir: path.join(data, 'empty') }, wordPainted)
        if (run < 0) continue
        ours.push(one)
        empty.push(other)
      }
      return [
        compare(
          'launch to the last folder’s rows',
          'ms',
          ours,
          { name: 'an empty window', values: empty },
          {
            atMost: goal,
          },
        ),
      ]
    } finally {
      await keyring.stop()
      await rm(data, { recursive: true, force: true, maxRetries: 5 })
    }
  })
}

/** Signs in, to stay so, goes to a folder and quits. Answers how to start again on the same data. */
async function leaveIn(
  name: string,
  server: ServerAddress,
  keyring: Keyring,
  userDataDir: string,
): Promise<LaunchOptions> {
  const launch = { args: [`--server=${server.origin}${server.prefix}`], env: keyring.env, userDataDir }
  const app = await launchApp({ ...launch, settings: { crawlEnabled: false } })
  try {
    const { page } = app
    await submitSignIn(page)
    await page.getByRole('row').filter({ hasText: name }).first().dblclick()
    await page.locator('[data-key$=".mp4"]').first().waitFor()
  } finally {
    await app.close()
  }
  return launch
}

/** ms from launch to what the page says of its paint: its own clock, not that of whoever looks at it from outside. */
async function timeOf(launch: LaunchOptions, painted: (page: Page) => Promise<number>): Promise<number> {
  const start = Date.now()
  const app: AppDriver = await launchApp(launch)
  try {
    return (await painted(app.page)) - start
  } finally {
    await app.close()
  }
}

/** epoch ms at which the rows were painted: their names are the largest texts of the window (W3C, Largest Contentful Paint). */
async function rowsPainted(page: Page): Promise<number> {
  await page.locator('[data-key$=".mp4"]').first().waitFor()
  return await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const entries = list.getEntries() as (PerformanceEntry & { readonly element: Element | null })[]
          const rows = entries.find(
            ({ element }) => element !== null && element.closest('[data-key]') !== null,
          )
          if (rows !== undefined) resolve(performance.timeOrigin + rows.startTime)
        }).observe({ type: 'largest-contentful-paint', buffered: true })
      }),
  )
}

/** epoch ms of the first paint of anything. */
async function wordPainted(page: Page): Promise<number> {
  return await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const [first] = list.getEntriesByName('first-contentful-paint')
          if (first !== undefined) resolve(performance.timeOrigin + first.startTime)
        }).observe({ type: 'paint', buffered: true })
      }),
  )
}
