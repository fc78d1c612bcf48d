import { EventEmitter } from 'node:events'
import type { MenuItemConstructorOptions } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ContextMenus, type ContextMenuPort } from '#main/desktop/context-menus.ts'
import type { ContextMenu, ContextMenuAction } from '#shared/models/context-menu.ts'

const action = (id: string, changes: Partial<ContextMenuAction> = {}): ContextMenuAction => ({
  kind: 'action',
  id,
  label: id.toUpperCase(),
  isEnabled: true,
  isChecked: null,
  reason: null,
  shortcut: null,
  ...changes,
})
const menuOf = (...items: ContextMenu['items']): ContextMenu => ({ items, x: 10, y: 20 })

class FakeWindow extends EventEmitter {
  readonly webContents = Object.assign(new EventEmitter(), { getZoomFactor: () => 1.25 })
  isClosed = false
}

type Options = Parameters<ReturnType<ContextMenuPort<FakeWindow>['buildFromTemplate']>['popup']>[0]

/** Electron's menus: what was shown, closed and can be clicked. */
function rig() {
  const shown: { template: MenuItemConstructorOptions[]; options: Options; closed: boolean }[] = []
  const menus = new ContextMenus<FakeWindow>(
    {
      buildFromTemplate: (template) => ({
        popup: (options) => shown.push({ template, options, closed: false }),
        closePopup: (window) => {
          // As Electron does with the JavaScript object of a window that is no more.
          if (window.isClosed) throw new TypeError('Object has been destroyed')
          const menu = shown.find((candidate) => candidate.template === template)
          if (menu) menu.closed = true
          menu?.options.callback()
        },
      }),
    },
    (command) => (command === 'delete' ? 'Delete' : undefined),
  )
  const close = () => shown.at(-1)?.options.callback()
  const click = (id: string) =>
    (shown.at(-1)?.template.find((item) => item.id === id)?.click as (() => void) | undefined)?.()
  return { menus, shown, close, click, window: new FakeWindow() }
}

beforeEach(() => {
  vi.useFakeTimers()
  return () => void vi.useRealTimers()
})

describe('context menus', () => {
  it('are what the page describes, with the keys of the application menu, which stay with that', () => {
    const { menus, shown, window } = rig()
    void menus.show(window, {
      items: [
        action('delete', { isEnabled: false, reason: 'There is no network', shortcut: 'delete' }),
        { kind: 'separator' },
        action('size', { isChecked: true, shortcut: 'refresh' }),
        action('left', { shortcut: 'columnLeft' }),
      ],
      x: 11,
      y: -3,
    })
    expect(shown[0]?.template).toEqual([
      {
        id: 'delete',
        label: 'DELETE',
        enabled: false,
        click: expect.any(Function) as unknown,
        toolTip: 'There is no network',
        accelerator: 'Delete',
        registerAccelerator: false,
      },
      { type: 'separator' },
      {
        id: 'size',
        label: 'SIZE',
        enabled: true,
        click: expect.any(Function) as unknown,
        type: 'checkbox',
        checked: true,
      },
      {
        id: 'left',
        label: 'LEFT',
        enabled: true,
        click: expect.any(Function) as unknown,
        accelerator: 'Alt+Shift+Left',
        registerAccelerator: false,
      },
    ])
    // Whole px of the window, which is zoomed by a quarter.
    expect(shown[0]?.options).toMatchObject({ window, x: 14, y: 0 })
  })

  it('answer what was chosen, also when Electron closes them first', async () => {
    const { menus, close, click, window } = rig()
    const early = menus.show(window, menuOf(action('a'), action('b')))
    click('b')
    close()
    expect(await early).toBe('b')
    const late = menus.show(window, menuOf(action('a'), action('b')))
    close()
    await vi.advanceTimersByTimeAsync(50)
    click('a')
    expect(await late).toBe('a')
  })

  it('answer null when they are closed without a choice', async () => {
    const { menus, close, window } = rig()
    const answer = menus.show(window, menuOf(action('a')))
    close()
    await vi.advanceTimersByTimeAsync(1000)
    expect(await answer).toBeNull()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('give way to the next one', async () => {
    const { menus, shown, click, window } = rig()
    const first = menus.show(window, menuOf(action('a')))
    const second = menus.show(window, menuOf(action('b')))
    expect(await first).toBeNull()
    expect(shown.map(({ closed }) => closed)).toEqual([true, false])
    await vi.advanceTimersByTimeAsync(1000)
    click('b')
    expect(await second).toBe('b')
  })

  it.each(['did-navigate', 'render-process-gone'])('close with their page, at %s', async (event) => {
    const { menus, shown, window } = rig()
    const answer = menus.show(window, menuOf(action('a')))
    window.webContents.emit(event)
    expect(await answer).toBeNull()
    expect(shown[0]?.closed).toBe(true)
  })

  it('answer null when their window closes, which is not touched any more', async () => {
    const { menus, close, window } = rig()
    const answer = menus.show(window, menuOf(action('a')))
    window.isClosed = true
    window.emit('closed')
    expect(await answer).toBeNull()
    const other = new FakeWindow()
    const next = menus.show(other, menuOf(action('a')))
    close()
    await vi.advanceTimersByTimeAsync(1000)
    expect(await next).toBeNull()
  })

  it('leave no listeners behind', async () => {
    const { menus, click, window } = rig()
    for (let times = 0; times < 20; times++) {
      const answer = menus.show(window, menuOf(action('a')))
      click('a')
      await answer
    }
    expect(window.listenerCount('closed')).toBe(0)
    expect(window.webContents.eventNames()).toEqual([])
  })
})
