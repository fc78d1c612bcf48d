import type { App, Menu } from 'electron'

/**
 * Tells an item that was chosen in the open menu bar from one whose keys were pressed, on macOS. There Electron calls
 * everything an accelerator that is no click of the mouse (its `itemSelected:` goes by the event at hand): Return in the open menu, too,
 * and what VoiceOver presses. But a page is given every key before the menu is, and none while a menu is open.
 */
export class MenuChoice {
  /** The menu bar was opened since a page was last given a key. */
  #isOpened = false

  /** To be called before there are pages. */
  follow(app: Pick<App, 'on'>): void {
    app.on('web-contents-created', (_event, contents) => {
      contents.on('before-input-event', (_input, { type }) => {
        if (type !== 'keyUp') this.#isOpened = false
      })
    })
  }

  /** Electron tells it of a menu bar whichever of its menus is opened. */
  watch(menu: Pick<Menu, 'on'>): void {
    menu.on('menu-will-show', () => (this.#isOpened = true))
  }

  /** Whether what is said to have come by an accelerator was chosen in the menu. */
  get isMade(): boolean {
    return this.#isOpened
  }
}
