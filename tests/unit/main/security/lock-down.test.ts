import { EventEmitter } from 'node:events'
import type { App, Session } from 'electron'
import { describe, expect, it } from 'vitest'
import { denyPermissions, lockDownWebContents, refuseDownloads } from '#main/security/lock-down.ts'
import { testLogger } from '#tests/support/test-logger.ts'

/** Contents as they are when Electron has just made them. */
class FakeContents extends EventEmitter {
  openHandler: ((details: object) => { action: string }) | null = null

  setWindowOpenHandler(handler: (details: object) => { action: string }): void {
    this.openHandler = handler
  }

  /** Whether something that was about to happen has been stopped. */
  isStopped(event: string, url: string, isMainFrame = true): boolean {
    let stopped = false
    this.emit(event, { url, isMainFrame, preventDefault: () => (stopped = true) }, url)
    return stopped
  }
}

function lockedContents(origins = ['app://cloudroom']) {
  const app = new EventEmitter()
  const { log, text } = testLogger()
  lockDownWebContents(app as unknown as Pick<App, 'on'>, origins, log)
  const contents = new FakeContents()
  app.emit('web-contents-created', {}, contents)
  return { contents, text }
}

describe('every page', () => {
  it.each([
    'https://www.cloudroom.com/',
    'http://cloudroom/',
    'app://cloudroom.evil/',
    'app://cloudroom@evil/',
    'app://evil/app://cloudroom/',
    'app://cloudroom',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'about:blank',
    'APP://CLOUDROOM/',
    '',
  ])('cannot go to %j', (url) => {
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      const { contents, text } = lockedContents()
      expect(contents.isStopped(event, url)).toBe(true)
      expect(text()).not.toContain('passwd')
    }
  })

  it('has no frames that go anywhere, not even to our own', () => {
    const { contents } = lockedContents()
    for (const url of ['app://cloudroom/index.html', 'about:blank', 'https://www.cloudroom.com/']) {
      expect(contents.isStopped('will-frame-navigate', url, false)).toBe(true)
    }
  })

  it('may go to our own', () => {
    const { contents } = lockedContents(['app://cloudroom', 'http://localhost:5173'])
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      expect(contents.isStopped(event, 'app://cloudroom/index.html')).toBe(false)
      expect(contents.isStopped(event, 'http://localhost:5173/index.html')).toBe(false)
      expect(contents.isStopped(event, 'http://localhost:51730/')).toBe(true)
    }
  })

  it('opens no windows and holds no webviews', () => {
    const { contents } = lockedContents()
    for (const url of ['https://www.cloudroom.com/', 'app://cloudroom/index.html', 'about:blank']) {
      expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' })
    }
    expect(contents.isStopped('will-attach-webview', 'app://cloudroom/index.html')).toBe(true)
  })
})

it('downloads nothing by itself, and the log does not say what', () => {
  const session = new EventEmitter()
  const { log, text } = testLogger()
  refuseDownloads(session as unknown as Pick<Session, 'on'>, log)
  let stopped = false
  const item = { getURL: () => 'https://evil.example/a.exe?token=1' }
  session.emit('will-download', { preventDefault: () => (stopped = true) }, item)
  expect(stopped).toBe(true)
  expect(text()).toContain('download refused')
  expect(text()).not.toContain('evil')
})

describe('permissions', () => {
  type Ask = (contents: unknown, permission: string, callback: (granted: boolean) => void) => void
  type Check = (contents: unknown, permission: string) => boolean

  /** What both of Electron's ways to ask are answered for a permission. */
  function answersTo(permission: string): boolean[] {
    const answers: boolean[] = []
    denyPermissions({
      setPermissionRequestHandler: (handler) => {
        ;(handler as unknown as Ask)(null, permission, (granted) => answers.push(granted))
      },
      setPermissionCheckHandler: (handler) => {
        answers.push((handler as unknown as Check)(null, permission))
      },
    })
    return answers
  }

  it.each([
    ...['media', 'geolocation', 'notifications', 'midi', 'midiSysex', 'pointerLock', 'keyboardLock'],
    ...['openExternal', 'clipboard-read', 'display-capture', 'fileSystem', 'hid', 'serial', 'usb', 'unknown'],
    ...['', 'constructor', '__proto__'],
  ])('for %s are denied', (permission) => {
    expect(answersTo(permission)).toEqual([false, false])
  })

  it.each(['clipboard-sanitized-write', 'fullscreen'])('to %s are all that is granted', (permission) => {
    expect(answersTo(permission)).toEqual([true, true])
  })
})
