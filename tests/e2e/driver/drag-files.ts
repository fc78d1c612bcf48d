import type { CDPSession, Locator, Page } from '@playwright/test'

type DragType = 'dragEnter' | 'dragOver' | 'drop'

const sessions = new WeakMap<Page, Promise<CDPSession>>()

const sessionOf = (page: Page): Promise<CDPSession> => {
  const known = sessions.get(page)
  if (known !== undefined) return known
  const session = page.context().newCDPSession(page)
  sessions.set(page, session)
  return session
}

const dispatch = async (
  page: Page,
  point: { x: number; y: number },
  files: readonly string[],
  types: readonly DragType[],
): Promise<void> => {
  const session = await sessionOf(page)
  // 1 is "copy", which is what a drag from Finder or Explorer offers.
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  for (const type of types) await session.send('Input.dispatchDragEvent', { type, ...point, data })
}

const centerOf = async (target: Locator): Promise<{ x: number; y: number }> => {
  await target.scrollIntoViewIfNeeded()
  const box = await target.boundingBox()
  if (box === null) throw new Error('The drop target is not visible')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** A drag from the desktop as the browser itself sees it: real files with real paths, trusted events. */
export const dragFiles = async (
  target: Locator,
  files: readonly string[],
  types: readonly DragType[],
): Promise<void> => dispatch(target.page(), await centerOf(target), files, types)
