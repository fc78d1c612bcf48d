import type { BrowserWindowConstructorOptions, Rectangle } from 'electron'
import { options as runtimeOptions } from './state.ts'
import type { WebContents } from './web-contents.ts'

export type WindowState = 'normal' | 'minimized' | 'maximized' | 'fullscreen'

/** The work area that headless Chromium has no screen for. */
export const headlessScreen: Rectangle = { x: 0, y: 0, width: 1920, height: 1080 }

/** Place, size and state of a window. Electron answers these at once, so they are kept here and sent to Chromium. */
export class WindowFrame {
  state: WindowState = 'normal'
  normalBounds: Rectangle
  private readonly emit: (name: string) => void
  private minimum: { width: number; height: number }
  private contents: WebContents | null = null
  private zoom = 1

  constructor(options: BrowserWindowConstructorOptions, emit: (name: string) => void) {
    this.emit = emit
    this.minimum = { width: options.minWidth ?? 0, height: options.minHeight ?? 0 }
    this.normalBounds = this.clamp({
      x: options.x ?? 80,
      y: options.y ?? 60,
      width: options.width ?? 800,
      height: options.height ?? 600,
    })
  }

  get bounds(): Rectangle {
    return { ...(this.state === 'normal' || this.state === 'minimized' ? this.normalBounds : headlessScreen) }
  }

  attach(contents: WebContents): void {
    this.contents = contents
    this.apply()
  }

  setMinimumSize(width: number, height: number): void {
    this.minimum = { width, height }
    this.setBounds({})
  }

  setZoom(factor: number): void {
    this.zoom = factor
    this.apply()
  }

  setBounds(bounds: Partial<Rectangle>): void {
    const before = this.normalBounds
    this.normalBounds = this.clamp({ ...before, ...bounds })
    this.apply()
    const { x, y, width, height } = this.normalBounds
    if (width !== before.width || height !== before.height) this.emit('resize')
    if (x !== before.x || y !== before.y) this.emit('move')
  }

  setState(state: WindowState): void {
    if (state === this.state) return
    const before = this.state
    this.state = state
    this.apply()
    if (state === 'normal') this.emit(before === 'maximized' ? 'unmaximize' : 'restore')
    else this.emit(state.replace(/d$/u, ''))
    if (state !== 'minimized' && before !== 'minimized') this.emit('resize')
  }

  /** A window of Chromium cannot be hidden; minimised is the nearest to it. */
  setShown(shown: boolean): void {
    if (!runtimeOptions.headless) this.setWindow({ windowState: shown ? this.state : 'minimized' })
  }

  private clamp(bounds: Rectangle): Rectangle {
    return {
      x: Math.round(bounds.x),
      y: Math.round(bounds.y),
      width: Math.max(Math.round(bounds.width), this.minimum.width),
      height: Math.max(Math.round(bounds.height), this.minimum.height),
    }
  }

  private apply(): void {
    if (runtimeOptions.headless) this.setMetrics()
    else if (this.state === 'normal') this.setWindow(windowBounds(this.normalBounds))
    else this.setWindow({ windowState: this.state })
  }

  /** Headless windows have a title bar of their own size; the page gets exactly the size asked for. */
  private setMetrics(): void {
    const { width, height } = this.bounds
    const { zoom } = this
    this.contents?.command((cdp) =>
      cdp.send('Emulation.setDeviceMetricsOverride', {
        width: Math.round(width / zoom),
        height: Math.round(height / zoom),
        deviceScaleFactor: zoom === 1 ? 0 : zoom,
        mobile: false,
      }),
    )
  }

  private setWindow(bounds: WindowBounds): void {
    this.contents?.command(async (cdp) => {
      const { windowId } = await cdp.send('Browser.getWindowForTarget', {})
      // Chromium refuses a size in the same command as a state, and a size while not in the normal state.
      await cdp.send('Browser.setWindowBounds', {
        windowId,
        bounds: { windowState: bounds.windowState ?? 'normal' },
      })
      if (bounds.width !== undefined) await cdp.send('Browser.setWindowBounds', { windowId, bounds })
    })
  }
}

interface WindowBounds {
  windowState?: WindowState
  left?: number
  top?: number
  width?: number
  height?: number
}

const windowBounds = ({ x, y, width, height }: Rectangle): WindowBounds => ({
  left: x,
  top: y,
  width,
  height,
})
