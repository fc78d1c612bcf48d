import path from 'node:path'
import { BrowserWindow, nativeTheme } from 'electron'
import { pagePreferences } from '../security/page-preferences.ts'
import { notePlace, placeOptions } from './keep-place.ts'
import { mainSizes, type WindowPlace } from './window-place.ts'

export interface MainWindowOptions {
  readonly isPackaged: boolean
  /** Where it was left; null the first time. */
  readonly place: WindowPlace | null
  readonly onPlace: (place: WindowPlace) => void
}

/** The window with the explorer, where it was left, without a page yet. Shown only when its page has something to show. */
export function createMainWindow({ isPackaged, place, onPlace }: MainWindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...placeOptions(place, mainSizes),
    show: false,
    title: 'CloudRoom Drive',
    // What is seen before the first paint; the page's own background in either theme.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1b1b1f' : '#ffffff',
    webPreferences: pagePreferences(path.join(import.meta.dirname, '../preload/index.cjs'), isPackaged),
  })
  window.once('ready-to-show', () => {
    window.show()
    if (place?.isMaximized === true) window.maximize()
    if (place?.isFullScreen === true) window.setFullScreen(true)
    if (place !== null && place.zoomFactor !== 1) window.webContents.setZoomFactor(place.zoomFactor)
  })
  notePlace(window, onPlace)
  return window
}
