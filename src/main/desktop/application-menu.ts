import type { MenuItemConstructorOptions } from 'electron'
import { commandItems, type MenuOptions } from './menu-items.ts'
import { menuTexts, type MenuText } from './menu-text.ts'
import { transferMenu } from './transfer-menu.ts'

type Item = MenuItemConstructorOptions
type Role = NonNullable<Item['role']>

const separator: Item = { type: 'separator' }

/**
 * The application menu. Keys that the page handles itself never get here: Electron gives them to the page
 * first, and an accelerator fires only when the page has not prevented the key's default.
 */
export function menuTemplate(options: MenuOptions): Item[] {
  const { platform, language, states, isPackaged } = options
  const text = menuTexts[language]
  const isMac = platform === 'darwin'
  const items = commandItems(options, text)
  const { command, shown, choice } = items
  const role = (name: Role & keyof MenuText): Item => ({ role: name, label: text[name] })
  return [
    ...(isMac ? [appMenu(role, command('checkForUpdates'), command('settings', 'Cmd+,'))] : []),
    {
      label: text.file,
      submenu: [
        command('upload', 'CmdOrCtrl+U'),
        command('uploadFolder', 'CmdOrCtrl+Shift+U'),
        command('download', 'CmdOrCtrl+D'),
        isMac ? command('open', 'Cmd+Down') : shown('open', 'Enter'),
        shown('preview', 'Space'),
        shown('playInWindow', 'Shift+Enter'),
        command('openInSystem', 'Shift+CmdOrCtrl+O'),
        command('revealCopy'),
        command('trim'),
        isMac ? command('delete', 'Cmd+Backspace') : shown('delete', 'Delete'),
        separator,
        command('exportList'),
        separator,
        ...(isMac ? [] : [command('settings', 'Ctrl+,')]),
        command('switchAccount'),
        command('signOut'),
        separator,
        role(isMac ? 'close' : 'quit'),
      ],
    },
    {
      label: text.edit,
      submenu: [
        role('undo'),
        role('redo'),
        // On a Mac the first item with these keys takes them, and that is the one for text.
        isMac ? shown('undoDelete', 'Cmd+Z') : command('undoDelete', 'Ctrl+Z'),
        separator,
        role('cut'),
        role('copy'),
        role('paste'),
        // A page without a list still has text fields.
        states.isActive
          ? command('selectAll', 'CmdOrCtrl+A')
          : { role: 'selectAll', id: 'selectAll', label: text.selectAll },
        command('clearSelection', 'Shift+CmdOrCtrl+A'),
        separator,
        shown('copyNames', 'CmdOrCtrl+C'),
        command('copyPaths', 'CmdOrCtrl+Shift+C'),
        command('copyLinks'),
        separator,
        command('search', 'CmdOrCtrl+F'),
        command('filter', 'Shift+CmdOrCtrl+F'),
      ],
    },
    {
      label: text.view,
      submenu: [
        { ...choice('view.list', 'radio'), accelerator: 'CmdOrCtrl+1' },
        { ...choice('view.grid', 'radio'), accelerator: 'CmdOrCtrl+2' },
        separator,
        {
          label: text.sortBy,
          submenu: [
            ...sortCommands.map((id) => choice(id, 'radio')),
            separator,
            choice('groupResults', 'checkbox'),
          ],
        },
        {
          label: text.columns,
          submenu: [
            ...columnCommands.map((id) => choice(id, 'checkbox')),
            separator,
            command('resetColumns'),
          ],
        },
        command('useLookForAll'),
        separator,
        command('refresh', isMac ? 'Cmd+R' : 'F5'),
        command('toggleTransfers', 'CmdOrCtrl+J'),
        { ...choice('toggleSidebar', 'checkbox'), accelerator: 'CmdOrCtrl+B' },
        { ...choice('toggleDetails', 'checkbox'), accelerator: 'CmdOrCtrl+I' },
        separator,
        role('resetZoom'),
        role('zoomIn'),
        role('zoomOut'),
        separator,
        role('togglefullscreen'),
        ...(isPackaged ? [] : [role('toggleDevTools')]),
      ],
    },
    {
      label: text.go,
      submenu: [
        command('back', isMac ? 'Cmd+[' : 'Alt+Left'),
        command('forward', isMac ? 'Cmd+]' : 'Alt+Right'),
        command('up', isMac ? 'Cmd+Up' : 'Alt+Up'),
        separator,
        command('goToFolder', 'CmdOrCtrl+L'),
        command('showInFolder', 'CmdOrCtrl+Enter'),
      ],
    },
    transferMenu(items, text, isMac),
    {
      role: 'window',
      label: text.window,
      submenu: [role('minimize'), ...(isMac ? [role('zoom'), separator, role('front')] : [role('close')])],
    },
    // On a Mac, About is in the app's own menu.
    {
      role: 'help',
      label: text.help,
      submenu: [
        { ...command('help', isMac ? 'Cmd+?' : 'F1'), label: text.guide },
        command('shortcuts'),
        ...(isMac ? [] : [separator, command('checkForUpdates'), role('about')]),
      ],
    },
  ]
}

const sortCommands = [
  'sort.best',
  'sort.name',
  'sort.folder',
  'sort.size',
  'sort.time',
  'sort.start',
  'sort.room',
  'sort.platform',
] as const

const columnCommands = [
  'column.folder',
  'column.size',
  'column.duration',
  'column.time',
  'column.start',
  'column.room',
  'column.platform',
] as const

function appMenu(role: (name: Role & keyof MenuText) => Item, updates: Item, settings: Item): Item {
  return {
    role: 'appMenu',
    submenu: [
      role('about'),
      updates,
      separator,
      settings,
      separator,
      role('services'),
      separator,
      role('hide'),
      role('hideOthers'),
      role('unhide'),
      separator,
      role('quit'),
    ],
  }
}
