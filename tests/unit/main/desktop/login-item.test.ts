import { expect, it } from 'vitest'
import { LoginItem } from '#main/desktop/login-item.ts'

function rig(platform: NodeJS.Platform, isPackaged = true) {
  const system = { isOn: false, told: [] as boolean[] }
  const item = new LoginItem({
    platform,
    isPackaged,
    isOn: () => system.isOn,
    set(on) {
      system.isOn = on
      system.told.push(on)
    },
  })
  return { item, system }
}

it.each(['darwin', 'win32'] as const)('on %s tells the system of changes only', (platform) => {
  const { item, system } = rig(platform)
  for (const on of [false, true, true, false]) item.apply(on)
  expect(system.told).toEqual([true, false])
  system.isOn = true
  expect(item.isOn).toBe(true)
})

it.each([['linux', true] as const, ['darwin', false] as const, ['win32', false] as const])(
  'on %s (packaged: %s) touches nothing',
  (platform, isPackaged) => {
    const { item, system } = rig(platform, isPackaged)
    item.apply(true)
    expect([item.isSupported, item.isOn, system.told]).toEqual([false, null, []])
  },
)
