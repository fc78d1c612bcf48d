import type { MenuItemConstructorOptions } from 'electron'
import type { ColumnShortcut, ContextMenu, ContextMenuItem } from '#shared/models/context-menu.ts'
import type { MenuCommand } from '#shared/models/settings.ts'

/** Electron closes a menu before it tells which item was chosen: that is waited for this long. ms */
const choiceWaitMs = 100

const columnAccelerators: Readonly<Record<ColumnShortcut, string>> = {
  columnWider: 'Shift+Right',
  columnNarrower: 'Shift+Left',
  columnLeft: 'Alt+Shift+Left',
  columnRight: 'Alt+Shift+Right',
}

interface Emitter<Event extends string> {
  on(event: Event, listener: () => void): unknown
  off(event: Event, listener: () => void): unknown
}

/** The part of a BrowserWindow that this needs. */
export interface MenuWindow extends Emitter<'closed'> {
  readonly webContents: Emitter<'did-navigate' | 'render-process-gone'> & { getZoomFactor(): number }
}

/** The part of Electron's Menu that this needs. */
export interface ContextMenuPort<Window> {
  buildFromTemplate(template: MenuItemConstructorOptions[]): {
    popup(options: { window: Window; x: number; y: number; callback: () => unknown }): void
    closePopup(window: Window): void
  }
}

/** Shows context menus of the system, one at a time, and answers what was chosen. */
export class ContextMenus<Window extends MenuWindow> {
  readonly #port: ContextMenuPort<Window>
  readonly #acceleratorOf: (command: MenuCommand) => string | undefined
  /** Of the menu that is open. */
  #dismiss: (() => void) | null = null

  /** @param acceleratorOf the keys that the application menu shows for a command */
  constructor(port: ContextMenuPort<Window>, acceleratorOf: (command: MenuCommand) => string | undefined) {
    this.#port = port
    this.#acceleratorOf = acceleratorOf
  }

  /**
   * Answers the id of the item that was chosen; null when the menu was closed without a choice, by another menu, or because
   * its page or window is no more.
   */
  show(window: Window, { items, x, y }: ContextMenu): Promise<string | null> {
    this.#dismiss?.()
    // A window that has closed does not hand it out any more.
    const { webContents } = window
    return new Promise((resolve) => {
      let wait: NodeJS.Timeout | undefined
      const answer = (id: string | null): void => {
        clearTimeout(wait)
        window.off('closed', close)
        webContents.off('did-navigate', dismiss)
        webContents.off('render-process-gone', dismiss)
        if (this.#dismiss === dismiss) this.#dismiss = null
        resolve(id)
      }
      const close = (): void => answer(null)
      const dismiss = (): void => {
        close()
        menu.closePopup(window)
      }
      const menu = this.#port.buildFromTemplate(items.map((item) => this.#itemOf(item, answer)))
      const zoom = webContents.getZoomFactor()
      menu.popup({
        window,
        // Electron goes by px of the window, takes whole ones only, and -1 for where the mouse is.
        x: Math.max(0, Math.round(x * zoom)),
        y: Math.max(0, Math.round(y * zoom)),
        callback: () => (wait = setTimeout(close, choiceWaitMs)),
      })
      window.on('closed', close)
      webContents.on('did-navigate', dismiss)
      webContents.on('render-process-gone', dismiss)
      this.#dismiss = dismiss
    })
  }

  #itemOf(item: ContextMenuItem, choose: (id: string) => void): MenuItemConstructorOptions {
    if (item.kind === 'separator') return { type: 'separator' }
    const { id, label, isEnabled, isChecked, reason, shortcut } = item
    const accelerator = shortcut === null ? undefined : this.#keysOf(shortcut)
    return {
      id,
      label,
      enabled: isEnabled,
      click: () => choose(id),
      ...(isChecked === null ? {} : { type: 'checkbox', checked: isChecked }),
      ...(reason === null ? {} : { toolTip: reason }),
      // They are the application menu's or the page's own: here they are only shown.
      ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
    }
  }

  #keysOf(shortcut: MenuCommand | ColumnShortcut): string | undefined {
    return isColumnShortcut(shortcut) ? columnAccelerators[shortcut] : this.#acceleratorOf(shortcut)
  }
}

function isColumnShortcut(shortcut: MenuCommand | ColumnShortcut): shortcut is ColumnShortcut {
  return Object.hasOwn(columnAccelerators, shortcut)
}
