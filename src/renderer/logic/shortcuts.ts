import type { AppInfo, MenuCommand } from '#shared/models/settings.ts'

type Platform = AppInfo['platform']

/** The part of a KeyboardEvent that decides. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** The commands that have keys everywhere; those of columns and sorting are found in the menus, those of transfers in transfer-keys.ts. */
export type KeyedCommand = Exclude<
  MenuCommand,
  | `${'sort' | 'column' | 'transfer' | 'allTransfers'}.${string}`
  | 'groupResults'
  | 'resetColumns'
  | 'useLookForAll'
  | 'shortcuts'
  | 'checkForUpdates'
>

interface Shortcut {
  readonly command: KeyedCommand
  readonly key: string
  readonly mod?: boolean
  readonly alt?: boolean
  readonly shift?: boolean
  /** Only on this kind of platform. */
  readonly on?: 'mac' | 'other'
}

/** `mod` is Cmd on macOS and Ctrl elsewhere. The first entry of a command is the one that menus show. */
const shortcuts: readonly Shortcut[] = [
  { command: 'open', key: 'Enter' },
  { command: 'open', key: 'ArrowDown', mod: true, on: 'mac' },
  { command: 'open', key: 'o', mod: true },
  { command: 'preview', key: ' ' },
  { command: 'playInWindow', key: 'Enter', shift: true },
  { command: 'openInSystem', key: 'o', mod: true, shift: true },
  { command: 'back', key: '[', mod: true, on: 'mac' },
  { command: 'back', key: 'ArrowLeft', alt: true, on: 'other' },
  { command: 'forward', key: ']', mod: true, on: 'mac' },
  { command: 'forward', key: 'ArrowRight', alt: true, on: 'other' },
  { command: 'up', key: 'ArrowUp', mod: true, on: 'mac' },
  { command: 'up', key: 'ArrowUp', alt: true, on: 'other' },
  { command: 'refresh', key: 'r', mod: true, on: 'mac' },
  { command: 'refresh', key: 'F5' },
  { command: 'refresh', key: 'r', mod: true, on: 'other' },
  { command: 'upload', key: 'u', mod: true },
  { command: 'uploadFolder', key: 'u', mod: true, shift: true },
  { command: 'download', key: 'd', mod: true },
  { command: 'delete', key: 'Backspace', mod: true, on: 'mac' },
  { command: 'delete', key: 'Delete' },
  { command: 'undoDelete', key: 'z', mod: true },
  { command: 'selectAll', key: 'a', mod: true },
  { command: 'settings', key: ',', mod: true },
  { command: 'help', key: '?', mod: true, shift: true, on: 'mac' },
  { command: 'help', key: 'F1', on: 'other' },
  { command: 'clearSelection', key: 'a', mod: true, shift: true },
  { command: 'search', key: 'f', mod: true },
  { command: 'filter', key: 'f', mod: true, shift: true },
  { command: 'showInFolder', key: 'Enter', mod: true },
  { command: 'copyNames', key: 'c', mod: true },
  { command: 'copyPaths', key: 'c', mod: true, shift: true },
  { command: 'toggleTransfers', key: 'j', mod: true },
  { command: 'view.list', key: '1', mod: true },
  { command: 'view.grid', key: '2', mod: true },
  { command: 'toggleSidebar', key: 'b', mod: true },
  { command: 'toggleDetails', key: 'i', mod: true },
  { command: 'goToFolder', key: 'l', mod: true },
  { command: 'goToFolder', key: 'g', mod: true, shift: true, on: 'mac' },
]

const isFor = (shortcut: Shortcut, platform: Platform): boolean =>
  shortcut.on === undefined || (shortcut.on === 'mac') === (platform === 'darwin')

/** Is the platform's main modifier down, and no other? */
export function hasModifier(press: Pick<KeyPress, 'metaKey' | 'ctrlKey'>, platform: Platform): boolean {
  return platform === 'darwin' ? press.metaKey : press.ctrlKey
}

/** The command of a key press, or null. */
export function commandOf(press: KeyPress, platform: Platform): MenuCommand | null {
  const other = platform === 'darwin' ? press.ctrlKey : press.metaKey
  if (other) return null
  const mod = hasModifier(press, platform)
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key
  const found = shortcuts.find(
    (shortcut) =>
      isFor(shortcut, platform) &&
      shortcut.key === key &&
      (shortcut.mod ?? false) === mod &&
      (shortcut.alt ?? false) === press.altKey &&
      (shortcut.shift ?? false) === press.shiftKey,
  )
  return found?.command ?? null
}

const macSymbols: Record<string, string> = {
  ' ': 'Space',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Backspace: '⌫',
  Delete: '⌦',
  Enter: '↩',
}
const names: Record<string, string> = {
  ...macSymbols,
  Backspace: 'Backspace',
  Delete: 'Delete',
  Enter: 'Enter',
}

/** Every command that has keys on a platform, in the order of the table, with all of them. */
export function shortcutTable(
  platform: Platform,
): readonly { readonly command: KeyedCommand; readonly keys: readonly string[] }[] {
  const own = shortcuts.filter((item) => isFor(item, platform))
  return [...Map.groupBy(own, ({ command }) => command)].map(([command, items]) => ({
    command,
    keys: items.map((item) => keysOf(item, platform)),
  }))
}

/** `⌘⌫` on macOS, `Alt+←` elsewhere; '' for a command without a shortcut. */
export function shortcutHint(command: MenuCommand, platform: Platform): string {
  const shortcut = shortcuts.find((item) => item.command === command && isFor(item, platform))
  return shortcut === undefined ? '' : keysOf(shortcut, platform)
}

function keysOf(shortcut: Shortcut, platform: Platform): string {
  const table = platform === 'darwin' ? macSymbols : names
  const key = table[shortcut.key] ?? shortcut.key.toUpperCase()
  if (platform === 'darwin')
    return `${shortcut.alt === true ? '⌥' : ''}${shortcut.shift === true ? '⇧' : ''}${shortcut.mod === true ? '⌘' : ''}${key}`
  return [
    ...(shortcut.mod === true ? ['Ctrl'] : []),
    ...(shortcut.alt === true ? ['Alt'] : []),
    ...(shortcut.shift === true ? ['Shift'] : []),
    key,
  ].join('+')
}
