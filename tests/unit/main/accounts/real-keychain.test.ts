import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startKeyring, type KeyringState } from '#tests/e2e/driver/keyring.ts'

const isLinux = process.platform === 'linux'
const service = `CloudRoom Drive unit ${process.pid}`
const root = path.resolve(import.meta.dirname, '../../../..')
const run = promisify(execFile)

/** Fails with what to do, because a keychain that goes untested goes wrong unseen. */
function requireTools(): void {
  if (!isLinux) return
  for (const tool of ['dbus-daemon', 'gnome-keyring-daemon']) {
    const isThere = (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
      try {
        accessSync(path.join(folder, tool), constants.X_OK)
        return true
      } catch {
        return false
      }
    })
    if (!isThere) {
      throw new Error(
        `${tool} is not installed: npm test installs it (Debian: dbus gnome-keyring libsecret-1-0)`,
      )
    }
  }
}

/** A function that runs steps against a keychain in one such state, in another process. */
async function keychain(state: KeyringState): Promise<(...steps: string[]) => Promise<unknown[]>> {
  requireTools()
  const keyring = await startKeyring(state)
  onTestFinished(() => keyring.stop())
  const probe = path.join(root, 'tests/support/keychain-probe.ts')
  return async (...steps) => {
    const env = { ...process.env, ...keyring.env, DISPLAY: '', WAYLAND_DISPLAY: '' }
    const { stdout } = await run(process.execPath, [probe, service, ...steps], { env, cwd: root })
    return stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
  }
}

describe("the system's keychain", () => {
  it('keeps, replaces and forgets secrets, beyond the process that put them there', async () => {
    const ask = await keychain('unlocked')
    expect(await ask('get a', 'set a first', 'get a', 'set b other', 'set a second')).toEqual([
      { value: null },
      { value: null },
      { value: 'first' },
      { value: null },
      { value: null },
    ])
    expect(await ask('get a', 'get b')).toEqual([{ value: 'second' }, { value: 'other' }])
    expect(await ask('delete a', 'delete a', 'get a', 'get b', 'delete b', 'get b')).toEqual([
      { value: null },
      { value: null },
      { value: null },
      { value: 'other' },
      { value: null },
      { value: null },
    ])
  })

  // macOS and Windows have one keychain for the person who is logged in; a test cannot lock it or take it away.
  it.runIf(isLinux)('that is locked says so', async () => {
    const ask = await keychain('locked')
    expect(await ask('set a first')).toEqual([{ code: 'account.keychainLocked' }])
  })

  it.runIf(isLinux)('that is not there says so', async () => {
    const ask = await keychain('absent')
    const refused = { code: 'account.keychainUnavailable' }
    expect(await ask('get a', 'set a first', 'delete a')).toEqual([refused, refused, refused])
  })
})
