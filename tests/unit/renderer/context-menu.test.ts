import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Bridge } from '#shared/ipc/contract.ts'
import { contextMenu } from '#shared/ipc/schemas.ts'
import { useContextMenu } from '../../../src/renderer/composables/use-context-menu.ts'
import { separated, type MenuEntry } from '../../../src/renderer/logic/context-menu.ts'

/** The main process: menus that were asked for, and the answers that are still owed. */
function fakeMain() {
  const asked: unknown[] = []
  const owed: ((id: unknown) => void)[] = []
  const bridge = {
    request: (_name: string, input: unknown) => {
      asked.push(input)
      return new Promise((resolve) => owed.push((value) => resolve({ ok: true, value })))
    },
    subscribe: () => () => undefined,
  }
  vi.stubGlobal('window', { cloudroom: bridge as unknown as Bridge })
  return { asked, owed }
}

let main = fakeMain()
let ran: string[] = []
const item = (id: string, changes: object = {}): MenuEntry => ({
  kind: 'action',
  id,
  label: id,
  run: () => ran.push(id),
  ...changes,
})
const separator: MenuEntry = { kind: 'separator' }

beforeEach(() => {
  main = fakeMain()
  ran = []
  setActivePinia(createPinia())
  return () => void vi.unstubAllGlobals()
})

describe('a context menu', () => {
  it('is told in whole px and as the contract has it, and does what was chosen', async () => {
    const menu = useContextMenu()
    const entries = [
      item('delete', { disabled: true, reason: '', shortcut: 'delete' }),
      separator,
      item('column.size', { isChecked: false, reason: null }),
    ]
    menu.open(entries, { x: 10.6, y: -0.2 })
    expect(main.asked).toEqual([
      {
        items: [
          {
            ...{ kind: 'action', id: 'delete', label: 'delete', isEnabled: false },
            ...{ isChecked: null, reason: null, shortcut: 'delete' },
          },
          { kind: 'separator' },
          {
            ...{ kind: 'action', id: 'column.size', label: 'column.size', isEnabled: true },
            ...{ isChecked: false, reason: null, shortcut: null },
          },
        ],
        x: 11,
        y: -0,
      },
    ])
    expect(contextMenu.safeParse(main.asked[0]).success).toBe(true)
    expect(menu.isOpen.value).toBe(true)
    main.owed[0]?.('column.size')
    await expect.poll(() => menu.isOpen.value).toBe(false)
    expect(ran).toEqual(['column.size'])
  })

  it.each([null, 'rename', 'delete', 7])('does nothing that was not offered: %s', async (answer) => {
    const menu = useContextMenu()
    menu.open([item('open'), item('delete', { disabled: true })], { x: 0, y: 0 })
    main.owed[0]?.(answer)
    await expect.poll(() => menu.isOpen.value).toBe(false)
    expect(ran).toEqual([])
  })

  it('stays open for the one that came after it', async () => {
    const menu = useContextMenu()
    menu.open([item('first')], { x: 0, y: 0 })
    menu.open([item('second')], { x: 0, y: 0 })
    main.owed[0]?.(null)
    main.owed[1]?.('second')
    expect(menu.isOpen.value).toBe(true)
    await expect.poll(() => menu.isOpen.value).toBe(false)
    expect(ran).toEqual(['second'])
  })
})

it('groups are separated, and empty ones leave no line', () => {
  expect(separated([[], [item('a')], [], [item('b'), item('c')]])).toMatchObject([
    { id: 'a' },
    separator,
    { id: 'b' },
    { id: 'c' },
  ])
})
