import type { MenuItemConstructorOptions } from 'electron'
import type { CommandItems } from './menu-items.ts'
import type { MenuText } from './menu-text.ts'

/**
 * What the transfers panel offers: for what is selected in it, then for all transfers. Its keys are those of its list and
 * mean other things elsewhere, so that the menu only names them.
 */
export function transferMenu(
  { command, shown }: CommandItems,
  text: MenuText,
  isMac: boolean,
): MenuItemConstructorOptions {
  const separator = { type: 'separator' } as const
  return {
    label: text.transfers,
    submenu: [
      shown('transfer.open', 'Enter'),
      command('transfer.reveal'),
      command('transfer.showRemote'),
      separator,
      command('transfer.resolve'),
      command('transfer.retry'),
      shown('transfer.resume', 'Space'),
      shown('transfer.pause', 'Space'),
      separator,
      shown('transfer.first', 'Alt+Home'),
      shown('transfer.earlier', 'Alt+Up'),
      shown('transfer.later', 'Alt+Down'),
      shown('transfer.last', 'Alt+End'),
      separator,
      command('transfer.copyDetails'),
      shown('transfer.remove', isMac ? 'Cmd+Backspace' : 'Delete'),
      command('transfer.cancel'),
      separator,
      command('allTransfers.pause'),
      command('allTransfers.resume'),
      command('allTransfers.retryFailed'),
      command('allTransfers.clearFinished'),
      command('allTransfers.cancel'),
      separator,
      command('allTransfers.limits'),
    ],
  }
}
