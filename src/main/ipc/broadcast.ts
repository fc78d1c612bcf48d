import type { EventName, Events } from '#shared/ipc/contract.ts'
import { eventChannel } from '#shared/ipc/names.ts'

export type Broadcast = <Name extends EventName>(name: Name, payload: Events[Name]) => void

/** The part of a BrowserWindow that a broadcast needs. */
export interface EventTarget {
  isDestroyed(): boolean
  readonly webContents: { isDestroyed(): boolean; send(channel: string, ...args: unknown[]): void }
}

/** Sends typed events to every open window. */
export function createBroadcast(windows: () => readonly EventTarget[]): Broadcast {
  return (name, payload) => {
    for (const window of windows()) {
      if (window.isDestroyed() || window.webContents.isDestroyed()) continue
      window.webContents.send(eventChannel, name, payload)
    }
  }
}
