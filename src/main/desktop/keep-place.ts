import { screen, type BrowserWindow } from 'electron'
import { placeOn, type WindowPlace, type WindowSizes } from './window-place.ts'

/** Moving a window tells of every pixel; it is noted when it has come to rest. ms */
const restMs = 500

/** Options of a window that is to be where it was left, on the displays that are there now. */
export function placeOptions(
  place: WindowPlace | null,
  sizes: WindowSizes,
): ReturnType<typeof placeOn> & { readonly minWidth: number; readonly minHeight: number } {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  const workAreas = [primary, ...others].map(({ workArea }) => workArea)
  return {
    ...placeOn(place?.bounds ?? null, workAreas, sizes),
    minWidth: sizes.minimum.width,
    minHeight: sizes.minimum.height,
  }
}

/** Tells where a window is, each time that it has come to rest, and when it closes. */
export function notePlace(window: BrowserWindow, onPlace: (place: WindowPlace) => void): void {
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
