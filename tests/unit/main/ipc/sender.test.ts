import type { IpcMainInvokeEvent } from 'electron'
import { describe, expect, it } from 'vitest'
import { createBroadcast, type EventTarget } from '#main/ipc/broadcast.ts'
import { createSenderCheck } from '#main/ipc/sender.ts'
import { eventChannel } from '#shared/ipc/names.ts'

const ownWindow = 3
const isTrusted = createSenderCheck({
  origins: ['app://cloudroom', 'http://localhost:5173'],
  isOwnWindow: (id) => id === ownWindow,
})

/** The part of Electron's event that tells where a call comes from. */
function eventFrom(
  url: string | null,
  over: { parent?: object; windowId?: number } = {},
): IpcMainInvokeEvent {
  const senderFrame = url === null ? null : { url, parent: over.parent ?? null }
  return { senderFrame, sender: { id: over.windowId ?? ownWindow } } as unknown as IpcMainInvokeEvent
}

describe('a sender', () => {
  it.each([
    'app://cloudroom/index.html',
    'app://cloudroom/',
    'app://cloudroom',
    'app://cloudroom/index.html?a#b',
    'http://localhost:5173/index.html',
  ])('at %s is ours', (url) => {
    expect(isTrusted(eventFrom(url))).toBe(true)
  })

  it.each([
    'app://cloudroom.evil/index.html',
    'app://cloudroom.evil',
    'app://evilcloudroom/index.html',
    'app://cloudroom@evil/index.html',
    'app://cloudroom:secret@evil/',
    'app://cloudroom:8080/index.html',
    'app://cloudroom%2eevil/',
    'app://cloudroom%00/',
    'app://cloudroom\\@evil/',
    'app://CLOUDROOM/',
    'app:cloudroom/index.html',
    'app:/cloudroom/index.html',
    'app:///cloudroom/index.html',
    'app://evil/app://cloudroom',
    'app://evil/?app://cloudroom/',
    'app://evil/#app://cloudroom/',
    'http://cloudroom/index.html',
    'https://cloudroom/index.html',
    'apps://cloudroom/',
    'xapp://cloudroom/',
    'blob:app://cloudroom/123',
    'filesystem:app://cloudroom/temporary/a',
    'view-source:app://cloudroom/index.html',
    'data:text/html,app://cloudroom/',
    'javascript:app://cloudroom/',
    'file:///app://cloudroom/index.html',
    'about:blank',
    'about:srcdoc',
    'http://localhost:51730/',
    'http://localhost/',
    'https://localhost:5173/',
    'http://localhost.evil:5173/',
    'http://127.0.0.1:5173/',
    'http://localhost:5173@evil/',
    'https://www.cloudroom.com/',
    'chrome-extension://cloudroom/',
    'null',
    '',
    ' ',
    'app://',
    '://',
    'http://[',
    'http://a b/',
  ])('at %j is refused', (url) => {
    expect(isTrusted(eventFrom(url))).toBe(false)
  })

  it('whose frame is gone is refused', () => {
    expect(isTrusted(eventFrom(null))).toBe(false)
  })

  it('in a subframe is refused, also at our own address', () => {
    expect(isTrusted(eventFrom('app://cloudroom/index.html', { parent: {} }))).toBe(false)
  })

  it('in a window that is not ours is refused, also at our own address', () => {
    expect(isTrusted(eventFrom('app://cloudroom/index.html', { windowId: 4 }))).toBe(false)
  })
})

describe('a broadcast', () => {
  function windowWith(state: { window?: boolean; contents?: boolean } = {}) {
    const sent: unknown[][] = []
    const target: EventTarget = {
      isDestroyed: () => state.window ?? false,
      webContents: {
        isDestroyed: () => state.contents ?? false,
        send: (...args) => sent.push(args),
      },
    }
    return { target, sent }
  }

  it('reaches every open window on the one channel', () => {
    const windows = [windowWith(), windowWith()]
    createBroadcast(() => windows.map(({ target }) => target))('app.command', { command: 'refresh' })
    for (const { sent } of windows) {
      expect(sent).toEqual([[eventChannel, 'app.command', { command: 'refresh' }]])
    }
  })

  it('passes over windows and pages that are gone', () => {
    const windows = [windowWith({ window: true }), windowWith({ contents: true }), windowWith()]
    const [gone] = windows
    if (gone) {
      // Electron throws for whatever is read from a destroyed window.
      Object.defineProperty(gone.target, 'webContents', {
        get: () => {
          throw new TypeError('Object has been destroyed')
        },
      })
    }
    createBroadcast(() => windows.map(({ target }) => target))('library.changed', { updates: [] })
    expect(windows.map(({ sent }) => sent.length)).toEqual([0, 0, 1])
  })

  it('with no window open goes nowhere', () => {
    expect(() => createBroadcast(() => [])('app.command', { command: 'up' })).not.toThrow()
  })
})
