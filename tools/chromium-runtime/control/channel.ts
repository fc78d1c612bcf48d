import { runtimeApp } from '../electron/app.ts'
import { scriptDialog } from '../electron/dialog.ts'
import { chooseMenuItem, describeItems, Menu } from '../electron/menu.ts'
import { runtimeTheme } from '../electron/native-theme.ts'
import { scriptOnline } from '../electron/net.ts'
import { clickNotification } from '../electron/notification.ts'
import { scriptOpenPath } from '../electron/shell.ts'
import { runtimePowerMonitor, screen } from '../electron/small-modules.ts'
import { recorder, startChromium } from '../electron/state.ts'
import { windows } from '../electron/windows.ts'
import type { CommandName, ControlCommands, ControlMessage, ControlRequest } from './messages.ts'

type Handlers = {
  [Name in CommandName]: (input: ControlCommands[Name]['input']) => ControlCommands[Name]['output']
}

const windowOf = (targetId: string) => {
  const window = windows.ofTarget(targetId)
  if (window === null) throw new Error('No such window is open')
  return window
}

const handlers: Handlers = {
  recorded: ({ kind }) => recorder.all(kind),
  scriptDialog: ({ result }) => (scriptDialog(result), null),
  scriptOpenPath: ({ result }) => (scriptOpenPath(result), null),
  clickMenu: ({ name }) => (chooseMenuItem(name), null),
  applicationMenu: () => {
    const menu = Menu.getApplicationMenu()
    return menu === null ? [] : describeItems(menu)
  },
  clickNotification: ({ title }) => (clickNotification(title), null),
  setSystemColorScheme: ({ scheme }) => (runtimeTheme.setSystem(scheme), null),
  setOnline: ({ isOnline }) => (scriptOnline(isOnline), null),
  emitPowerEvent: ({ name }) => (runtimePowerMonitor.emit(name, {}), null),
  openFile: ({ path }) => (runtimeApp.openFile(path), null),
  secondInstance: ({ argv, workingDirectory }) => {
    runtimeApp.secondInstance({ argv, workingDirectory, additionalData: null })
    return null
  },
  resizeWindow: ({ targetId, width, height }) => (windowOf(targetId).setContentSize(width, height), null),
  moveWindow: ({ targetId, x, y }) => (windowOf(targetId).setPosition(x, y), null),
  changeWindow: ({ targetId, change }) => (windowOf(targetId)[change](), null),
  closeWindow: ({ targetId }) => (windowOf(targetId).close(), null),
  endSession: ({ targetId }) => (windowOf(targetId).endSession(), null),
  quit: () => (runtimeApp.quit(), null),
  windows: () =>
    windows.all.map((window) => ({
      id: window.id,
      title: window.getTitle(),
      url: window.webContents.getURL(),
      targetId: window.webContents.targetId,
      isVisible: window.isVisible(),
      isFocused: window.isFocused(),
      isMaximized: window.isMaximized(),
      isMinimized: window.isMinimized(),
      bounds: window.getBounds(),
      normalBounds: window.getNormalBounds(),
      workArea: screen.getPrimaryDisplay().workArea,
    })),
}

const post = (message: ControlMessage): void => {
  if (process.connected) process.send?.(message)
}

const answer = <Name extends CommandName>({ id, name, input }: ControlRequest<Name>): void => {
  try {
    post({ kind: 'reply', id, ok: true, value: handlers[name](input) })
  } catch (error) {
    post({ kind: 'reply', id, ok: false, message: error instanceof Error ? error.message : String(error) })
  }
}

/** Serves the driver when there is one: a parent that started this process with an IPC channel. */
export const openControlChannel = (): void => {
  if (process.send === undefined) return
  process.on('message', (message) => answer(message as ControlRequest))
  // The channel alone must not keep the app alive, and the app must not outlive its driver.
  process.channel?.unref()
  process.once('disconnect', () => runtimeApp.exit(0))
  runtimeApp.once('-ready', () => {
    void startChromium().then(({ debuggingPort }) => post({ kind: 'ready', debuggingPort }))
  })
}
