import { launchApp, type AppDriver } from '../tests/e2e/driver/launch.ts'
import { startKeyring } from '../tests/e2e/driver/keyring.ts'
import { submitSignIn } from '../tests/e2e/fixture.ts'
import { controlOf } from './lib/control.ts'
import { withEmulator } from './lib/emulator-process.ts'
import { dragThumb, framesDuring, percentile, toTop, turnWheel, watchBlank } from './lib/frames.ts'
import { bound, type Row } from './lib/row.ts'

const count = 10_000
/** ms: a frame at 60 Hz takes 16.7 */
const frameGoal = 20
/** px per second */
const slowly = 180
const fastly = 6000
/** Of one recording, for its picture. Bytes */
const bytesGoal = 2e6

/** The built app with 10,000 recordings as tiles: frames while they are scrolled and their pictures come, and what those cost. */
export async function tiles(): Promise<Row[]> {
  return await withEmulator(['--seed', `flat:${count}`], async (server) => {
    const keyring = await startKeyring('unlocked')
    const app = await launchApp({
      args: [`--server=${server.origin}${server.prefix}`],
      settings: { crawlEnabled: false },
      env: keyring.env,
      viewport: { width: 1440, height: 900 },
    })
    try {
      return await measure(app, () => controlOf(server).served())
    } finally {
      await app.close()
      await keyring.stop()
    }
  })
}

async function measure(
  { page }: AppDriver,
  served: () => Promise<Readonly<Record<string, number>>>,
): Promise<Row[]> {
  await submitSignIn(page)
  await page.getByRole('row').filter({ hasText: 'all' }).first().dblclick()
  await page
    .getByRole('group', { name: 'Status bar' })
    .getByText(`${count.toLocaleString('en')} recordings`)
    .waitFor({ timeout: 60_000 })
  await page.keyboard.press('ControlOrMeta+2')
  const list = page.getByRole('listbox', { name: 'Files' })
  const session = await page.context().newCDPSession(page)
  await list.getByRole('option').first().click()
  // Slowly, so that every line's pictures are asked for while the next ones come; then fast, past all of them.
  const slow = await framesDuring(page, () => turnWheel(session, list, slowly))
  const before = Object.keys(await served()).length
  await toTop(list)
  const blank = await watchBlank(list, { rows: '.line, .passing', inset: 0, when: 'told' })
  const fast = await framesDuring(page, () => turnWheel(session, list, fastly))
  const blankPx = await blank()
  await toTop(list)
  const thumb = await framesDuring(page, () => dragThumb(session, list, page.getByRole('scrollbar')))
  const after = await served()
  const title = `${count} tiles`
  const most = Math.max(0, ...Object.values(after))
  return [
    bound(`${title}: frame while scrolling slowly, p95`, 'ms', [percentile(slow, 0.95)], frameGoal),
    bound(`${title}: frame while scrolling fast, p95`, 'ms', [percentile(fast, 0.95)], frameGoal),
    bound(`${title}: frame while dragging the thumb, p95`, 'ms', [percentile(thumb, 0.95)], frameGoal),
    bound(`${title}: blank while scrolling fast, at most`, 'px', [blankPx], 0),
    bound(`${title}: bytes fetched of one recording, at most`, 'bytes', [most], bytesGoal),
    // Those at both ends of the way; nothing of what is between.
    bound(
      `${title}: recordings looked into while scrolling fast`,
      'recordings',
      [Object.keys(after).length - before],
      120,
    ),
  ]
}
