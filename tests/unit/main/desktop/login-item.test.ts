import { expect, it } from 'vitest'
import { LoginItem } from '#main/desktop/login-item.ts'

const program = String.raw`C:\Users\me\AppData\Local\Programs\CloudRoom Drive\CloudRoom Drive.exe`

/** What Chromium takes for the program of a command line: as far as its closing quote, or the first space. */
const programOf = (line: string): string => /^"([^"]*)"|^[^ ]*/u.exec(line)?.[1] ?? line.split(' ')[0] ?? ''

function rig(platform: NodeJS.Platform, isPackaged = true, isPortable = false) {
  const system = { isOn: false, isAllowed: true, told: [] as boolean[] }
  const item = new LoginItem({
    platform,
    isPackaged,
    isPortable,
    program,
    // As Electron does since it writes the program in quotes (electron/electron#50016).
    ask: ({ path = program } = {}) => ({
      openAtLogin: system.isOn,
      executableWillLaunchAtLogin:
        platform === 'win32' && system.isOn && system.isAllowed && programOf(path) === program,
    }),
    set(on) {
      system.isOn = on
      system.isAllowed = on
      system.told.push(on)
    },
  })
  return { item, system }
}

it.each(['darwin', 'win32'] as const)('on %s tells the system of changes only', (platform) => {
  const { item, system } = rig(platform)
  for (const on of [false, true, true, false]) item.apply(on)
  expect(system.told).toEqual([true, false])
  Object.assign(system, { isOn: true, isAllowed: true })
  expect(item.isOn).toBe(true)
})

it('on Windows what was turned off in the Task Manager is off, and can be turned on again', () => {
  const { item, system } = rig('win32')
  item.apply(true)
  system.isAllowed = false
  expect(item.isOn).toBe(false)
  item.apply(true)
  expect([item.isOn, system.told]).toEqual([true, [true, true]])
})

it('on Windows is known to be on although the path of the program has a space', () => {
  const { item, system } = rig('win32')
  item.apply(true)
  expect(item.isOn).toBe(true)
  item.apply(false)
  expect([item.isOn, system.told]).toEqual([false, [true, false]])
})

it.each([
  ['linux', true, false] as const,
  ['darwin', false, false] as const,
  ['win32', false, false] as const,
  ['win32', true, true] as const,
])('on %s (packaged: %s, portable: %s) touches nothing', (platform, isPackaged, isPortable) => {
  const { item, system } = rig(platform, isPackaged, isPortable)
  item.apply(true)
  expect([item.isSupported, item.isOn, system.told]).toEqual([false, null, []])
})
