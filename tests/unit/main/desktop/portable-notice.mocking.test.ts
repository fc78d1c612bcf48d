import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { beforeEach, expect, it, vi } from 'vitest'
import { electronSigns } from '#main/desktop/electron-signs.ts'
import { testLogger } from '#tests/support/test-logger.ts'

const system = vi.hoisted(() => ({ notifications: 0 }))

vi.mock('electron', () => ({
  Notification: class {
    on = (): void => undefined
    show(): void {
      system.notifications += 1
    }
  },
}))

beforeEach(() => {
  system.notifications = 0
})

class FakeWindow extends EventEmitter {
  readonly flashed: boolean[] = []
  flashFrame = (on: boolean): void => void this.flashed.push(on)
}

function signsOf(isPortable: boolean) {
  const window = new FakeWindow()
  const signs = electronSigns({
    isPortable,
    explorer: () => window as unknown as BrowserWindow,
    showExplorer: () => undefined,
    language: () => 'en',
    log: testLogger().log,
  })
  return { window, signs }
}

const work = { done: 3, failed: 0, localPath: null }

it('the portable version flashes on the taskbar when long work is over, and has Electron make no shortcut', () => {
  const { window, signs } = signsOf(true)
  signs.notify(work)
  expect([system.notifications, window.flashed]).toEqual([0, [true]])
  window.emit('focus')
  expect(window.flashed).toEqual([true, false])
})

it('any other has the system notify', () => {
  const { window, signs } = signsOf(false)
  signs.notify(work)
  expect([system.notifications, window.flashed]).toEqual([1, []])
})
