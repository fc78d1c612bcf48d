import { parsePlistFile } from 'app-builder-lib/out/util/plist.js'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { identify } from '#main/desktop/app-identity.ts'
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

test('uninstalling takes away what the app has had Windows note for the user; an update, which uninstalls too, does not', async () => {
  const script = await readFile(path.join(projectRoot, config.nsis?.include ?? ''), 'utf8')
  const code = script.replaceAll(/^\s*(?:;.*\n)?/gmu, '')
  const [, guarded = ''] =
    /^!macro customUnInstall\n\$\{ifNot\} \$\{isUpdated\}\n(.*)\$\{endIf\}\n!macroend\n$/su.exec(code) ?? []
  const ids: string[] = []
  const note = (id: string): number => ids.push(id)
  identify({ isPackaged: true, setAppUserModelId: note, setToastActivatorCLSID: note }, 'win32')
  const [appId = '', activator = ''] = ids
  expect(config.appId).toBe(appId)
  const system = 'HKCU "Software\\Microsoft\\Windows\\CurrentVersion'
  expect(guarded.split('\n')).toEqual([
    `DeleteRegValue ${system}\\Run" "\${APP_ID}"`,
    `DeleteRegValue ${system}\\Explorer\\StartupApproved\\Run" "\${APP_ID}"`,
    `DeleteRegKey HKCU "Software\\Classes\\CLSID\\${activator}"`,
    '${if} $installMode == "all"',
    'SetShellVarContext current',
    'Delete "$SMPROGRAMS\\${SHORTCUT_NAME}.lnk"',
    'SetShellVarContext all',
    '${endIf}',
    'ClearErrors',
    '',
  ])
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
  const info = (config.mac?.extendInfo ?? {}) as Readonly<Record<string, unknown>>
  // Besides, what the system's questions say.
  const others = Object.keys(info).filter((name) => !/^NS\w+UsageDescription$/u.test(name))
  expect(Object.fromEntries(others.map((name) => [name, info[name]]))).toEqual({
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
