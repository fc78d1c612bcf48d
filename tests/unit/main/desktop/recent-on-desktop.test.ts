import type { App, MenuItemConstructorOptions } from 'electron'
import { expect, it } from 'vitest'
import { RecentOnDesktop } from '#main/desktop/recent-on-desktop.ts'

const folders = [
  { path: '/A/会议/', title: '会议' },
  { path: '/B/', title: 'B' },
]

function rig(platform: NodeJS.Platform, { isPackaged = true, isPortable = false, answer = 'ok' } = {}) {
  const lists: unknown[] = []
  const menus: (readonly MenuItemConstructorOptions[])[] = []
  const refusals: string[] = []
  const removedItems = [{ args: '--open-folder=%2FB%2F' }, { args: '--other' }, {}]
  const app = {
    isPackaged,
    setJumpList: (list: unknown) => (lists.push(list), answer),
    getJumpListSettings: () => ({ minItems: 10, removedItems }),
    dock: { setMenu: () => undefined },
  } as unknown as App
  const desktop = new RecentOnDesktop({
    platform,
    app,
    buildMenu: (template) => (
      menus.push(template as MenuItemConstructorOptions[]),
      Object.create(null) as never
    ),
    isPortable,
    program: 'C:\\app.exe',
    language: () => 'en',
    open: () => undefined,
    onRefused: (why) => refusals.push(why),
  })
  return { desktop, lists, menus, refusals }
}

it('are in the jump list on Windows, but for those that were taken out of it', () => {
  const { desktop, lists, menus, refusals } = rig('win32')
  desktop.show(folders)
  expect(lists).toMatchObject([[{ name: 'Recent Folders', items: [{ title: '会议' }, { title: 'B' }] }]])
  expect([...desktop.removed]).toEqual(['/B/'])
  expect([menus, refusals]).toEqual([[], []])
})

it('tell when Windows does not take them', () => {
  const { desktop, refusals } = rig('win32', { answer: 'customCategoryAccessDeniedError' })
  desktop.show(folders)
  expect(refusals).toEqual(['customCategoryAccessDeniedError'])
})

it('are in the menu of the dock on macOS', () => {
  const { desktop, lists, menus } = rig('darwin')
  desktop.show(folders)
  expect(menus.map((menu) => menu.map(({ label }) => label))).toEqual([['会议', 'B']])
  expect([lists, [...desktop.removed]]).toEqual([[], []])
})

it.each([
  ['linux', {}],
  ['win32', { isPackaged: false }],
  // Its program is in a folder of the moment.
  ['win32', { isPortable: true }],
] as const)('are nowhere else: %s %j', (platform, options) => {
  const { desktop, lists, menus } = rig(platform, options)
  desktop.show(folders)
  expect([lists, menus, [...desktop.removed]]).toEqual([[], [], []])
})
