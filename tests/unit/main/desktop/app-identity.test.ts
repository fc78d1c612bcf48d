import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { appUserModelId, identify } from '#main/desktop/app-identity.ts'

function rig(isPackaged: boolean) {
  const told: string[] = []
  const app = {
    isPackaged,
    setAppUserModelId: (id: string) => told.push(id),
    setToastActivatorCLSID: (id: string) => told.push(id),
  }
  return { app, told }
}

it('is the one that the installer writes into the shortcuts', async () => {
  expect(await readFile('electron-builder.yml', 'utf8')).toContain(`appId: ${appUserModelId}\n`)
})

it('is told to Windows, and of a package only', () => {
  const { app, told } = rig(true)
  identify(app, 'win32')
  // A CLSID as Electron takes it (app.setToastActivatorCLSID).
  expect(told).toEqual([
    appUserModelId,
    expect.stringMatching(/^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$/u),
  ])
  identify(app, 'darwin')
  identify(app, 'linux')
  const unpacked = rig(false)
  identify(unpacked.app, 'win32')
  expect([told.length, unpacked.told]).toEqual([2, []])
})
