import type { CDPSession, Locator, Page } from '@playwright/test'

/** For so long a list is scrolled. ms */
const scrollMs = 4000
/** Mice tell of their place about so often. ms */
const mouseMs = 8

/** Scrolls a list to its top, and waits until it is drawn there. */
export async function toTop(list: Locator): Promise<void> {
  await list.evaluate(
    (element) =>
      new Promise((resolve) => {
        element.scrollTop = 0
        requestAnimationFrame(() => requestAnimationFrame(resolve))
      }),
  )
}

/** Turns a wheel over a list, as Chromium's own driver of input does: so many px per second, for so many ms. */
export async function turnWheel(
  session: CDPSession,
  list: Locator,
  speed: number,
  duration = scrollMs,
): Promise<void> {
  const box = await boxOf(list)
  await session.send('Input.synthesizeScrollGesture', {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    yDistance: (-speed * duration) / 1000,
    speed,
    gestureSourceType: 'mouse',
    preventFling: true,
  })
}

/**
 * Drags the thumb of a list from its beginning to its end with a mouse, within 4 s.
 *
 * @param bar what the thumb moves in
 * @throws Error when the list has not gone with it
 */
export async function dragThumb(session: CDPSession, list: Locator, bar: Locator): Promise<void> {
  const box = await boxOf(bar)
  const [x, from, to] = [box.x + box.width / 2, box.y + 10, box.y + box.height - 20]
  const send = async (type: 'mouseMoved' | 'mousePressed' | 'mouseReleased', y: number, buttons: number) =>
    await session.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons, clickCount: 1 })
  await send('mouseMoved', from, 0)
  await send('mousePressed', from, 1)
  // Not one after the other's answer: answers take longer than frames.
  const sent: Promise<unknown>[] = []
  const begin = performance.now()
  for (let past = 0; past < scrollMs; past = performance.now() - begin) {
    sent.push(send('mouseMoved', from + ((to - from) * past) / scrollMs, 1))
    await new Promise((resolve) => setTimeout(resolve, mouseMs))
  }
  await Promise.all(sent)
  await send('mouseReleased', to, 0)
  const part = await list.evaluate((element) => element.scrollTop / element.scrollHeight)
  if (part < 0.8) throw new Error(`the list was dragged to ${part} of it`)
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('nothing to scroll')
  return box
}

interface TraceEvent {
  readonly name: string
  readonly ts: number
  readonly args: { readonly frameSeqId?: number }
}

/**
 * ms between the refreshes of the screen that were given a new frame while something was going on, as Chromium's own trace says:
 * a frame belongs to the refresh that it was begun for, as in the panels of DevTools.
 */
export async function framesDuring(page: Page, act: () => Promise<void>): Promise<number[]> {
  const browser = page.context().browser()
  if (browser === null) throw new Error('no browser to trace')
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline.frame'],
  })
  await act()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as {
    readonly traceEvents: readonly TraceEvent[]
  }
  const begun = new Map(
    traceEvents
      .filter(({ name }) => name === 'BeginFrame')
      .map(({ args, ts }) => [args.frameSeqId, ts / 1000]),
  )
  const times = traceEvents
    .filter(({ name }) => name === 'DrawFrame')
    .flatMap(({ args }) => begun.get(args.frameSeqId) ?? [])
    .toSorted((a, b) => a - b)
  return times.slice(1).map((time, index) => time - (times[index] ?? time))
}

export interface RowsWatch {
  /** Selector of what is drawn of a list. */
  readonly rows: string
  /** px of what stays above the rows */
  readonly inset: number
  /**
   * `told`: before the page does anything about it; the browser has scrolled by itself, and has shown what it notes.
   * `drawn`: what is shown with the place that the page itself has scrolled to.
   */
  readonly when: 'told' | 'drawn'
}

/** Notes, whenever a list is scrolled, how many px of what is in sight are blank, until it is asked for the most. */
export async function watchBlank(list: Locator, watch: RowsWatch): Promise<() => Promise<number>> {
  const handle = await list.evaluateHandle((element, { rows, inset, when }) => {
    let most = 0
    const note = (): void => {
      if (element.scrollTop + element.clientHeight > element.scrollHeight - 10) return
      const { top, bottom } = element.getBoundingClientRect()
      const boxes = [...element.querySelectorAll(rows)]
        .map((row) => row.getBoundingClientRect())
        .filter((box) => box.height > 0)
      const above = Math.min(...boxes.map((box) => box.top)) - top - inset
      const below = bottom - Math.max(...boxes.map((box) => box.bottom))
      most = Math.min(Math.max(most, above, below), bottom - top)
    }
    const onScroll = (event: Event): void => {
      if (event.target !== element) return
      if (when === 'told') note()
      else requestAnimationFrame(note)
    }
    document.addEventListener('scroll', onScroll, { capture: true })
    return () => {
      document.removeEventListener('scroll', onScroll, { capture: true })
      return most
    }
  }, watch)
  return async () => await handle.evaluate((stop) => stop())
}

/** @throws RangeError for no values */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]
  if (value === undefined) throw new RangeError('no frames')
  return value
}
