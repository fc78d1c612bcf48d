import type { Page } from '@playwright/test'

/** What is in the page once something is shown: an element, and what it is not, or has in its text. */
export interface Shown {
  readonly selector: string
  /** Its `data-key` is another one. */
  readonly otherThan?: string | null
  readonly text?: string
}

/**
 * ms from an input event in the page to the end of the frame that shows what came of it, by the page's own clock. Several things
 * may be waited for; each is timed by itself.
 *
 * @param act sends the input; its first event of this type is where the time begins
 */
export async function inputToPaint<Name extends string>(
  page: Page,
  type: 'click' | 'dblclick' | 'keydown',
  shown: Readonly<Record<Name, Shown>>,
  act: () => Promise<unknown>,
): Promise<Record<Name, number>> {
  const watch = await page.evaluateHandle(
    ({ type, shown }) => {
      const isShown = ({ selector, otherThan, text }: Shown): boolean =>
        [...document.querySelectorAll<HTMLElement>(selector)]
          .slice(0, 1)
          .some(
            (element) =>
              (otherThan === undefined || element.dataset['key'] !== otherThan) &&
              (text === undefined || element.textContent.includes(text)),
          )
      const times: Record<string, number> = {}
      const all = new Promise<Record<string, number>>((resolve) => {
        addEventListener(
          type,
          ({ timeStamp }) => {
            const look = (): void => {
              const open = Object.entries(shown).filter(([name]) => times[name] === undefined)
              const found = open.filter(([, what]) => isShown(what)).map(([name]) => name)
              // A message comes after the frame that this is a part of.
              const { port1, port2 } = new MessageChannel()
              port1.onmessage = () => {
                for (const name of found) times[name] = performance.now() - timeStamp
                if (Object.keys(times).length === Object.keys(shown).length) resolve(times)
                else requestAnimationFrame(look)
              }
              port2.postMessage(null)
            }
            requestAnimationFrame(look)
          },
          { capture: true, once: true },
        )
      })
      return { all }
    },
    { type, shown: shown as Readonly<Record<string, Shown>> },
  )
  await act()
  return await watch.evaluate(({ all }) => all)
}
