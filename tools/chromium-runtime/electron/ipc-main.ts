import { EventEmitter } from 'node:events'
import type { IpcMain } from 'electron'
import { createWire } from '../page/wire.ts'
import { notProvided, strict } from '../strict.ts'
import type { Frame } from './frames.ts'
import type { WebContents } from './web-contents.ts'

type Handler = (event: unknown, ...args: unknown[]) => unknown

const wire = createWire()

export type InvokeResult =
  { readonly ok: true; readonly value: string } | { readonly ok: false; readonly value: string }

class RuntimeIpcMain extends EventEmitter {
  private readonly handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`)
    }
    this.handlers.set(channel, handler)
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel)
      return handler(event, ...args)
    })
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel)
  }

  /** Answers one `ipcRenderer.invoke`; an Error keeps nothing but its text, as in Electron. */
  async invoke(
    sender: WebContents,
    senderFrame: Frame,
    channel: string,
    args: string,
  ): Promise<InvokeResult> {
    const handler = this.handlers.get(channel)
    try {
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
      const result = await handler(invokeEvent(sender, senderFrame), ...(wire.decode(args) as unknown[]))
      return { ok: true, value: wire.encode(result) }
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error)
      return { ok: false, value: `Error invoking remote method '${channel}': ${String(error)}` }
    }
  }

  receive(sender: WebContents, senderFrame: Frame, channel: string, args: string): void {
    this.emit(channel, messageEvent(sender, senderFrame, channel), ...(wire.decode(args) as unknown[]))
  }
}

const baseEvent = (sender: WebContents, senderFrame: Frame) => ({
  type: 'frame' as const,
  sender,
  senderFrame,
  processId: senderFrame.processId,
  frameId: senderFrame.routingId,
  frameTreeNodeId: senderFrame.frameTreeNodeId,
  defaultPrevented: false,
  preventDefault: () => undefined,
})

const invokeEvent = (sender: WebContents, senderFrame: Frame): object =>
  strict('IpcMainInvokeEvent', baseEvent(sender, senderFrame))

const messageEvent = (sender: WebContents, senderFrame: Frame, channel: string): object =>
  strict('IpcMainEvent', {
    ...baseEvent(sender, senderFrame),
    ports: [],
    reply: (replyChannel: string, ...args: unknown[]) => sender.sendToFrame(senderFrame, replyChannel, args),
    get returnValue(): never {
      throw notProvided(`ipcRenderer.sendSync('${channel}')`)
    },
  })

export const ipcRouter = new RuntimeIpcMain()
export const ipcMain = strict('ipcMain', ipcRouter) as unknown as Pick<
  IpcMain,
  'handle' | 'handleOnce' | 'removeHandler' | 'on' | 'once' | 'off' | 'removeListener' | 'removeAllListeners'
>
