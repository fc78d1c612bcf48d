import type { Page } from '@playwright/test'
import type { ServerAddress } from '#shared/models/account.ts'
import { submitSignIn } from '../tests/e2e/fixture.ts'
import { withApp } from './lib/app.ts'
import { withEmulator } from './lib/emulator-process.ts'
import { inputToPaint, type Shown } from './lib/painted.ts'
import { bound, median, type Row } from './lib/row.ts'

const few = 10_000
const many = 100_000
/** ms */
const latency = 50
/** ms, for what is at hand already */
const goal = 100

const firstRow = '[role="grid"][aria-label="Files"] [data-key]'
const filter = { selector: '[role="search"] [role="status"]' }
const recordings = (count: number): Shown => ({
  selector: '[role="group"][aria-label="Status bar"]',
  text: `${count.toLocaleString('en')} recordings`,
})

/** What `listing` and `arrange` measure without a window, as a person sees it in the built app: from the input to the paint. */
export async function shown(runs: number): Promise<Row[]> {
  const opened = await withEmulator(
    ['--seed', `flat:${few}`, '--latency-ms', String(latency)],
    async (server) => {
      const each: Awaited<ReturnType<typeof openTwice>>[] = []
      for (let run = 0; run < runs; run++) each.push(await inWindow(server, openTwice))
      const rounds = Math.ceil((few / 50 - 1) / 6)
      const name = `folder of ${few} at ${latency} ms, in the window`
      const of = (figure: 'first' | 'complete' | 'again'): number[] => [
        median(each.map((one) => one[figure])),
      ]
      return [
        bound(`${name}: first rows`, 'ms', of('first'), latency + 100),
        bound(`${name}: complete`, 'ms', of('complete'), 1.3 * rounds * latency),
        bound(`${name}: rows when opened again`, 'ms', of('again'), goal),
      ]
    },
  )
  const arranged = await withEmulator(
    ['--seed', `flat:${many}`],
    async (server) => await inWindow(server, async (page) => await arrange(page, runs)),
  )
  return [...opened, ...arranged]
}

async function inWindow<Result>(
  server: ServerAddress,
  run: (page: Page) => Promise<Result>,
): Promise<Result> {
  return await withApp(server, async ({ page }) => {
    await submitSignIn(page)
    await folder(page).waitFor()
    return await run(page)
  })
}

const folder = (page: Page) => page.getByRole('row').filter({ hasText: 'all' }).first()

/** ms to the first rows and to all of a folder that is new, and to the rows when it is opened again */
async function openTwice(page: Page) {
  const rows: Shown = { selector: `${firstRow}[data-key$=".mp4"]` }
  const fresh = await inputToPaint(page, 'dblclick', { first: rows, complete: recordings(few) }, () =>
    folder(page).dblclick(),
  )
  await page.keyboard.press('Alt+ArrowUp')
  await folder(page).waitFor()
  const { again } = await inputToPaint(page, 'dblclick', { again: rows }, () => folder(page).dblclick())
  return { ...fresh, again }
}

/** Each column's header is clicked once in each run, and some of the rows are filtered for. */
async function arrange(page: Page, runs: number): Promise<Row[]> {
  await folder(page).dblclick()
  await page
    .getByRole('group', { name: 'Status bar' })
    .getByText(recordings(many).text ?? '')
    .waitFor({ timeout: 300_000 })
  const first = async (): Promise<string | null> =>
    await page.locator(firstRow).first().getAttribute('data-key')
  const times = new Map<string, number[]>()
  const note = (name: string, time: number) => times.set(name, [...(times.get(name) ?? []), time])
  for (let run = 0; run < runs; run++) {
    for (const column of ['Name', 'Size', 'Uploaded']) {
      const header = page.getByRole('columnheader', { name: column }).getByRole('button')
      const changed = { selector: firstRow, otherThan: await first() }
      const { sorted } = await inputToPaint(page, 'click', { sorted: changed }, () => header.click())
      note(`sort by ${column}`, sorted)
    }
    await page.keyboard.press('ControlOrMeta+Shift+f')
    await page.getByRole('searchbox', { name: 'Filter List' }).waitFor()
    const { filtered } = await inputToPaint(page, 'keydown', { filtered: { ...filter, text: ' of ' } }, () =>
      page.keyboard.press('7'),
    )
    note('filter', filtered)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
  }
  return [...times].map(([name, values]) =>
    bound(`${many} rows, ${name}, in the window`, 'ms', [median(values)], goal),
  )
}
