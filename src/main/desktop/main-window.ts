import path from 'node:path'
import { BrowserWindow, nativeTheme } from 'electron'
import { pagePreferences } from '../security/page-preferences.ts'

const minimumSize = { minWidth: 900, minHeight: 600 }

/** The one window. Shown only when its page has something to show. */
export function openMainWindow(url: string, isPackaged: boolean): BrowserWindow {
  const window = new BrowserWindow({
    width: 1200,
    height: 760,
    ...minimumSize,
    show: false,
    title: 'CloudRoom Drive',
    // What is seen before the first paint; the page's own background in either theme.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1b1b1f' : '#ffffff',
    webPreferences: pagePreferences(path.join(import.meta.dirname, '../preload/index.cjs'), isPackaged),
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(url)
  return window
}
