import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Colours are judged once they have stopped moving; what moves for long or for ever is not waited for. */
function stillness(page: Page): Promise<unknown> {
  return page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number(effect?.getComputedTiming().endTime) < 2000)
    return Promise.allSettled(ending.map((animation) => animation.finished)).then(() => null)
  })
}

/**
 * `region` wants everything within landmarks, for those who go from one to the next. An open menu lies above all of them,
 * has the keyboard, and is gone once that leaves it: nobody can pass it by.
 */
const isOpenMenu = (rule: string, html: string): boolean =>
  rule === 'region' && /^<div[^>]* role="menu"/u.test(html)

/**
 * What axe finds in the page as it is now, whatever it takes for its weight, in words that name the element. Short messages come
 * and go and are no colour to judge on their way: they are out of the way meanwhile.
 */
export async function violations(page: Page): Promise<readonly string[]> {
  await showMessages(page, false)
  const found = await violationsWithMessages(page)
  await showMessages(page, true)
  return found
}

const showMessages = (page: Page, shown: boolean): Promise<void> =>
  page.evaluate((isShown) => {
    const place = document.getElementById('messages')
    if (place !== null) place.hidden = !isShown
  }, shown)

/** The same, with the short messages that are shown now. */
export async function violationsWithMessages(page: Page): Promise<readonly string[]> {
  await stillness(page)
  // The page's policy forbids a script tag; evaluating is the debugger's doing and not the page's.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
  const found: AxeResults['violations'] = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: (root: Document, options: RunOptions) => Promise<AxeResults> }
    }
    // What passed is not described, and style sheets are not fetched: no rule that is judged here needs that.
    return (await axe.run(document, { resultTypes: ['violations'], preload: false })).violations
  })
  return found.flatMap(({ id, impact, nodes }) =>
    nodes
      .filter(({ html }) => !isOpenMenu(id, html))
      .map((node) => `${id} (${impact ?? ''}): ${node.html} ${node.failureSummary ?? ''}`),
  )
}
