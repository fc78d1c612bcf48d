import type { Locator, Page } from '@playwright/test'

/** Frames that a list is scrolled for, unless told otherwise. */
export const framesPerScroll = 240

/** Scrolls a list from its top by so many px in each of `frames` frames. */
export function scrollEachFrame(list: Locator, pixels: number, frames = framesPerScroll): Promise<void> {
  return list.evaluate(
    (element, { by, frames }) =>
      new Promise<void>((resolve) => {
        let left = frames
        element.scrollTop = 0
        const step = (): void => {
          element.scrollTop += by
          if (--left > 0) requestAnimationFrame(step)
          else resolve()
        }
        requestAnimationFrame(step)
      }),
    { by: pixels, frames },
  )
}

interface TraceEvent {
  readonly name: string
  readonly ts: number
}

/** ms between the frames that Chromium's own trace says were drawn while something was going on. */
export async function framesDuring(page: Page, act: () => Promise<void>): Promise<number[]> {
  const browser = page.context().browser()
  if (browser === null) throw new Error('no browser to trace')
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline.frame'],
  })
  await act()
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as {
    readonly traceEvents: readonly TraceEvent[]
  }
  const times = trace.traceEvents
    .filter(({ name }) => name === 'DrawFrame')
    .map(({ ts }) => ts / 1000)
    .toSorted((a, b) => a - b)
  return times.slice(1).map((time, index) => time - (times[index] ?? time))
}

/** @throws RangeError for no values */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]
  if (value === undefined) throw new RangeError('no frames')
  return value
}
