import type { Menu, MenuItemConstructorOptions } from 'electron'
import { menuCommands, type CommandStates, type Language, type MenuCommand } from '#shared/models/settings.ts'

/** The part of Electron's Menu that the menu bar needs. */
export interface MenuPort {
  buildFromTemplate(template: MenuItemConstructorOptions[]): Menu
  setApplicationMenu(menu: Menu | null): void
}

export type MenuTemplate = (language: Language, states: CommandStates) => MenuItemConstructorOptions[]

/** No page carries out commands. */
export const noCommands: CommandStates = { isActive: false, enabled: [], checked: [] }

/** Keeps the application menu in step with the language and with what the page says of its commands. */
export class MenuBar {
  readonly #port: MenuPort
  readonly #template: MenuTemplate
  readonly #onSet: (menu: Menu) => void
  /** What the page has said. */
  #told = noCommands
  #isResting = false
  /** What the menu shows. */
  #states = noCommands
  #shown: { readonly menu: Menu; readonly language: Language } | null = null
  /** @param onSet this menu is the application's now */
  constructor(port: MenuPort, template: MenuTemplate, onSet: (menu: Menu) => void = () => undefined) {
    this.#port = port
    this.#template = template
    this.#onSet = onSet
  }

  /** Shows the menu in a language; one that is in it already stays, for it may be open. */
  setLanguage(language: Language): void {
    if (this.#shown?.language !== language) this.#build(language)
  }

  /** What the template goes by besides has changed. */
  renew(): void {
    if (this.#shown !== null) this.#build(this.#shown.language)
  }

  /** The keys that the menu shows for a command; undefined for one without. */
  acceleratorOf(command: MenuCommand): string | undefined {
    return this.#shown?.menu.getMenuItemById(command)?.accelerator ?? undefined
  }

  setStates(states: CommandStates): void {
    this.#told = states
    this.#follow()
  }

  /** While a window is in front that carries out none of the commands, which would act on a list behind it. */
  rest(isResting: boolean): void {
    this.#isResting = isResting
    this.#follow()
  }

  #follow(): void {
    const states = this.#isResting ? noCommands : this.#told
    const before = this.#states
    this.#states = states
    if (this.#shown === null || (!states.isActive && !before.isActive)) return
    if (states.isActive === before.isActive) updateItems(this.#shown.menu, states)
    else this.#build(this.#shown.language)
  }

  #build(language: Language): void {
    const menu = this.#port.buildFromTemplate(this.#template(language, this.#states))
    this.#shown = { menu, language }
    this.#port.setApplicationMenu(menu)
    this.#onSet(menu)
  }
}

/** Changes the items where they are: a menu that is replaced while it is open closes. */
function updateItems(menu: Menu, states: CommandStates): void {
  const enabled = new Set(states.enabled)
  const checked = new Set(states.checked)
  for (const id of menuCommands) {
    const item = menu.getMenuItemById(id)
    if (item === null) continue
    if (item.enabled !== enabled.has(id)) item.enabled = enabled.has(id)
    const isChoice = item.type === 'checkbox' || item.type === 'radio'
    if (isChoice && item.checked !== checked.has(id)) item.checked = checked.has(id)
  }
}
