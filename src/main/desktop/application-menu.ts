import type { MenuItemConstructorOptions } from 'electron'
import type { Language, MenuCommand } from '#shared/models/settings.ts'
import { menuTexts } from './menu-text.ts'

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  readonly language: Language
  readonly isSignedIn: boolean
  readonly isPackaged: boolean
  readonly send: (command: MenuCommand) => void
}

/**
 * The application menu. Keys that the page handles itself never get here: Electron gives them to the page
 * first, and an accelerator fires only when the page has not prevented the key's default.
 */
export function menuTemplate({
  platform,
  language,
  isSignedIn,
  isPackaged,
  send,
}: MenuOptions): MenuItemConstructorOptions[] {
  const text = menuTexts[language]
  const isMac = platform === 'darwin'
  const command = (id: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    id,
    label: text[id],
    enabled: isSignedIn || id === 'settings',
    click: () => send(id),
    ...(accelerator === undefined ? {} : { accelerator }),
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  return [
    ...(isMac ? [appMenu(command('settings', 'Cmd+,'))] : []),
    {
      label: text.file,
      submenu: [
        command('upload', 'CmdOrCtrl+U'),
        command('uploadFolder', 'CmdOrCtrl+Shift+U'),
        command('download', 'CmdOrCtrl+D'),
        command('open', isMac ? 'Cmd+Down' : undefined),
        command('delete', isMac ? 'Cmd+Backspace' : undefined),
        separator,
        ...(isMac ? [] : [command('settings', 'Ctrl+,')]),
        command('switchAccount'),
        command('signOut'),
        separator,
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: text.edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        // On a Mac the first item with these keys takes them, and that is the one for text.
        command('undoDelete', isMac ? undefined : 'CmdOrCtrl+Z'),
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        command('selectAll', 'CmdOrCtrl+A'),
      ],
    },
    {
      label: text.view,
      submenu: [
        command('refresh', 'CmdOrCtrl+R'),
        command('toggleTransfers', 'CmdOrCtrl+J'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...(isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
      ],
    },
    {
      label: text.go,
      submenu: [
        command('back', isMac ? 'Cmd+[' : 'Alt+Left'),
        command('forward', isMac ? 'Cmd+]' : 'Alt+Right'),
        command('up', isMac ? 'Cmd+Up' : 'Alt+Up'),
      ],
    },
    { role: 'windowMenu', label: text.window },
  ]
}

/** The role `appMenu` with Settings in its usual place. */
function appMenu(settings: MenuItemConstructorOptions): MenuItemConstructorOptions {
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  return {
    label: 'CloudRoom Drive',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
}
