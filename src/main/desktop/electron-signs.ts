import {
  app,
  BrowserWindow,
  nativeImage,
  Notification,
  powerSaveBlocker,
  shell,
  type NativeImage,
} from 'electron'
import type { Language } from '#shared/models/settings.ts'
import type { Logger } from '../logging/logger.ts'
import { createFailureBadge, overlaySize } from './failure-badge.ts'
import { KeptNotifications } from './kept-notifications.ts'
import type { DesktopSigns } from './transfer-signs.ts'
import { workNotice } from './work-notice.ts'

export interface ElectronSignsOptions {
  /** See AppConfig. */
  readonly isPortable: boolean
  readonly explorer: () => BrowserWindow | null
  readonly showExplorer: () => void
  readonly language: () => Language
  readonly log: Logger
}

/** How transfers are shown on the desktop through Electron. */
export function electronSigns(options: ElectronSignsOptions): DesktopSigns {
  const { isPortable, explorer, showExplorer, language, log } = options
  const notifications = new KeptNotifications()
  let keptAwake: number | null = null
  return {
    setProgress: (progress) =>
      progress === null
        ? explorer()?.setProgressBar(-1)
        : explorer()?.setProgressBar(progress.mode === 'indeterminate' ? 2 : progress.share, {
            mode: progress.mode,
          }),
    setBadge: createFailureBadge<NativeImage>({
      platform: process.platform,
      setCount: (count) => void app.setBadgeCount(count),
      setOverlay: (image, description) => explorer()?.setOverlayIcon(image, description),
      createImage: (bitmap) =>
        nativeImage.createFromBitmap(bitmap, { width: overlaySize, height: overlaySize, scaleFactor: 2 }),
      language,
    }),
    keepAwake(on) {
      if (keptAwake !== null) powerSaveBlocker.stop(keptAwake)
      keptAwake = on ? powerSaveBlocker.start('prevent-app-suspension') : null
    },
    notify(work) {
      // For its first notification Electron points the start menu's shortcut of this name at the program that runs
      // (windows_toast_activator.cc): at a folder that is gone with it, and be it the shortcut of an installed copy.
      if (isPortable) {
        flash(explorer())
        return
      }
      notifications.show(
        new Notification(workNotice(work, language())),
        () => {
          if (work.localPath === null) showExplorer()
          else shell.showItemInFolder(work.localPath)
        },
        (reason) => log.warn('the system shows no notification', { reason }),
      )
    },
    isFocused: () => BrowserWindow.getFocusedWindow() !== null,
  }
}

/** Flashes the window's button on the taskbar until the window is looked at. Windows would go on after that. */
function flash(window: BrowserWindow | null): void {
  if (window === null) return
  window.once('focus', () => window.flashFrame(false))
  window.flashFrame(true)
}
