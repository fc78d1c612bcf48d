import type { Menu, MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { menuTemplate } from '#main/desktop/application-menu.ts'
import { MenuBar, noCommands } from '#main/desktop/menu-bar.ts'

type Item = MenuItemConstructorOptions

const flat = (items: readonly Item[]): Item[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])])

/** Electron's menu, as far as finding its items goes. */
function rig() {
  let isUpdatable = false
  const shown: ((id: string) => Item | null)[] = []
  const find = (template: readonly Item[]) => {
    const items = flat(template)
    return (id: string) => items.find((item) => item.id === id) ?? null
  }
  const bar = new MenuBar(
    {
      buildFromTemplate: (template) => ({ getMenuItemById: find(template) }) as unknown as Menu,
      setApplicationMenu: (menu) => shown.push((id) => menu?.getMenuItemById(id) as Item | null),
    },
    (language, states) =>
      menuTemplate({
        platform: 'linux',
        language,
        states,
        isPackaged: true,
        isUpdatable,
        send: () => undefined,
        isChosen: () => false,
      }),
  )
  return {
    bar,
    shown,
    item: (id: string) => shown.at(-1)?.(id),
    setUpdatable: () => (isUpdatable = true),
  }
}

describe('the menu bar', () => {
  it('changes its items in place while a page carries out commands', () => {
    const { bar, shown, item } = rig()
    bar.setLanguage('en')
    bar.setStates({ isActive: true, enabled: ['up', 'sort.size'], checked: ['sort.name', 'column.room'] })
    expect(shown).toHaveLength(2)
    expect([item('up')?.enabled, item('back')?.enabled, item('sort.name')?.checked]).toEqual([
      true,
      false,
      true,
    ])
    bar.setStates({ isActive: true, enabled: ['back'], checked: ['sort.size'] })
    expect(shown).toHaveLength(2)
    expect([item('up')?.enabled, item('back')?.enabled]).toEqual([false, true])
    expect([item('sort.size')?.checked, item('column.room')?.checked]).toEqual([true, false])
  })

  it('is built again when the page stops carrying out commands, and only then', () => {
    const { bar, shown, item } = rig()
    bar.setLanguage('en')
    bar.setStates(noCommands)
    expect(shown).toHaveLength(1)
    bar.setStates({ isActive: true, enabled: ['up'], checked: [] })
    bar.setStates(noCommands)
    expect(shown).toHaveLength(3)
    expect([item('up')?.enabled, item('selectAll')?.role]).toEqual([false, 'selectAll'])
  })

  it('is built again when it is known that there are updates, once it is shown', () => {
    const { bar, shown, item, setUpdatable } = rig()
    bar.renew()
    expect(shown).toHaveLength(0)
    bar.setLanguage('en')
    expect(item('checkForUpdates')?.enabled).toBe(false)
    setUpdatable()
    bar.renew()
    expect(item('checkForUpdates')?.enabled).toBe(true)
  })

  it('rests while a window without commands is in front, and then shows what the page has said meanwhile', () => {
    const { bar, item } = rig()
    bar.setLanguage('en')
    bar.setStates({ isActive: true, enabled: ['up'], checked: [] })
    bar.rest(true)
    expect([item('up')?.enabled, item('settings')?.enabled]).toEqual([false, true])
    bar.setStates({ isActive: true, enabled: ['back'], checked: [] })
    expect(item('back')?.enabled).toBe(false)
    bar.rest(false)
    expect([item('up')?.enabled, item('back')?.enabled]).toEqual([false, true])
  })

  it('tells the keys of a command, once it is shown', () => {
    const { bar } = rig()
    expect(bar.acceleratorOf('refresh')).toBeUndefined()
    bar.setLanguage('en')
    expect([bar.acceleratorOf('refresh'), bar.acceleratorOf('trim')]).toEqual(['F5', undefined])
  })

  it('follows the language and keeps its states', () => {
    const { bar, shown, item } = rig()
    bar.setLanguage('en')
    bar.setStates({ isActive: true, enabled: ['up'], checked: [] })
    bar.setLanguage('en')
    expect(shown).toHaveLength(2)
    bar.setLanguage('zh-CN')
    expect([item('up')?.label, item('up')?.enabled]).toEqual(['上层文件夹', true])
  })
})
