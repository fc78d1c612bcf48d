import type { Chromium } from '../chromium/launch.ts'
import { windows } from './windows.ts'

const byTarget = (targetId: string) => windows.all.find((window) => window.webContents.targetId === targetId)

/** Tells windows that they were closed on the screen, and closes pages that the app did not open. */
export const watchTargets = async ({ connection: { browser } }: Chromium): Promise<void> => {
  browser.on('Target.targetDestroyed', ({ targetId }) => byTarget(targetId)?.closedByUser())
  browser.on('Target.targetCreated', ({ targetInfo: { targetId, openerId, type, url } }) => {
    // A link with target=_blank or a modifier key gets past --block-new-web-contents.
    if (type !== 'page' || openerId === undefined) return
    browser.send('Target.closeTarget', { targetId }).catch(() => undefined)
    byTarget(openerId)?.webContents.windowRequested(url, '', [])
  })
  await browser.send('Target.setDiscoverTargets', { discover: true })
}
