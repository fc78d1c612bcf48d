import type { AppDriver, ContextItem } from './driver/app-driver.ts'

/** What the context menu that is open says of an item; undefined while there is no such item. @param label all of it */
export async function contextItem(app: AppDriver, label: string): Promise<ContextItem | undefined> {
  return (await app.contextMenu.items())?.find((item) => item.label === label)
}

/** What the context menu that is open offers, in order; null when none is. */
export async function contextLabels(app: AppDriver): Promise<readonly string[] | null> {
  return (await app.contextMenu.items())?.map(({ label }) => label) ?? null
}
