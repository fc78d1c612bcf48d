/** The stand-in for the `electron` module of the main process. */
import { missingExport } from '../strict.ts'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { dialog } from './dialog.ts'
import { ipcMain } from './ipc-main.ts'
import { Menu, MenuItem } from './menu.ts'
import { net } from './net.ts'
import { nativeTheme } from './native-theme.ts'
import { Notification } from './notification.ts'
import { protocol } from './protocol.ts'
import { session } from './session.ts'
import { shell } from './shell.ts'
import { clipboard, nativeImage, powerMonitor, powerSaveBlocker, screen } from './small-modules.ts'

export {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
}

// Importing what is not there must be possible, as bundled libraries do; using it throws by name.
export const autoUpdater = missingExport('autoUpdater')
export const BaseWindow = missingExport('BaseWindow')
export const BrowserView = missingExport('BrowserView')
export const contentTracing = missingExport('contentTracing')
export const crashReporter = missingExport('crashReporter')
export const desktopCapturer = missingExport('desktopCapturer')
export const globalShortcut = missingExport('globalShortcut')
export const inAppPurchase = missingExport('inAppPurchase')
export const ipcRenderer = undefined
export const MessageChannelMain = missingExport('MessageChannelMain')
export const netLog = missingExport('netLog')
export const pushNotifications = missingExport('pushNotifications')
export const safeStorage = missingExport('safeStorage')
export const ShareMenu = missingExport('ShareMenu')
export const systemPreferences = missingExport('systemPreferences')
export const TouchBar = missingExport('TouchBar')
export const Tray = missingExport('Tray')
export const utilityProcess = missingExport('utilityProcess')
export const View = missingExport('View')
export const webContents = missingExport('webContents')
export const WebContentsView = missingExport('WebContentsView')
export const webFrameMain = missingExport('webFrameMain')

// `import electron from 'electron'`, and `require('electron')` through Node's interoperability.
export * as default from './index.ts'
