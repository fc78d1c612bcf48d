import { readFile } from 'node:fs/promises'
import type { AppDriver } from '../tests/e2e/driver/launch.ts'
import { submitSignIn } from '../tests/e2e/fixture.ts'
import { withApp } from './lib/app.ts'
import { coverWithBareList } from './lib/bare-list.ts'
import { withEmulator } from './lib/emulator-process.ts'
import { dragThumb, framesDuring, percentile, toTop, turnWheel, watchBlank } from './lib/frames.ts'
import { bound, type Row } from './lib/row.ts'

const count = 100_000
/** px */
const rowHeight = 30
/** ms: a frame at 60 Hz takes 16.7 */
const frameGoal = 20
/** px per second: a wheel that is spun, or a trackpad that is flicked */
const wheelSpeed = 6000
/** bytes */
const heapGoal = 150e6
const mainGoal = 250e6

/** The built app with a folder of 100,000 recordings: frames while it is scrolled, and what it costs in memory. */
export async function window(): Promise<Row[]> {
  return await withEmulator(['--seed', `flat:${count}`], async (server) => await withApp(server, measure))
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
  const session = await page.context().newCDPSession(page)
  // What was clicked last must not cost frames.
  await grid.getByRole('row').nth(3).click()
  const wheelBlank = await watchBlank(grid, { rows: '.row, .passing', inset: rowHeight, when: 'told' })
  const wheel = await framesDuring(page, () => turnWheel(session, grid, wheelSpeed))
  const wheelBlankPx = await wheelBlank()
  await toTop(grid)
  const thumbBlank = await watchBlank(grid, { rows: '.row, .passing', inset: rowHeight, when: 'drawn' })
  const thumb = await framesDuring(page, () => dragThumb(session, grid, page.getByRole('scrollbar')))
  const thumbBlankPx = await thumbBlank()
  const bare = await coverWithBareList(page, count, rowHeight)
  const bareWheel = await framesDuring(page, () => turnWheel(session, bare, wheelSpeed))
  await toTop(bare)
  const bareThumb = await framesDuring(page, () => dragThumb(session, bare, bare))
  await bare.evaluate((element) => element.remove())
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
    bound(`${title}: blank while scrolling by wheel, at most`, 'px', [wheelBlankPx], 0),
    bound(`${title}: blank while dragging the thumb, at most`, 'px', [thumbBlankPx], 0),
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
