import { defaultWindow, promiseTimeout, useEventListener } from '@vueuse/core'

/** Nothing has been scrolled for so long. ms */
const restMs = 150
/** Somebody who scrolls on and on is not waited for any longer. ms */
const patienceMs = 5000

/**
 * Answers a promise that resolves once nothing in the page is being scrolled: what takes the page's time must not make it jerk.
 *
 * @param target what hears of all that is scrolled: the window
 */
export function useScrollRest(target: EventTarget | undefined = defaultWindow): () => Promise<void> {
  let scrolledAt = -Infinity
  useEventListener(target, 'scroll', () => (scrolledAt = performance.now()), { capture: true, passive: true })
  return async () => {
    const until = performance.now() + patienceMs
    for (;;) {
      const now = performance.now()
      const left = scrolledAt + restMs - now
      if (left <= 0 || now >= until) return
      await promiseTimeout(left)
    }
  }
}
