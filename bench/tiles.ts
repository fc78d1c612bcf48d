import type { Page } from '@playwright/test'
import type { AppDriver } from '../tests/e2e/driver/launch.ts'
import { submitSignIn } from '../tests/e2e/fixture.ts'
import { withApp } from './lib/app.ts'
import { controlOf } from './lib/control.ts'
import { withEmulator } from './lib/emulator-process.ts'
import { dragThumb, framesDuring, percentile, toTop, turnWheel, watchBlank } from './lib/frames.ts'
import { bound, type Row } from './lib/row.ts'

const count = 10_000
/** ms: a frame at 60 Hz takes 16.7 */
const frameGoal = 20
/** px per second, for so many ms, so often */
const slowly = 400
const strokeMs = 1000
const strokes = 8
/** px per second */
const fastly = 6000
/** Of one recording, for its picture. Bytes */
const bytesGoal = 2e6

/** The built app with 10,000 recordings as tiles: frames while they are scrolled and their pictures come, and what those cost. */
export async function tiles(): Promise<Row[]> {
  return await withEmulator(
    ['--seed', `flat:${count}`],
    async (server) =>
      await withApp(server, async (app) => await measure(app, () => controlOf(server).served())),
  )
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
  // Slowly and with rests, as one looks for something: pictures are asked for at each rest, and come while the next lines do.
  const pictures = await countPictures(page)
  const slow: number[] = []
  for (let stroke = 0; stroke < strokes; stroke++)
    slow.push(...(await framesDuring(page, () => turnWheel(session, list, slowly, strokeMs))))
  const come = await pictures()
  await page.waitForFunction(everyTileInSight, 'img.frame')
  // Then fast, past all of them.
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
    bound(
      `${title}: frame while scrolling slowly, ${come} pictures come, p95`,
      'ms',
      [percentile(slow, 0.95)],
      frameGoal,
    ),
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

/** Counts the pictures that come, until it is asked for them. @throws Error when none has: nothing was measured then */
async function countPictures(page: Page): Promise<() => Promise<number>> {
  const handle = await page.evaluateHandle(() => {
    const counted = { pictures: 0 }
    const onLoad = ({ target }: Event): void => {
      if (target instanceof HTMLImageElement) counted.pictures++
    }
    document.addEventListener('load', onLoad, { capture: true })
    return counted
  })
  return async () => {
    const { pictures } = await handle.jsonValue()
    if (pictures === 0) throw new Error('no picture has come')
    return pictures
  }
}

/** In the page: whether each tile that is whole in sight has something that is shown. */
function everyTileInSight(selector: string): boolean {
  const list = document.querySelector('[role="listbox"]')?.getBoundingClientRect()
  return [...document.querySelectorAll('[role="option"]')].every((tile) => {
    const { top, bottom } = tile.getBoundingClientRect()
    if (list === undefined || top < list.top || bottom > list.bottom) return true
    return tile.querySelector(selector)?.checkVisibility() === true
  })
}
