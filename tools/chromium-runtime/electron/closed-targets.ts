import { TargetGoneError } from '../cdp/connection.ts'
import type { Protocol } from '../cdp/protocol.ts'
import type { Chromium } from '../chromium/launch.ts'
import { targetsOpened } from './targets.ts'
import { windows } from './windows.ts'

/**
 * Closes a page that the app did not open: `window.open` answers null (page/scripts.ts), but a link with
 * target=_blank, or clicked with a modifier key, is Chromium's own doing.
 */
const closeStranger = async (
  { connection: { browser } }: Chromium,
  { targetId, type, url }: Protocol.Target.TargetInfo,
): Promise<void> => {
  if (type !== 'page' || url.startsWith('devtools:')) return
  const own = await targetsOpened()
  if (!own.has(targetId)) await browser.send('Target.closeTarget', { targetId })
}

/** Tells windows that they were closed on the screen, and keeps out pages that the app did not open. */
export const watchTargets = async (chromium: Chromium): Promise<void> => {
  const { browser } = chromium.connection
  browser.on('Target.targetDestroyed', ({ targetId }) => windows.ofTarget(targetId)?.closedByUser())
  browser.on('Target.targetCreated', ({ targetInfo }) => {
    closeStranger(chromium, targetInfo).catch((error: unknown) => {
      if (!(error instanceof TargetGoneError)) console.error('chromium-runtime:', error)
    })
  })
  await browser.send('Target.setDiscoverTargets', { discover: true })
}
