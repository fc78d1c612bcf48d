import type { Notification } from 'electron'
import type { ContextItem, RecordedCall } from './app-driver.ts'

export interface DriverState {
  readonly calls: RecordedCall[]
  readonly dialogs: (Readonly<Record<string, unknown>> | null)[]
  openPathResult: string
  clickMenu(name: string): void
  /** Those of the context menu that is open, without lines; null for none. */
  contextItems(): readonly ContextItem[] | null
  closeContextMenu(): void
  clickNotification(title: string | null): void
}

export interface DriverGlobal {
  cloudroomDriver: DriverState
}

/**
 * Replaces Electron's calls to the desktop by recording ones. Runs inside the app's main process, as text: it
 * refers to nothing outside itself.
 */
export const installRecorder = (electron: typeof Electron.CrossProcessExports): void => {
  const { app, BrowserWindow, clipboard, dialog, Menu, powerSaveBlocker, shell } = electron
  const { Notification: RealNotification } = electron
  const notifications: Notification[] = []
  let openMenu: { readonly menu: Electron.Menu; readonly callback: (() => void) | undefined } | null = null
  const itemsOf = (menu: Electron.Menu | null | undefined): Electron.MenuItem[] =>
    (menu?.items ?? []).flatMap((item) => [item, ...itemsOf(item.submenu)])
  const describe = (menu: Electron.Menu): object[] =>
    menu.items.map(({ id, label, type, role, enabled, visible, checked, submenu }) => ({
      ...{ id, label, type, role, enabled, visible, checked },
      ...(submenu === undefined ? {} : { items: describe(submenu) }),
    }))
  const state: DriverState = {
    calls: [],
    dialogs: [],
    openPathResult: '',
    clickMenu: (name) => {
      const items = [...itemsOf(openMenu?.menu), ...itemsOf(Menu.getApplicationMenu())]
      const item =
        items.find(({ id }) => id === name) ??
        items.find(({ role }) => role?.toLowerCase() === name.toLowerCase()) ??
        items.find(({ label }) => label === name)
      if (item === undefined) throw new Error(`No menu item ${name}`)
      if (!item.enabled) throw new Error(`Menu item ${name} is disabled`)
      // As Electron does it: a menu closes before its item is told.
      state.closeContextMenu()
      const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
      ;(item.click as (event: object, window?: object, contents?: object) => void)(
        {},
        window,
        window?.webContents,
      )
    },
    contextItems: () =>
      openMenu?.menu.items
        .filter(({ type }) => type !== 'separator')
        .map(({ label, accelerator, enabled, checked, type, toolTip }) => ({
          ...{ label, enabled, checked },
          keys: accelerator ?? '',
          isChoice: type === 'checkbox' || type === 'radio',
          reason: toolTip,
        })) ?? null,
    closeContextMenu: () => {
      const closed = openMenu
      openMenu = null
      closed?.callback?.()
    },
    clickNotification: (title) => {
      const found = notifications.findLast((item) => title === null || item.title === title)
      if (found === undefined) throw new Error(`No notification ${title ?? 'was shown'}`)
      found.emit('click', {})
    },
  }
  ;(globalThis as unknown as DriverGlobal).cloudroomDriver = state
  const record = (kind: string, details: object): void => {
    state.calls.push({ kind, details: JSON.parse(JSON.stringify(details)) as Record<string, unknown> })
  }
  const show =
    (kind: string, cancelled: object, chosen: object) =>
    (...args: unknown[]) => {
      record(kind, args.at(-1) ?? {})
      const answer = state.dialogs.shift() ?? null
      return Promise.resolve(answer === null ? cancelled : { ...chosen, ...answer })
    }
  Object.assign(dialog, {
    showOpenDialog: show('openDialog', { canceled: true, filePaths: [] }, { canceled: false }),
    showSaveDialog: show('saveDialog', { canceled: true, filePath: '' }, { canceled: false }),
    showErrorBox: (title: string, content: string) => record('errorBox', { title, content }),
    showMessageBox: (...args: unknown[]) => {
      const { cancelId = 0 } = (args.at(-1) ?? {}) as { cancelId?: number }
      return show(
        'messageBox',
        { response: cancelId, checkboxChecked: false },
        { checkboxChecked: false },
      )(...args)
    },
  })
  Object.assign(shell, {
    openPath: (path: string) => (record('openPath', { path }), Promise.resolve(state.openPathResult)),
    showItemInFolder: (path: string) => record('showItemInFolder', { path }),
    openExternal: (url: string) => (record('openExternal', { url }), Promise.resolve()),
    beep: () => record('beep', {}),
  })
  Menu.prototype.popup = function popup({ x, y, callback } = {}) {
    openMenu = { menu: this, callback }
    record('menuPopup', { items: describe(this), x, y })
  }
  Menu.prototype.closePopup = function closePopup() {
    if (openMenu?.menu === this) state.closeContextMenu()
  }
  RealNotification.prototype.show = function show() {
    notifications.push(this)
    record('notification', { title: this.title, body: this.body, silent: this.silent })
  }
  const startBlocking = powerSaveBlocker.start.bind(powerSaveBlocker)
  const stopBlocking = powerSaveBlocker.stop.bind(powerSaveBlocker)
  const writeText = clipboard.writeText.bind(clipboard)
  const setBadgeCount = app.setBadgeCount.bind(app)
  Object.assign(powerSaveBlocker, {
    start: (type: 'prevent-app-suspension' | 'prevent-display-sleep') => {
      const id = startBlocking(type)
      record('powerSaveBlocker', { id, type, on: true })
      return id
    },
    stop: (id: number) => {
      record('powerSaveBlocker', { id, on: false })
      return stopBlocking(id)
    },
  })
  Object.assign(clipboard, {
    writeText: (text: string) => {
      record('clipboard', { text })
      return writeText(text)
    },
  })
  Object.assign(app, {
    setBadgeCount: (count?: number) => {
      record('badgeCount', { count: count ?? 0 })
      return setBadgeCount(count)
    },
  })
  // Of the windows' contents, which have no class that one could get at otherwise.
  app.on('web-contents-created', (_event, contents) => {
    contents.startDrag = ({ file, files = [file] }) => record('startDrag', { files })
  })
  BrowserWindow.prototype.setProgressBar = function setProgressBar(progress, details) {
    record('progressBar', { windowId: this.id, progress, ...details })
  }
  BrowserWindow.prototype.setOverlayIcon = function setOverlayIcon(overlay, description) {
    record('overlayIcon', { windowId: this.id, isShown: overlay !== null, description })
  }
}
