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
import { createFailureBadge, overlaySize } from './failure-badge.ts'
import type { DesktopSigns } from './transfer-signs.ts'
import { workNotice } from './work-notice.ts'

export interface ElectronSignsOptions {
  readonly explorer: () => BrowserWindow | null
  readonly showExplorer: () => void
  readonly language: () => Language
}

/** How transfers are shown on the desktop through Electron. */
export function electronSigns({ explorer, showExplorer, language }: ElectronSignsOptions): DesktopSigns {
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
      const notification = new Notification(workNotice(work, language()))
      notification.on('click', () => {
        if (work.localPath === null) showExplorer()
        else shell.showItemInFolder(work.localPath)
      })
      notification.show()
    },
    isFocused: () => BrowserWindow.getFocusedWindow() !== null,
  }
}
