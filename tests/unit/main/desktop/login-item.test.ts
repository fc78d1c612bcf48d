import { expect, it } from 'vitest'
import { LoginItem } from '#main/desktop/login-item.ts'

function rig(platform: NodeJS.Platform, isPackaged = true, isPortable = false) {
  const system = { isOn: false, isAllowed: true, told: [] as boolean[] }
  const item = new LoginItem({
    platform,
    isPackaged,
    isPortable,
    ask: () => ({
      openAtLogin: system.isOn,
      executableWillLaunchAtLogin: platform === 'win32' && system.isOn && system.isAllowed,
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
