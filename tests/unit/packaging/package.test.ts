import { createPackage, extractFile, listPackage } from '@electron/asar'
import { LinuxPackager } from 'app-builder-lib'
import { LinuxTargetHelper } from 'app-builder-lib/out/targets/LinuxTargetHelper.js'
import { getAppUpdatePublishConfiguration } from 'app-builder-lib/out/publish/PublishManager.js'
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { DebugLogger } from 'builder-util'
import { Arch, build, Platform } from 'electron-builder'
import type { Configuration } from 'electron-builder'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { isUsableSource } from '#main/updates/update-source.ts'
import { whyOff } from '#main/updates/why-off.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { everyFuse } from '../../../tools/packaging/fuses.ts'

const projectRoot = path.resolve(import.meta.dirname, '../../..')
const mebibyte = 1024 * 1024

const readConfiguration = (file = 'electron-builder.yml'): Promise<Configuration> =>
  getConfig(projectRoot, path.join(projectRoot, file), null)

/** Every fuse, in the order that Electron has them in. */
const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
  wasmTrapHandlers: true,
}
const rightFuses = Object.values(fuses)
  .map((value) => (value ? '1' : '0'))
  .join('')

/** How Electron marks the place of its fuses in its executable: the mark, version 1, how many, and each; here all wrong. */
const fuseMark = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
const fuseWire = (count = rightFuses.length): Buffer =>
  Buffer.concat([
    fuseMark,
    Buffer.from([1, count]),
    Buffer.from(rightFuses.replaceAll(/./gu, (fuse) => (fuse === '1' ? '0' : '1')).padEnd(count, '1')),
  ])

/** A folder shaped like an unpacked Electron, without Electron in it. */
async function standInElectron(wire = fuseWire()): Promise<string> {
  const folder = await temporaryFolder()
  const defaultApp = await temporaryFolder()
  await writeFile(path.join(defaultApp, 'main.js'), '// Nothing to run.\n')
  await mkdir(path.join(folder, 'resources'))
  await createPackage(defaultApp, path.join(folder, 'resources', 'default_app.asar'))
  for (const name of [
    'electron',
    'electron.exe',
    'chrome-sandbox',
    'LICENSE',
    'LICENSES.chromium.html',
    'version',
  ]) {
    await writeFile(path.join(folder, name), name.startsWith('electron') ? wire : 'stand-in', {
      mode: 0o755,
    })
  }
  return folder
}

/** Packs what `out` holds as `--dir` does, by electron-builder.yml, and returns the packed folder. */
async function pack(
  platform: Platform,
  arch: Arch,
  folderName: string,
  more: Configuration = {},
): Promise<string> {
  const output = await temporaryFolder()
  await build({
    projectDir: projectRoot,
    targets: platform.createTarget('dir', arch),
    publish: 'never',
    // Merged over the file.
    config: {
      electronDist: await standInElectron(),
      ...more,
      directories: { output },
      // Both are written into a real Windows executable, which the stand-in is not.
      ...(platform === Platform.WINDOWS
        ? { disableAsarIntegrity: true, win: { ...more.win, signAndEditExecutable: false } }
        : {}),
    },
  })
  return path.join(output, folderName)
}

/** The files in an asar, with forward slashes and without the folders. */
function filesOf(archive: string): string[] {
  const entries = listPackage(archive, { isPack: false }).map((entry) => entry.replaceAll('\\', '/').slice(1))
  return entries.filter((entry) => !entries.some((other) => other.startsWith(`${entry}/`))).sort()
}

const shippedPackageJson = (archive: string): Readonly<Record<string, unknown>> =>
  JSON.parse(extractFile(archive, 'package.json').toString()) as Record<string, unknown>

