import path from 'node:path'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { pagePreferences } from '../security/page-preferences.ts'
import { minimumSize, placeOn, type WindowPlace } from './window-place.ts'

/** Moving a window tells of every pixel; it is noted when it has come to rest. ms */
const restMs = 500

export interface MainWindowOptions {
  readonly isPackaged: boolean
  /** Where it was left; null the first time. */
  readonly place: WindowPlace | null
  readonly onPlace: (place: WindowPlace) => void
}

/** The one window, where it was left, without a page yet. Shown only when its page has something to show. */
export function createMainWindow({ isPackaged, place, onPlace }: MainWindowOptions): BrowserWindow {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  const window = new BrowserWindow({
    ...placeOn(
      place?.bounds ?? null,
      [primary, ...others].map(({ workArea }) => workArea),
    ),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
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

function notePlace(window: BrowserWindow, onPlace: (place: WindowPlace) => void): void {
  let timer: NodeJS.Timeout | undefined
  const note = (): void => {
    clearTimeout(timer)
    if (window.isDestroyed()) return
    onPlace({
      bounds: window.getNormalBounds(),
      isMaximized: window.isMaximized(),
      isFullScreen: window.isFullScreen(),
      zoomFactor: window.webContents.getZoomFactor(),
    })
  }
  const soon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(note, restMs)
  }
  window.on('resize', soon)
  window.on('move', soon)
  window.on('maximize', soon)
  window.on('unmaximize', soon)
  // The last chance, also for a zoom that was changed meanwhile.
  window.on('close', note)
}
