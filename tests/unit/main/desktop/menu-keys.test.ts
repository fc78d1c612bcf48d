import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { menuTemplate } from '#main/desktop/application-menu.ts'
import { menuCommands, type AppInfo, type MenuCommand } from '#shared/models/settings.ts'
import { shortcutTable } from '../../../../src/renderer/logic/shortcuts.ts'
import type { TransferAction } from '../../../../src/renderer/logic/transfer-actions.ts'
import { transferHint, transferKeys } from '../../../../src/renderer/logic/transfer-keys.ts'

type Platform = AppInfo['platform']

function itemsOf(template: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])])
}

const macSymbols: Readonly<Record<string, string>> = {
  CmdOrCtrl: '⌘',
  Cmd: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Left: '←',
  Right: '→',
  Up: '↑',
  Down: '↓',
  Backspace: '⌫',
  Delete: '⌦',
  Enter: '↩',
}
const otherNames: Readonly<Record<string, string>> = {
  CmdOrCtrl: 'Ctrl',
  Left: '←',
  Right: '→',
  Up: '↑',
  Down: '↓',
}
const modifiers = ['Ctrl', '⌥', 'Alt', '⇧', 'Shift', '⌘']

/** `CmdOrCtrl+Shift+U` → `⇧⌘U` or `Ctrl+Shift+U`, as the page writes keys. */
function hintOf(accelerator: string, platform: Platform): string {
  const names = platform === 'darwin' ? macSymbols : otherNames
  // The question mark is on a shifted key.
  const parts = accelerator.replace(/^Cmd\+\?$/u, 'Shift+Cmd+?').split('+')
  const keys = parts.map((part) => names[part] ?? part)
  const rank = (key: string): number => (modifiers.includes(key) ? modifiers.indexOf(key) : modifiers.length)
  return keys.toSorted((one, other) => rank(one) - rank(other)).join(platform === 'darwin' ? '' : '+')
}

/** Keys that the menu only names: an item for text fields has the same ones, and takes them. */
const ofText: Readonly<Record<Platform, readonly MenuCommand[]>> = {
  darwin: ['copyNames', 'undoDelete'],
  win32: ['copyNames'],
  linux: ['copyNames'],
}

describe.each(['darwin', 'win32', 'linux'] as const)('keys on %s', (platform) => {
  const items = itemsOf(
    menuTemplate({
      platform,
      language: 'en',
      states: { isActive: true, enabled: menuCommands, checked: [] },
      isPackaged: true,
      isUpdatable: true,
      send: () => undefined,
      isChosen: () => false,
    }),
  )
  const inMenu = new Map(
    items.flatMap(({ id, accelerator }) => (id === undefined ? [] : [[id, accelerator]])),
  )
  const table = shortcutTable(platform)

  it.each(table.map(({ command, keys }) => [command, keys] as const))(
    'of %s are in the menu as the page has them',
    (command, keys) => {
      const accelerator = inMenu.get(command)
      expect(keys).toContain(hintOf(String(accelerator), platform))
    },
  )

  it.each(ofText[platform])('of %s stay with text fields, and the menu names them', (command) => {
    expect(items.find(({ id }) => id === command)?.registerAccelerator).toBe(false)
  })

  const ofTransfers = menuCommands.filter((id) => id.startsWith('transfer.') && id !== 'transfer.copyDetails')
  it.each(ofTransfers)('of %s are those of the list of transfers', (id) => {
    const accelerator = inMenu.get(id)
    const hint = transferHint(id.slice('transfer.'.length) as TransferAction, platform)
    expect(accelerator === undefined ? '' : hintOf(accelerator, platform)).toBe(hint)
  })

  it('are in no menu without the page knowing them', () => {
    const known = new Set<string>(table.map(({ command }) => command))
    for (const { action } of transferKeys) known.add(`transfer.${action}`)
    // One key: it resumes when nothing is left to pause.
    known.add('transfer.resume')
    const others = [...inMenu].filter(([id, accelerator]) => accelerator !== undefined && !known.has(id))
    expect(others).toEqual([])
  })
})
