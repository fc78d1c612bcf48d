import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { RuntimeProcess } from '../../e2e/driver/runtime-process.ts'
import { exitOf } from '../../e2e/driver/child-process.ts'
import { launchFixture, type Fixture } from './launch-fixture.ts'

let fixture: Fixture | null = null
afterEach(async () => {
  await fixture?.stop()
  fixture = null
})

const profilesOf = (pid: number): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`cloudroom-chromium-${pid}-`))

const steps = (logs: string): string[] =>
  logs
    .split('\n')
    .filter((line) => /^fixture: (?:close|closed|window-all-closed|before-quit|will-quit|quit)$/u.test(line))
    .map((line) => line.slice('fixture: '.length))

describe('the end of the app', () => {
  it('follows its last window, in the order of Electron, and leaves no profile behind', async () => {
    fixture = await launchFixture()
    expect(profilesOf(fixture.driver.mainPid)).toHaveLength(1)
    await fixture.driver.closeWindow()
    expect(await fixture.driver.waitForExit()).toBe(0)
    expect(steps(fixture.driver.logs())).toEqual([
      'close',
      'closed',
      'window-all-closed',
      'before-quit',
      'will-quit',
      'quit',
    ])
    expect(profilesOf(fixture.driver.mainPid)).toEqual([])
  })

  it('can be prevented, also when the window was closed on the screen', async () => {
    fixture = await launchFixture()
    await fixture.invoke('prevent-close', true)
    await fixture.driver.closeWindow()
    await fixture.logged('close')
    expect(await fixture.evaluate('1')).toBe(1)
    await fixture.driver.page.close()
    const { driver } = fixture
    await expect.poll(() => driver.page.context().pages().length, { timeout: 10_000 }).toBe(1)
    const [reopened] = driver.page.context().pages()
    await expect.poll(() => reopened?.title()).toBe('Fixture')
    await reopened?.evaluate("fixture.invoke('prevent-close', false)")
    await reopened?.close()
    expect(await driver.waitForExit()).toBe(0)
    expect(steps(driver.logs()).slice(0, 4)).toEqual(['close', 'close', 'close', 'closed'])
  })

  it('comes when whoever started it was killed, although nobody reads any more what it says of that', async () => {
    fixture = await launchFixture()
    const { child } = fixture.driver.control
    child.stdout?.destroy()
    child.stderr?.destroy()
    child.disconnect()
    expect(await fixture.driver.waitForExit()).toBe(0)
  })

  // Windows has no signals: to send one ends the process at once.
  it.skipIf(process.platform === 'win32')('comes by a signal as well', async () => {
    fixture = await launchFixture()
    process.kill(fixture.driver.mainPid, 'SIGTERM')
    expect(await fixture.driver.waitForExit()).toBe(0)
    expect(steps(fixture.driver.logs())).toEqual(['before-quit', 'close', 'closed', 'will-quit', 'quit'])
  })
})

describe('a second instance', () => {
  it('hands its arguments to the first and leaves; a killed first one does not hold the lock', async () => {
    fixture = await launchFixture()
    const app = path.join(import.meta.dirname, 'fixture')
    const args = ['--headless', `--user-data-dir=${fixture.driver.userDataDir}`, 'open-this']
    const second = new RuntimeProcess({ app, args, env: process.env })
    expect(await exitOf(second.child)).toBe(0)
    expect(second.logs()).toContain('second instance leaves')
    await fixture.logged('second instance open-this')
    await fixture.driver.relaunch({ kill: true })
    expect(await fixture.evaluate('seenAtStart')).toBe('object')
  })
})
