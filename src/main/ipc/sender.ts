import type { IpcMainInvokeEvent } from 'electron'

export interface SenderRule {
  /** Origins of our own pages, e.g. `app://cloudroom`. */
  readonly origins: readonly string[]
  /** Ids of the webContents of our own windows. */
  readonly isOwnWindow: (webContentsId: number) => boolean
}

/**
 * True for a call from the main frame of one of our windows while it shows our own page. A subframe, a
 * window that has navigated away and a frame that is already gone are all refused (Electron security
 * checklist, "Validate the sender of all IPC messages").
 */
export function createSenderCheck({
  origins,
  isOwnWindow,
}: SenderRule): (event: IpcMainInvokeEvent) => boolean {
  return (event) => {
    const frame = event.senderFrame
    if (!frame || frame.parent !== null || !isOwnWindow(event.sender.id)) return false
    const origin = originOf(frame.url)
    return origin !== null && origins.includes(origin)
  }
}

/** `URL.origin` is "null" for custom schemes in Node, so scheme and host are compared by hand. */
function originOf(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}
