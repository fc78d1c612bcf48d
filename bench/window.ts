import { readFile } from 'node:fs/promises'
import { launchApp, type AppDriver } from '../tests/e2e/driver/launch.ts'
import { startKeyring } from '../tests/e2e/driver/keyring.ts'
import { submitSignIn } from '../tests/e2e/fixture.ts'
import { coverWithBareList } from './lib/bare-list.ts'
import { withEmulator } from './lib/emulator-process.ts'
import { framesDuring, framesPerScroll, percentile, scrollEachFrame } from './lib/frames.ts'
import { bound, type Row } from './lib/row.ts'

const count = 100_000
/** px */
const rowHeight = 30
/** ms: a frame at 60 Hz takes 16.7 */
const frameGoal = 20
/** bytes */
const heapGoal = 150e6
const mainGoal = 250e6

/** The built app with a folder of 100,000 recordings: frames while it is scrolled, and what it costs in memory. */
export async function window(): Promise<Row[]> {
  return await withEmulator(['--seed', `flat:${count}`], async (server) => {
    const keyring = await startKeyring('unlocked')
    const app = await launchApp({
      args: [`--server=${server.origin}${server.prefix}`],
      settings: { crawlEnabled: false },
      env: keyring.env,
      viewport: { width: 1440, height: 900 },
    })
    try {
      return await measure(app)
    } finally {
      await app.close()
      await keyring.stop()
    }
  })
}

async function measure(app: AppDriver): Promise<Row[]> {
  const { page } = app
  await submitSignIn(page)
  await page.getByRole('row').filter({ hasText: 'all' }).first().dblclick()
  await page
    .getByRole('group', { name: 'Status bar' })
    .getByText(`${count.toLocaleString('en')} recordings`)
    .waitFor({ timeout: 300_000 })
  const grid = page.getByRole('grid', { name: 'Files' })
  // A notch of a wheel in each frame, and the thumb drawn over the whole list. From within the page: the debugger's own
  // events come more slowly than frames.
  const wheel = await framesDuring(page, () => scrollEachFrame(grid, 100))
  const thumb = await framesDuring(page, () => scrollEachFrame(grid, (count * rowHeight) / framesPerScroll))
  const bare = await coverWithBareList(page, count, rowHeight)
  const bareWheel = await framesDuring(page, () => scrollEachFrame(bare, 100))
  const bareThumb = await framesDuring(page, () =>
    scrollEachFrame(bare, (count * rowHeight) / framesPerScroll),
  )
  await bare.evaluate((element) => element.remove())
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const title = `${count} rows`
  return [
    bound(`${title}: frame while scrolling by wheel, p95`, 'ms', [p95(wheel)], frameGoal, {
      name: 'a bare list',
      values: [p95(bareWheel)],
    }),
    bound(`${title}: frame while dragging the thumb, p95`, 'ms', [p95(thumb)], frameGoal, {
      name: 'a bare list',
      values: [p95(bareThumb)],
    }),
    bound(`${title}: renderer heap`, 'bytes', [usedSize], heapGoal),
    bound(`${title}: main process`, 'bytes', [await residentMemory(app.mainPid)], mainGoal),
  ]
}

const p95 = (frames: readonly number[]): number => percentile(frames, 0.95)

/** Bytes, as Linux counts them. */
async function residentMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/u.exec(status)?.[1]) * 1024
}
