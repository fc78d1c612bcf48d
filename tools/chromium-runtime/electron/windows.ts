import type { BrowserWindow } from './browser-window.ts'
import { preventable } from './event-object.ts'
import type { WebContents } from './web-contents.ts'

interface Hooks {
  created(window: BrowserWindow): void
  contentsCreated(contents: WebContents): void
  focusChanged(name: 'browser-window-focus' | 'browser-window-blur', window: BrowserWindow): void
  /** A window has closed; `remaining` are left. */
  closed(remaining: number): void
}

/** The open windows, and which of them has the focus. */
class Windows {
  all: BrowserWindow[] = []
  focused: BrowserWindow | null = null
  private hooks: Hooks | null = null

  /** `app` listens, without the windows having to know it. */
  observe(hooks: Hooks): void {
    this.hooks = hooks
  }

  add(window: BrowserWindow): void {
    this.all = [...this.all, window]
    this.hooks?.created(window)
  }

  announceContents(contents: WebContents): void {
    this.hooks?.contentsCreated(contents)
  }

  /** Answers how many are left. */
  remove(window: BrowserWindow): number {
    this.all = this.all.filter((item) => item.id !== window.id)
    if (this.focused?.id === window.id) this.focused = null
    return this.all.length
  }

  ofTarget(targetId: string): BrowserWindow | null {
    return this.all.find(({ webContents }) => webContents.targetId === targetId) ?? null
  }

  focus(window: BrowserWindow): void {
    if (this.focused === window || window.isDestroyed() || !window.isVisible()) return
    if (this.focused !== null) this.blur(this.focused)
    this.focused = window
    window.emit('focus', preventable({}))
    this.hooks?.focusChanged('browser-window-focus', window)
  }

  blur(window: BrowserWindow): void {
    if (this.focused !== window) return
    this.focused = null
    window.emit('blur', preventable({}))
    this.hooks?.focusChanged('browser-window-blur', window)
  }

  /** @param remaining when it was removed: another that closes along with it tells of itself */
  afterClosed(remaining: number): void {
    this.hooks?.closed(Math.max(remaining, this.all.length))
  }
}

export const windows = new Windows()
