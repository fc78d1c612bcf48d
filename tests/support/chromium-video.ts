import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { startBrowserElsewhere } from '../../tools/chromium-runtime/chromium/browser-elsewhere.ts'
import { findChromium } from '../../tools/chromium-runtime/chromium/find.ts'
import { shownFrameHash } from './decoded-frame.ts'

export interface ChromiumVideo {
  /** seconds */
  readonly duration: number
  /** Goes to a time, in seconds; answers the SHA-256 of the brightness of the frame that is shown there. */
  frameAt(seconds: number): Promise<string>
  /** Plays it to its end; answers how much sound was decoded, in bytes, where the browser decodes it. */
  playThrough(): Promise<number>
}

const flags = ['--no-sandbox', '--autoplay-policy=no-user-gesture-required']

/** Where no Chromium can be started, as under Wine, one of another process; it ends with the connection. */
async function openBrowser(): Promise<Browser> {
  const elsewhere = process.env['CHROMIUM_SOCKET']
  if (elsewhere === undefined)
    return await chromium.launch({ executablePath: findChromium(true), args: flags })
  const asked = ['--headless=new', '--remote-debugging-pipe', '--remote-debugging-port=0', ...flags]
  const browser = await startBrowserElsewhere(elsewhere, asked)
  onTestFinished(() => browser.kill())
  return await chromium.connectOverCDP(`http://127.0.0.1:${await browser.debuggingPort}`)
}

/** Opens a file in a Chromium of its own, as a page would: by its address, in parts. */
export async function openInChromium(file: string): Promise<ChromiumVideo> {
  const { size } = await stat(file)
  const server = createServer(({ url, headers }, response) => {
    if (url !== '/movie.mp4') return void response.setHeader('Content-Type', 'text/html').end('<video muted>')
    const [, from = '0', to = ''] = /^bytes=(\d+)-(\d*)/u.exec(headers.range ?? '') ?? []
    const [start, end] = [Number(from), to === '' ? size - 1 : Number(to)]
    response.writeHead(206, {
      'Content-Type': 'video/mp4',
      'Content-Length': end - start + 1,
      'Content-Range': `bytes ${start}-${end}/${size}`,
    })
    createReadStream(file, { start, end })
      .on('error', () => response.destroy())
      .pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await openBrowser()
  onTestFinished(async () => {
    await browser.close()
    server.closeAllConnections()
    server.close()
  })
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const video = page.locator('video')
  const duration = await video.evaluate(
    (element: HTMLVideoElement) =>
      new Promise<number>((resolve, reject) => {
        element.onloadedmetadata = () => resolve(element.duration)
        element.onerror = () => reject(new Error(element.error?.message))
        element.src = '/movie.mp4'
      }),
  )
  return {
    duration,
    async frameAt(seconds) {
      await video.evaluate(
        (element: HTMLVideoElement, time) =>
          new Promise<void>((resolve) => {
            element.requestVideoFrameCallback(() => resolve())
            element.currentTime = time
          }),
        seconds,
      )
      return await shownFrameHash(video)
    },
    playThrough: () =>
      video.evaluate(
        (element: HTMLVideoElement) =>
          new Promise<number>((resolve, reject) => {
            element.onended = () => {
              const { webkitAudioDecodedByteCount = 0 } = element as { webkitAudioDecodedByteCount?: number }
              resolve(webkitAudioDecodedByteCount)
            }
            element.onerror = () => reject(new Error(element.error?.message))
            element.currentTime = 0
            element.playbackRate = 4
            element.play().catch(reject)
          }),
      ),
  }
}
