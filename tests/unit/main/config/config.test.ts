import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '#main/config.ts'
import { parseServerUrl } from '#main/server-url.ts'
import { serverAddress } from '#shared/ipc/schemas.ts'

const parse = (args: readonly string[], env = {}, isPackaged = false) =>
  parseConfig(['electron', '.', ...args], env, isPackaged)

describe('the command line', () => {
  it('without anything leaves the defaults', () => {
    expect(parse([])).toEqual({
      userDataDir: null,
      serverUrl: null,
      isDemo: false,
      keychainService: 'CloudRoom Drive',
      rendererDevUrl: null,
      isPortable: false,
    })
  })

  it('names a folder, made absolute', () => {
    expect(parse(['--user-data-dir=/tmp/data']).userDataDir).toBe(path.resolve('/tmp/data'))
    expect(parse(['--user-data-dir=data/../x']).userDataDir).toBe(path.resolve('x'))
    expect(parse(['--user-data-dir=']).userDataDir).toBeNull()
    expect(parse(['--user-data-dir']).userDataDir).toBeNull()
  })

  it('ignores what belongs to Chromium', () => {
    expect(parse(['--disable-gpu', '--servers=x', 'demo', '--demo=1', '--user-data-dirs=x'])).toEqual(
      parse([]),
    )
  })

  it('knows the portable executable, in a package above all', () => {
    expect(parse([], { PORTABLE_EXECUTABLE_FILE: 'D:\\drive.exe' }, true).isPortable).toBe(true)
  })

  it('starts the demo, but not in a package', () => {
    expect(parse(['--demo']).isDemo).toBe(true)
    expect(parse(['--demo'], {}, true).isDemo).toBe(false)
  })

  it('and the environment count for less in a package', () => {
    const env = { CLOUDROOM_KEYCHAIN_SERVICE: 'Test', ELECTRON_RENDERER_URL: 'http://localhost:5173' }
    expect(parse([], env)).toMatchObject({
      keychainService: 'Test',
      rendererDevUrl: 'http://localhost:5173',
    })
    expect(parse([], env, true)).toEqual(parse([]))
    expect(parse(['--server=https://a.example', '--user-data-dir=/d'], env, true)).toMatchObject({
      serverUrl: 'https://a.example',
      userDataDir: path.resolve('/d'),
    })
  })
})

describe('--server', () => {
  it.each([
    ['https://www.cloudroom.com', 'https://www.cloudroom.com', '/CLOUDROOM-API'],
    ['https://www.cloudroom.com/', 'https://www.cloudroom.com', '/CLOUDROOM-API'],
    ['https://sdk.cloudroom.com/CLOUDMEETING-API', 'https://sdk.cloudroom.com', '/CLOUDMEETING-API'],
    ['https://sdk.cloudroom.com/CLOUDMEETING-API///', 'https://sdk.cloudroom.com', '/CLOUDMEETING-API'],
    ['http://127.0.0.1:8080/a/b', 'http://127.0.0.1:8080', '/a/b'],
    ['HTTPS://HOST:443/x', 'https://host', '/x'],
    ['https://[::1]:8443', 'https://[::1]:8443', '/CLOUDROOM-API'],
    ['https://user:password@host/x?query#hash', 'https://host', '/x'],
    ['https://host//x', 'https://host', '/x'],
  ])('%s', (text, origin, prefix) => {
    const address = parseServerUrl(text)
    expect(address).toEqual({ origin, prefix })
    // The sign-in form sends it back through IPC.
    expect(serverAddress.safeParse(address).success).toBe(true)
  })

  it.each([
    '',
    'www.cloudroom.com',
    'ftp://host',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'app://cloudroom',
    'https://',
    'https://host/a b',
    'https://host/录像',
    'https://host/a%2fb',
  ])('%j is no server', (text) => {
    expect(parseServerUrl(text)).toBeNull()
  })
})