/** `npm test` has just built the bundles; a bare `vitest run` on a fresh checkout has not. */
function buildWhenMissing(): void {
  if (existsSync(path.join(projectRoot, 'out', 'main', 'index.js'))) return
  const tool = path.join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { status, stderr } = spawnSync(process.execPath, [tool, 'build', '--logLevel', 'warn'], {
    cwd: projectRoot,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The bundles could not be built; see \`npm run build\`.\n${stderr}`)
}

const shipped = [
  /^package\.json$/,
  /^out\/main\/[\w-]+\.js$/,
  /^out\/main\/chunks\/(?!server-)[\w.-]+\.js$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/(index|player)\.html$/,
  /^out\/renderer\/assets\/[\w.-]+\.(js|css|svg|woff2)$/,
  /^node_modules\/keytar\/(package\.json|LICENSE\.md|lib\/keytar\.js)$/,
]

describe('the package', () => {
  beforeAll(buildWhenMissing, 300_000)

  test.each([
    ['linux-x64', Platform.LINUX, Arch.x64, 'linux-unpacked', 'cloudroom-drive'],
    ['linux-arm64', Platform.LINUX, Arch.arm64, 'linux-arm64-unpacked', 'cloudroom-drive'],
    ['win32-x64', Platform.WINDOWS, Arch.x64, 'win-unpacked', 'CloudRoom Drive.exe'],
  ] as const)(
    'for %s holds the production files and its own keychain module, and little else',
    async (name, platform, arch, folderName, executable) => {
      const folder = await pack(platform, arch, folderName)
      const resources = path.join(folder, 'resources')
      const archive = path.join(resources, 'app.asar')
      const prebuilt = `node_modules/keytar/prebuilds/${name}/keytar.node`

      const files = filesOf(archive)
      const { size } = await stat(archive)
      expect(files).toContain('out/main/index.js')
      expect(files.filter((file) => file.endsWith('.node'))).toEqual([prebuilt])
      const others = files.filter(
        (file) => file !== prebuilt && !shipped.some((pattern) => pattern.test(file)),
      )
      expect(others).toEqual([])
      expect(size).toBeLessThan(3 * mebibyte)
      // Nothing says that it is signed, or where updates come from.
      expect(existsSync(path.join(resources, 'app-update.yml'))).toBe(false)
      expect(extractFile(archive, 'package.json').toString()).not.toContain('updates')

      // A native module is loaded from the disk, so it lies beside the asar.
      const unpacked = await readdir(path.join(resources, 'app.asar.unpacked'), {
        recursive: true,
        withFileTypes: true,
      })
      const binaries = unpacked
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
      expect(binaries).toEqual([path.join(resources, 'app.asar.unpacked', prebuilt)])

      const bytes = await readFile(path.join(folder, executable))
      expect(bytes.subarray(bytes.indexOf(fuseMark) + fuseMark.length + 2).toString()).toBe(rightFuses)
    },
    120_000,
  )

  test('tells Linux which windows are its own: icon, progress and badge belong to the file of that name', async () => {
    let desktop: unknown
    const folder = await pack(Platform.LINUX, Arch.x64, 'linux-unpacked', {
      async afterPack({ packager }) {
        if (!(packager instanceof LinuxPackager)) return
        const helper = new LinuxTargetHelper(packager)
        desktop = { name: helper.getDesktopFileName(), entry: await helper.computeDesktopEntry({}) }
      },
    })
    // Electron takes it from the package.json that it is shipped with.
    const { desktopName } = shippedPackageJson(path.join(folder, 'resources', 'app.asar'))
    expect(desktopName).toBe('com.cloudroom.drive.desktop')
    expect(desktop).toEqual({
      name: 'com.cloudroom.drive',
      entry: expect.stringMatching(/^StartupWMClass=com\.cloudroom\.drive$/mu) as string,
    })
  }, 120_000)

  test('has no chunk that imports the entry, which would start the app for whoever asks for the chunk', async () => {
    const chunks = path.join(projectRoot, 'out', 'main', 'chunks')
    const names = await readdir(chunks)
    expect(names.some((name) => name.startsWith('NsisUpdater-'))).toBe(true)
    for (const name of names)
      expect(await readFile(path.join(chunks, name), 'utf8')).not.toMatch(/from ?['"]\.\.\/index\.js/u)
  })

  test('is configured by a valid file for all three platforms, with what it names in the repository', async () => {
    const config = await readConfiguration()
    await validateConfiguration(config, new DebugLogger(false))

    for (const platform of [config.win, config.mac, config.linux]) {
      expect(platform?.target).toHaveLength(2)
      const icon = await readFile(path.join(projectRoot, String(platform?.icon)))
      expect(icon.length).toBeGreaterThan(10_000)
    }
    expect((await stat(path.join(projectRoot, String(config.mac?.entitlements)))).isFile()).toBe(true)
    expect(config.fileAssociations).toBeUndefined()
  })

  test('has a name that GitHub leaves as it is', async () => {
    const config = await readConfiguration()
    for (const name of [config.artifactName, config.nsis?.artifactName, config.portable?.artifactName])
      expect(name).toMatch(/^[\w.${}-]+$/u)
    for (const platform of [config.win, config.mac, config.linux, config.dmg, config.deb])
      expect(platform?.artifactName).toBeUndefined()
    expect(JSON.stringify(config)).not.toContain('${productName}')
  })

  test('sets every fuse, by the name that the packager or the hook has for it', async () => {
    const { electronFuses, afterPack } = await readConfiguration()
    const { wasmTrapHandlers, ...named } = fuses
    expect(electronFuses).toEqual({ ...named, resetAdHocDarwinSignature: true })
    expect(afterPack).toBe('./tools/packaging/set-fuses.ts')
    expect(Object.values(everyFuse(electronFuses))).toEqual([...Object.values(named), wasmTrapHandlers])
    expect(() => everyFuse({})).toThrow('RunAsNode')
  })

  test('is not made of an Electron that has a fuse more', async () => {
    const electronDist = await standInElectron(fuseWire(rightFuses.length + 1))
    const packing = pack(Platform.LINUX, Arch.x64, 'linux-unpacked', { electronDist })
    await expect(packing).rejects.toThrow('strictlyRequireAllFuses')
  }, 120_000)
})

describe('the package that can be updated', () => {
  beforeAll(buildWhenMissing, 300_000)

  beforeEach(() => {
    vi.stubEnv('UPDATES_OWNER', 'an-owner')
    vi.stubEnv('UPDATES_REPO', 'a-repository')
    return () => void vi.unstubAllEnvs()
  })

  test('differs by its signature, its mark and its update server alone', async () => {
    const plain = await readConfiguration()
    const signed = await readConfiguration('electron-builder.signed.yml')
    expect(plain.publish).toBeNull()
    expect(signed).toEqual({
      ...plain,
      extends: 'electron-builder.yml',
      forceCodeSigning: true,
      extraMetadata: { updates: 'signed' },
      detectUpdateChannel: false,
      publish: { provider: 'github', owner: '${env.UPDATES_OWNER}', repo: '${env.UPDATES_REPO}' },
      linux: { ...plain.linux, publish: null },
    })
    await validateConfiguration(
      await readConfiguration('electron-builder.signed.yml'),
      new DebugLogger(false),
    )
  })

  /** What is written into `app-update.yml`, and what the packed app makes of its mark. */
  async function packed(publisherName: string | null) {
    let source: unknown
    const folder = await pack(Platform.WINDOWS, Arch.x64, 'win-unpacked', {
      extends: 'electron-builder.signed.yml',
      // There is nothing here to sign with.
      forceCodeSigning: false,
      win: { signtoolOptions: publisherName === null ? {} : { publisherName } },
      async afterPack({ packager }) {
        source = await getAppUpdatePublishConfiguration(packager, null, Arch.x64, true)
      },
    })
    const appPath = await temporaryFolder()
    const archive = path.join(folder, 'resources', 'app.asar')
    await writeFile(path.join(appPath, 'package.json'), extractFile(archive, 'package.json'))
    return { source, appPath }
  }

  test('says where updates come from and whose signature they have, in a way that the app accepts', async () => {
    const { source, appPath } = await packed('CN=CloudRoom, O=CloudRoom')
    expect(source).toEqual({
      provider: 'github',
      owner: 'an-owner',
      repo: 'a-repository',
      updaterCacheDirName: 'cloudroom-drive-updater',
      publisherName: ['CN=CloudRoom, O=CloudRoom'],
    })
    expect(isUsableSource('win32', source)).toBe(true)
    const kind = { platform: 'win32', isPackaged: true, isPortable: false, appPath } as const
    expect(await whyOff(kind)).toBeNull()
  }, 120_000)

  test('is not accepted on Windows when there was no certificate after all', async () => {
    const { source } = await packed(null)
    expect(source).toMatchObject({ provider: 'github', owner: 'an-owner' })
    expect(isUsableSource('win32', source)).toBe(false)
  }, 120_000)
})
