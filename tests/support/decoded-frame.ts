import type { Locator } from '@playwright/test'

/**
 * SHA-256 (hex) of the brightness of frames of the emulator's recording, as H.264 (which is exact to the bit) decodes
 * them; made with ffmpeg. Its 60 frames, 15 a second, begin again every 4 s in a synthesised movie.
 */
export const frameHashes: Readonly<Record<number, string>> = {
  0: 'e459d000d31dbaf6b9b6000dd8a7497e8dc9a5faafd5442436e57959ab227bf5',
  15: '2a47044ac4b02ec0c13b944776d5b49c291d280901440b6af0a5bd752ec70ab8',
  30: 'aa7d0e63922c0fe39ec39c3deab43d1d874e7653624608bc149e6546277cac70',
}

/** SHA-256 (hex) of the brightness of the frame that a paused video shows. */
export function shownFrameHash(video: Locator): Promise<string> {
  return video.evaluate(async (element: HTMLVideoElement) => {
    const frame = new VideoFrame(element)
    const bytes = new Uint8Array(frame.allocationSize())
    // Planes of I420 and NV12 begin with brightness, a byte for each dot.
    const [plane] = await frame.copyTo(bytes)
    const { width = 0, height = 0 } = frame.visibleRect ?? {}
    const luma = new Uint8Array(width * height)
    for (let y = 0; y < height; y++) {
      const start = (plane?.offset ?? 0) + y * (plane?.stride ?? width)
      luma.set(bytes.subarray(start, start + width), y * width)
    }
    frame.close()
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', luma))
    return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  })
}
