import path from 'node:path'
import { BrowserWindow } from 'electron'
import { pagePreferences } from '../security/page-preferences.ts'
import type { MainWindowOptions } from './main-window.ts'
import { notePlace, placeOptions } from './keep-place.ts'
import { playerSizes } from './window-place.ts'

export interface PlayerWindowOptions extends MainWindowOptions {
  /** Until its page says what it plays. */
  readonly title: string
}

/**
 * A window for the player alone, where it was left, without a page yet. Not in full screen, which is the page's to enter and to leave, nor with
 * a zoom of its own: Chromium has one zoom for all pages of an origin.
 */
export function createPlayerWindow(options: PlayerWindowOptions): BrowserWindow {
  const { isPackaged, place, onPlace, title } = options
  const window = new BrowserWindow({
    ...placeOptions(place, playerSizes),
    show: false,
    title,
    // The player is dark in both themes.
    backgroundColor: '#000000',
    webPreferences: pagePreferences(path.join(import.meta.dirname, '../preload/index.cjs'), isPackaged),
  })
  // The menu's commands are the explorer's. On a Mac the menu bar is no window’s, and rests while this is in front.
  if (process.platform !== 'darwin') window.removeMenu()
  window.once('ready-to-show', () => {
    window.show()
    if (place?.isMaximized === true) window.maximize()
  })
  notePlace(window, onPlace)
  return window
}
