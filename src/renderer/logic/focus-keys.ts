import type { AppInfo, MenuCommand } from '#shared/models/settings.ts'

/** What has the keyboard, as far as it has keys of its own. */
export type FocusKind = 'text' | 'choice' | 'button' | 'other'

const editing: ReadonlySet<MenuCommand> = new Set([
  'delete',
  'undoDelete',
  'selectAll',
  'clearSelection',
  'copyNames',
  'copyPaths',
  'open',
  'playInWindow',
])

/** Enter, which presses a button or opens a choice. */
const pressing: ReadonlySet<MenuCommand> = new Set(['open', 'playInWindow'])

/** Whether the keys of a command mean something else where the keyboard is: they edit a text, press a button or choose. */
export function isOfFocus(command: MenuCommand, focus: FocusKind, platform: AppInfo['platform']): boolean {
  switch (focus) {
    case 'text':
      // Cmd+Up goes to the beginning of the text, as Cmd+Down goes to its end.
      return editing.has(command) || (command === 'up' && platform === 'darwin')
    case 'choice':
      // Alt+Up opens and closes it where that is the key of the enclosing folder.
      return pressing.has(command) || command === 'delete' || command === 'up'
    case 'button':
      return pressing.has(command)
    case 'other':
      return false
  }
}
