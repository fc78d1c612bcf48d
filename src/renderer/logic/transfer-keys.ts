import type { AppInfo } from '#shared/models/settings.ts'
import type { TransferPlace } from '#shared/models/transfer.ts'
import { shortcutHint } from './shortcuts.ts'
import type { TransferAction } from './transfer-actions.ts'

type Platform = AppInfo['platform']

/** Alt and these keys change the order of what waits. */
export const placeKeys: Readonly<Record<string, TransferPlace>> = {
  Home: 'first',
  ArrowUp: 'earlier',
  ArrowDown: 'later',
  End: 'last',
}

const placeNames: Readonly<Record<TransferPlace, string>> = {
  first: 'Home',
  earlier: '↑',
  later: '↓',
  last: 'End',
}

/** The key of the transfer list that does this, as the platform writes it; '' for what has none. */
export function transferHint(action: TransferAction, platform: Platform): string {
  switch (action) {
    case 'first':
    case 'earlier':
    case 'later':
    case 'last':
      return `${platform === 'darwin' ? '⌥' : 'Alt+'}${placeNames[action]}`
    case 'pause':
    case 'resume':
      return 'Space'
    case 'open':
      return shortcutHint('open', platform)
    case 'remove':
      return shortcutHint('delete', platform)
    case 'reveal':
    case 'retry':
    case 'resolve':
    case 'showRemote':
    case 'cancel':
      return ''
  }
}

/** What is to be told of the keys, in order: each with an action that has it. */
export const transferKeys = [
  { act: 'default', action: 'open' },
  { act: 'pause', action: 'pause' },
  { act: 'first', action: 'first' },
  { act: 'earlier', action: 'earlier' },
  { act: 'later', action: 'later' },
  { act: 'last', action: 'last' },
  { act: 'remove', action: 'remove' },
] as const satisfies readonly { readonly act: string; readonly action: TransferAction }[]
