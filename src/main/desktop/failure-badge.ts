import type { Language } from '#shared/models/settings.ts'

/** The size that Windows shows over a taskbar button is 16 px; this one is sharp on dense displays, too. px */
export const overlaySize = 32

/** What of the desktop can say that transfers have failed. */
export interface BadgePort<Image> {
  readonly platform: NodeJS.Platform
  /** On the dock icon and on Unity's launcher; Windows has none. */
  readonly setCount: (count: number) => void
  /** Over the taskbar button, Windows only. `description` is for screen readers; null takes it away. */
  readonly setOverlay: (image: Image | null, description: string) => void
  /** @param bitmap BGRA, {@link overlaySize} px square */
  readonly createImage: (bitmap: Buffer) => Image
  readonly language: () => Language
}

/** Shows how many transfers have failed unseen: a count where icons have one, a red dot on Windows. */
export function createFailureBadge<Image>(port: BadgePort<Image>): (failed: number) => void {
  let dot: Image | null = null
  return (failed) => {
    port.setCount(failed)
    if (port.platform !== 'win32') return
    if (failed === 0) port.setOverlay(null, '')
    else port.setOverlay((dot ??= port.createImage(redDot())), description(failed, port.language()))
  }
}

function description(failed: number, language: Language): string {
  if (language === 'zh-CN') return `${failed} 个传输任务失败`
  return failed === 1 ? '1 transfer failed' : `${failed} transfers failed`
}

/** A disc with a white exclamation mark: BGRA with premultiplied alpha, as Windows takes bitmaps. */
export function redDot(): Buffer {
  const bitmap = Buffer.alloc(overlaySize * overlaySize * 4)
  const center = (overlaySize - 1) / 2
  for (let y = 0; y < overlaySize; y++) {
    for (let x = 0; x < overlaySize; x++) {
      const distance = Math.hypot(x - center, y - center)
      // The edge fades over one pixel.
      const alpha = Math.min(1, Math.max(0, overlaySize / 2 - distance))
      const isMark = Math.abs(x - center) < 2.5 && ((y >= 7 && y < 19) || (y >= 21 && y < 26))
      const [blue, green, red] = isMark ? [255, 255, 255] : [48, 48, 208]
      bitmap.set(
        [blue, green, red, 255].map((value) => Math.round(value * alpha)),
        (y * overlaySize + x) * 4,
      )
    }
  }
  return bitmap
}
