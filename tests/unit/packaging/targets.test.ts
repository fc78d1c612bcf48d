import { parsePlistFile } from 'app-builder-lib/out/util/plist.js'
import path from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot, readConfiguration } from '#tests/support/pack-app.ts'

const config = await readConfiguration()
const bothKinds = ['x64', 'arm64']

test('for Windows there are an installer, for one user or for all, and a portable version, for both processors', () => {
  expect(config.win?.target).toEqual([
    { target: 'nsis', arch: bothKinds },
    { target: 'portable', arch: bothKinds },
  ])
  // An assistant that asks for whom; without elevation for all it could only serve this user.
  expect(config.nsis).toMatchObject({
    oneClick: false,
    perMachine: false,
    allowElevation: true,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
  })
  // Both come from the environment, and the setup must not carry the name of the portable version.
  expect(config.win).not.toHaveProperty('signtoolOptions')
  expect(config.nsis?.artifactName).not.toBe(config.portable?.artifactName)
})

test('the portable version is started twice without the second start taking the files of the first away', () => {
  expect(config.portable?.unpackDirName).toBe(true)
})

test('for macOS there is one app for both processors, with a hardened runtime that only lets V8 compile', async () => {
  expect(config.mac?.target).toEqual([
    { target: 'dmg', arch: ['universal'] },
    { target: 'zip', arch: ['universal'] },
  ])
  const entitlements = 'resources/entitlements.mac.plist'
  expect(config.mac).toMatchObject({
    hardenedRuntime: true,
    // With the keys that the environment has, and not at all without them.
    notarize: true,
    entitlements,
    entitlementsInherit: entitlements,
  })
  expect(config.mac).not.toHaveProperty('identity')
  const allowed = await parsePlistFile<unknown>(path.join(projectRoot, entitlements))
  expect(allowed).toEqual({ 'com.apple.security.cs.allow-jit': true })
})

test('for Linux there are an AppImage and a Debian package, for both processors', () => {
  expect(config.linux?.target).toEqual([
    { target: 'AppImage', arch: bothKinds },
    { target: 'deb', arch: bothKinds },
  ])
  expect(config.deb?.depends).toContain('libsecret-1-0')
})

test('opens no files by a double-click: macOS gives it those that are dropped on its icon, and no others', () => {
  for (const platform of [config, config.win, config.mac, config.linux])
    expect(platform).not.toHaveProperty('fileAssociations')
  expect(config.linux).not.toHaveProperty('mimeTypes')
  expect(config.mac?.extendInfo).toEqual({
    CFBundleDocumentTypes: [
      {
        CFBundleTypeName: 'MPEG-4 video',
        CFBundleTypeRole: 'Viewer',
        LSHandlerRank: 'None',
        LSItemContentTypes: ['public.mpeg-4'],
      },
    ],
  })
})
