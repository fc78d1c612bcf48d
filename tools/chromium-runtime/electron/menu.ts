import { EventEmitter } from 'node:events'
import type { MenuItemConstructorOptions } from 'electron'
import type { DrawnItem } from '../page/context-menu.ts'
import { notProvided, strict } from '../strict.ts'
import { keysText, toChord } from './accelerators.ts'
import { roleMenus, roles } from './menu-roles.ts'
import { recorder } from './state.ts'
import type { BrowserWindow } from './browser-window.ts'
import type { WebContents } from './web-contents.ts'
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
    // Every window gets it, one whose menu was removed, too; on a Mac the menu is no window's.
    for (const { webContents } of windows.all) {
      if (process.platform === 'darwin') webContents.applyMenu()
      else webContents.setMenu()
    }
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

  /** Recorded, and drawn in the window's page; the driver chooses one of its items by id, too. */
  popup({ window = windows.focused ?? undefined, x, y, callback }: PopupOptions = {}): void {
    if (window === undefined) throw new TypeError('Cannot open Menu without a BrowserWindow present')
    if (x === undefined || y === undefined) throw notProvided('Menu.popup at the mouse')
    if (!Number.isInteger(x) || !Number.isInteger(y))
      throw new TypeError(`Error processing argument at index 1, conversion failure from ${String(x)}`)
    shownMenu?.menu.closePopup()
    const { webContents } = window
    const shown = { menu: this, webContents, callback }
    shownMenu = shown
    recorder.record('menuPopup', { items: describeItems(this), x, y })
    this.emit('menu-will-show', {})
    const zoom = webContents.getZoomFactor()
    const place = { x: x / zoom, y: y / zoom }
    void webContents.popUp(drawnItems(this), place).then((index) => {
      if (shownMenu !== shown) return
      this.closePopup()
      if (index !== null) this.items[index]?.click({})
    })
  }

  closePopup(): void {
    if (shownMenu?.menu !== this) return
    const { webContents, callback } = shownMenu
    shownMenu = null
    webContents.closePopUp()
    this.emit('menu-will-close', {})
    callback?.()
  }
}

interface PopupOptions {
  readonly window?: BrowserWindow
  /** px of the window. */
  readonly x?: number
  readonly y?: number
  readonly callback?: () => void
}

let shownMenu: {
  readonly menu: Menu
  readonly webContents: WebContents
  readonly callback: (() => void) | undefined
} | null = null

const drawnItems = (menu: Menu): DrawnItem[] =>
  menu.items.map((item) => {
    if (item.submenu !== undefined) throw notProvided('Menu.popup with a submenu')
    const { label, type, enabled, checked, accelerator, toolTip } = item
    const keys = accelerator === undefined ? '' : keysText(accelerator)
    return { label, type, isEnabled: enabled, isChecked: checked, keys, toolTip }
  })

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
  // As Electron does it: a menu closes before its item is told.
  open?.menu.closePopup()
  item.click({})
}
