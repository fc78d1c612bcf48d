import type { Page } from '@playwright/test'

/** One thing that was moved by something else than the user. */
interface Shift {
  /** Start of its markup. */
  readonly of: string
  /** px from the left and the top. */
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
}

interface Watched {
  shiftsSeen?: Shift[]
}

/** Part of the Layout Instability API, which the types of the DOM do not have. */
interface LayoutShiftEntry extends PerformanceEntry {
  readonly sources: readonly {
    readonly node: Node | null
    readonly previousRect: DOMRectReadOnly
    readonly currentRect: DOMRectReadOnly
  }[]
}

/**
 * Begins to note what moves in the page without having been scrolled or transformed, with the browser's own Layout
 * Instability API (WICG layout-instability). What appears or goes is none of it. Answers a function that takes what was noted.
 */
export async function watchShifts(page: Page): Promise<() => Promise<readonly Shift[]>> {
  await page.evaluate(() => {
    const seen: Shift[] = []
    ;(globalThis as Watched).shiftsSeen = seen
    new PerformanceObserver((list) => {
      for (const { sources } of list.getEntries() as LayoutShiftEntry[])
        for (const { node, previousRect, currentRect } of sources) {
          // Another text in the same place.
          if (previousRect.x === currentRect.x && previousRect.y === currentRect.y) continue
          seen.push({
            of: node instanceof Element ? node.outerHTML.slice(0, 120) : (node?.textContent ?? ''),
            from: [previousRect.x, previousRect.y],
            to: [currentRect.x, currentRect.y],
          })
        }
    }).observe({ type: 'layout-shift' })
  })
  return () =>
    page.evaluate(async () => {
      // Entries are told behind the frame that they are of.
      for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
      await new Promise((resolve) => setTimeout(resolve))
      return (globalThis as Watched).shiftsSeen?.splice(0) ?? []
    })
}
