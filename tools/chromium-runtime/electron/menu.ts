import { EventEmitter } from 'node:events'
import type { MenuItemConstructorOptions } from 'electron'
import { strict } from '../strict.ts'
import { toChord } from './accelerators.ts'
import { roleMenus, roles } from './menu-roles.ts'
import { recorder } from './state.ts'
import { windows } from './windows.ts'

let lastCommandId = 0

export class MenuItem {
  readonly id: string
  readonly commandId: number
  readonly type: string
  readonly role: string | undefined
  readonly accelerator: string | undefined
  readonly submenu: Menu | undefined
  readonly click: (event?: unknown) => void
  readonly icon: unknown
  label: string
  sublabel: string
  toolTip: string
  enabled: boolean
  visible: boolean
  checked: boolean
  readonly registerAccelerator: boolean
  readonly acceleratorWorksWhenHidden: boolean
  menu: Menu | null = null

  constructor(item: MenuItemConstructorOptions) {
    lastCommandId += 1
    this.commandId = lastCommandId
    this.id = item.id ?? ''
    this.role = item.role?.toLowerCase()
    const role = this.role === undefined ? undefined : roles[this.role]
    if (this.role !== undefined && role === undefined) throw new Error(`Unknown menu role: ${this.role}`)
    this.submenu = submenuOf(item, this.role)
    this.type = item.type ?? (this.submenu === undefined ? 'normal' : 'submenu')
    this.label = item.label ?? role?.label ?? ''
    this.sublabel = item.sublabel ?? ''
    this.toolTip = item.toolTip ?? ''
    this.icon = item.icon
    this.accelerator = item.accelerator ?? role?.accelerator
    this.enabled = item.enabled ?? true
    this.visible = item.visible ?? true
    this.checked = item.checked ?? false
    this.registerAccelerator = item.registerAccelerator ?? true
    this.acceleratorWorksWhenHidden = item.acceleratorWorksWhenHidden ?? true
    const self = strict('MenuItem', this)
    this.click = (event = {}) => activate(self, item, event)
    return self
  }
}

const submenuOf = (item: MenuItemConstructorOptions, role: string | undefined): Menu | undefined => {
  if (item.submenu instanceof Menu) return item.submenu
  if (Array.isArray(item.submenu)) return Menu.buildFromTemplate(item.submenu)
  const members = role === undefined ? undefined : roleMenus[role]
  if (members === undefined) return undefined
  return Menu.buildFromTemplate(
    members.map((name) =>
      name === 'separator' ? { type: 'separator' } : ({ role: name } as MenuItemConstructorOptions),
    ),
  )
}

const activate = (menuItem: MenuItem, { click }: MenuItemConstructorOptions, event: unknown): void => {
  if (!menuItem.enabled) return
  if (menuItem.type === 'checkbox') menuItem.checked = !menuItem.checked
  if (menuItem.type === 'radio') selectRadio(menuItem)
  const handler = click as ((item: MenuItem, window: unknown, event: unknown) => void) | undefined
  if (menuItem.role !== undefined) roles[menuItem.role]?.run()
  else handler?.(menuItem, windows.focused ?? undefined, event)
}

/** The radio items next to each other form a group. */
const selectRadio = (chosen: MenuItem): void => {
  const items = chosen.menu?.items ?? []
  const at = items.indexOf(chosen)
  let start = at
  while (items[start - 1]?.type === 'radio') start -= 1
  for (let index = start; items[index]?.type === 'radio'; index += 1) {
    const item = items[index]
    if (item !== undefined) item.checked = item === chosen
  }
}

let applicationMenu: Menu | null = null

export class Menu extends EventEmitter {
  static buildFromTemplate(template: readonly (MenuItemConstructorOptions | MenuItem)[]): Menu {
    const menu = new Menu()
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item))
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu
    for (const window of windows.all) window.webContents.applyMenu()
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu
  }

  items: MenuItem[] = []

  constructor() {
    super()
    return strict('Menu', this)
  }

  append(item: MenuItem): void {
    this.insert(this.items.length, item)
  }

  insert(position: number, item: MenuItem): void {
    item.menu = this
    this.items.splice(position, 0, item)
  }

  getMenuItemById(id: string): MenuItem | null {
    return allItems(this).find((item) => item.id === id) ?? null
  }

  /** Recorded; the driver chooses one of its items by id. */
  popup(popupOptions: { callback?: () => void } = {}): void {
    shownMenu = { menu: this, callback: popupOptions.callback }
    recorder.record('menuPopup', { items: describeItems(this) })
    this.emit('menu-will-show', {})
  }

  closePopup(): void {
    if (shownMenu?.menu !== this) return
    const { callback } = shownMenu
    shownMenu = null
    this.emit('menu-will-close', {})
    callback?.()
  }
}

let shownMenu: { menu: Menu; callback: (() => void) | undefined } | null = null

const allItems = (menu: Menu): MenuItem[] =>
  menu.items.flatMap((item) => [item, ...(item.submenu === undefined ? [] : allItems(item.submenu))])

/** A menu as plain data, for tests. */
export const describeItems = (menu: Menu): object[] =>
  menu.items.map(({ id, label, type, role, enabled, visible, checked, accelerator, submenu }) => ({
    ...{ id, label, type, role, enabled, visible, checked, accelerator },
    ...(submenu === undefined ? {} : { items: describeItems(submenu) }),
  }))

const isReachable = (item: MenuItem): boolean =>
  item.accelerator !== undefined &&
  item.registerAccelerator &&
  item.submenu === undefined &&
  !(item.role !== undefined && roles[item.role]?.isNative === true)

const acceleratorItems = (): MenuItem[] =>
  applicationMenu === null ? [] : allItems(applicationMenu).filter(isReachable)

/** The chords on which the page calls back, in the order of `acceleratorItems`. */
export const applicationChords = (): string[] =>
  acceleratorItems().map((item) => toChord(item.accelerator ?? ''))

export const clickAccelerator = (index: number): void => {
  const item = acceleratorItems()[index]
  if (item === undefined || (!item.visible && !item.acceleratorWorksWhenHidden)) return
  item.click({ triggeredByAccelerator: true })
}

/**
 * Chooses an item of the open context menu, or else of the application menu, by its id, role or label.
 * @throws {Error} when there is no such item, or it is disabled.
 */
export const chooseMenuItem = (name: string): void => {
  const open = shownMenu
  const candidates = [
    ...(open === null ? [] : allItems(open.menu)),
    ...(applicationMenu === null ? [] : allItems(applicationMenu)),
  ]
  const item =
    candidates.find(({ id }) => id === name) ??
    candidates.find(({ role }) => role === name.toLowerCase()) ??
    candidates.find(({ label }) => label === name)
  if (item === undefined) throw new Error(`No menu item ${name}`)
  if (!item.enabled) throw new Error(`Menu item ${name} is disabled`)
  item.click({})
  open?.menu.closePopup()
}
