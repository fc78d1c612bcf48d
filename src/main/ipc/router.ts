import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import { requestChannel } from '#shared/ipc/names.ts'
import { answer, type AnswerContext } from './answer.ts'

export interface RouterOptions extends AnswerContext {
  /** See sender.ts. */
  readonly isTrustedSender: (event: IpcMainInvokeEvent) => boolean
}

/** Puts the handlers behind Electron's IPC; the only place that touches ipcMain. */
export function startRouter({ handlers, isTrustedSender, log }: RouterOptions): void {
  ipcMain.handle(requestChannel, (event, name: unknown, input: unknown) =>
    answer({ handlers, log }, isTrustedSender(event), name, input, event.sender.id),
  )
}
